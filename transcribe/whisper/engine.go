// Package whisper is the engine inside the worker: libwhisper, reached through its Go binding and a thin shim, with
// voice detection in front of it so that silence, noise and telephone tones never become words.
//
// A track goes through these stations while it comes in: voice detection (package voice) and finder (speech.go) find the
// spans of speech, tones are thrown out, the rest is packed into windows (window.go), each window is decoded as soon as it
// is full (hearing.go, library.go), its pieces become words on the call's time (words.go), and words become segments
// (turns.go) with their doubts (doubt.go).
package whisper

import (
	"context"
	"fmt"
	"os"
	"runtime"
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
	voice *voice.Model
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
	unchanged, err := sameFile(ctx, setup.ModelPath, setup.SHA256, alive)
	if err != nil {
		return fmt.Errorf("check model: %w", err)
	}
	if e.voice, err = loadVoice(setup.VADPath); err != nil {
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
	return unchanged()
}

// loadVoice reads the weights of the voice detection.
func loadVoice(path string) (*voice.Model, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("load voice detection: %w: %w", transcribe.ErrEngine, err)
	}
	defer file.Close() // only read
	model, err := voice.New(file)
	if err != nil {
		return nil, fmt.Errorf("load voice detection: %w: %w", transcribe.ErrModelDamaged, err)
	}
	return model, nil
}

// Begin begins with a track.
func (e *Engine) Begin(listen transcribe.Listener, known []transcribe.Window) transcribe.Hearing {
	return &hearing{engine: e, listen: listen, known: known, ear: e.voice.NewEar(), finder: newFinder(), language: e.language()}
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

func (e *Engine) decode(ctx context.Context, w window, samples []float32, language string, alive func()) ([]call.Segment, error) {
	o := options{language: language, threads: e.setup.Threads, beam: beam, step: step}
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

// Close frees the weights.
func (e *Engine) Close() {
	if e.model.c != nil {
		e.model.free()
	}
	if e.pulse.c != nil {
		e.pulse.free()
	}
	*e = Engine{}
}
