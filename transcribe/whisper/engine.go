// Package whisper is an engine inside the worker: libwhisper, reached through its Go binding and a thin shim. What is
// around it, from finding speech to making segments of words, is package hearing.
package whisper

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/hearing"
)

// Engine implements transcribe.Engine and hearing.Recogniser with libwhisper. One process can hold several, but they must not work at once.
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
	e.setup = setup
	if e.setup.Threads <= 0 {
		e.setup.Threads = min(runtime.NumCPU(), 4)
	}
	var err error
	e.voice, err = hearing.Load(ctx, setup, alive, func() error { return e.read(ctx, alive) })
	return err
}

// read lets the library read the model.
func (e *Engine) read(ctx context.Context, alive func()) error {
	ready()
	alive()
	e.pulse = newPulse()
	var ok bool
	if err := e.pulse.watch(ctx, alive, func() { e.model, ok = loadModel(e.setup.ModelPath, e.pulse) }); err != nil {
		return err
	}
	if !ok {
		return transcribe.ErrModelDamaged
	}
	return nil
}

// Begin begins with a track.
func (e *Engine) Begin(listen transcribe.Listener, known []transcribe.Window) transcribe.Hearing {
	return hearing.Begin(e, e.voice.NewEar(), e.language(), listen, known)
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

// Recognise decodes one window.
func (e *Engine) Recognise(ctx context.Context, sound hearing.Sound) (hearing.Heard, error) {
	o := options{language: sound.Language, threads: e.setup.Threads, beam: beam, step: step}
	var heard hearing.Heard
	var failed error
	err := e.pulse.watch(ctx, sound.Alive, func() { heard.Stretches, failed = e.model.decode(e.pulse, o, sound.Samples) })
	switch {
	case err != nil:
		return hearing.Heard{}, err
	case failed != nil:
		return hearing.Heard{}, fmt.Errorf("decode a window: %w: %w", transcribe.ErrEngine, failed)
	}
	heard.Language = e.model.language()
	return heard, nil
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
