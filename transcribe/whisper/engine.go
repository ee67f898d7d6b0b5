// Package whisper is the engine inside the worker: libwhisper, reached through its Go binding and a thin shim, with
// voice detection in front of it so that silence, noise and telephone tones never become words.
//
// A track goes through these stations: an energy gate and voice detection find the spans of speech (speech.go), tones
// are thrown out (package voice), the rest is packed into windows (window.go), each window is decoded (library.go), its
// pieces become words on the call's time (words.go), and words become segments (turns.go) with their doubts (doubt.go).
package whisper

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// Engine implements transcribe.Engine with libwhisper. One process can hold several, but they must not work at once.
type Engine struct {
	setup transcribe.Setup
	pulse pulse
	model model
	vad   vad
}

// New gives an engine without weights; Load comes next.
func New() *Engine { return &Engine{} }

// Name is the library's name and version.
func (*Engine) Name() string { return "whisper.cpp " + version() }

// ready loads the library's plug-ins once per process.
var ready = sync.OnceFunc(prepare)

// Load reads the model and the weights of the voice detection.
func (e *Engine) Load(ctx context.Context, setup transcribe.Setup, alive func()) error {
	if err := check(setup); err != nil {
		return err
	}
	e.setup = setup
	if e.setup.Threads <= 0 {
		e.setup.Threads = min(runtime.NumCPU(), 4)
	}
	ready()
	alive()
	e.pulse = newPulse()
	var ok bool
	if err := e.pulse.watch(ctx, alive, func() { e.model, ok = loadModel(setup.ModelPath, e.pulse) }); err != nil {
		return fmt.Errorf("load model: %w", err)
	}
	if !ok {
		return fmt.Errorf("load model: %w", transcribe.ErrModelDamaged)
	}
	// One thread is fastest here: a frame is far too little work to be shared out.
	if e.vad, ok = loadVAD(setup.VADPath, 1); !ok {
		return fmt.Errorf("load voice detection: %w", transcribe.ErrModelDamaged)
	}
	return nil
}

// Transcribe writes down one track.
func (e *Engine) Transcribe(ctx context.Context, pcm []int16, listen transcribe.Listener) (transcribe.Heard, error) {
	const first = 0.1 // the part of the work that finding the speech makes up
	probs, err := e.vad.voicing(ctx, pcm, func(done int) { listen.Progress(first * float64(done) / float64(len(pcm))) })
	if err != nil {
		return transcribe.Heard{}, err
	}
	spans := slices.DeleteFunc(speech(probs, len(pcm)), func(s span) bool { return voice.Tone(pcm[s.start:s.end]) })
	language := e.language()
	windows := pack(spans, probs, len(pcm))
	for i, w := range windows {
		part := func(n int) float64 { return first + (1-first)*float64(n)/float64(len(windows)) }
		listen.Progress(part(i))
		found, err := e.decode(ctx, pcm, w, language, func() { listen.Progress(part(i)) })
		if err != nil {
			return transcribe.Heard{}, err
		}
		language = cmp.Or(language, e.model.language())
		for _, s := range found {
			listen.Segment(s)
		}
	}
	listen.Progress(1)
	return transcribe.Heard{Speech: total(spans), Language: language}, nil
}

// language is what to decode as: "" lets the first window decide.
func (e *Engine) language() string {
	switch {
	case !e.model.multilingual():
		return "en"
	case e.setup.Language == "auto":
		return ""
	default:
		return e.setup.Language
	}
}

const (
	// step is how much the temperature rises when text looks wrong: one more try, not the library's five.
	step = 0.6
	// beam is how many texts are followed at once. In the sample calls two make half the errors of one, and five hardly
	// fewer than two.
	beam = 2
)

func (e *Engine) decode(ctx context.Context, pcm []int16, w window, language string, alive func()) ([]call.Segment, error) {
	o := options{language: language, threads: e.setup.Threads, beam: beam, step: step}
	samples := w.samples(pcm)
	var stretches []stretch
	var failed error
	err := e.pulse.watch(ctx, alive, func() { stretches, failed = e.model.decode(e.pulse, o, samples) })
	switch {
	case err != nil:
		return nil, err
	case failed != nil:
		return nil, fmt.Errorf("decode a window: %w: %w", transcribe.ErrEngine, failed)
	}
	return segments(words(stretches, w)), nil
}

func total(spans []span) call.Seconds {
	sum := 0
	for _, s := range spans {
		sum += s.length()
	}
	return call.AtFrame(int64(sum), transcribe.Rate)
}

// Close frees the weights.
func (e *Engine) Close() {
	if e.model.c != nil {
		e.model.free()
	}
	if e.vad.c != nil {
		e.vad.free()
	}
	if e.pulse.c != nil {
		e.pulse.free()
	}
	*e = Engine{}
}
