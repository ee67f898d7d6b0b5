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

// Engine implements transcribe.Engine and hearing.Speller with libwhisper. One process can hold several, but they must not
// work at once.
type Engine struct {
	setup transcribe.Setup
	model model
	words prompt // of the setup that the recogniser is told
	voice *voice.Model
	desks hearing.Desks[desk]
}

// New gives an engine without weights; Load comes next.
func New() *Engine { return &Engine{} }

// Name is the library's name and version.
func (*Engine) Name() string { return "whisper.cpp " + version() }

// ready loads the library's plug-ins once per process.
var ready = sync.OnceFunc(prepare)

// Load reads the model and the weights of the voice detection.
func (e *Engine) Load(ctx context.Context, setup transcribe.Setup, alive func()) error {
	if setup.Language != "auto" && !knowsLanguage(setup.Language) {
		return fmt.Errorf("%w: there is no language %q", transcribe.ErrEngine, setup.Language)
	}
	e.setup = setup.Complete(runtime.NumCPU())
	var err error
	e.voice, err = hearing.Load(ctx, setup, alive, func() error { return e.read(ctx, alive) })
	return err
}

// read lets the library read the model, and sets up the desks. One is enough if there is no memory for more.
func (e *Engine) read(ctx context.Context, alive func()) error {
	ready()
	alive()
	reading := newPulse()
	defer reading.free()
	var ok bool
	if err := reading.watch(ctx, alive, func() { e.model, ok = loadModel(e.setup.ModelPath, reading) }); err != nil {
		return err
	}
	if !ok {
		return transcribe.ErrModelDamaged
	}
	e.words = e.model.prompt(e.setup.Words)
	e.desks.SetUp(e.setup.Windows, func() (desk, bool) {
		alive()
		return newDesk(e.model)
	})
	if len(e.desks.All()) == 0 {
		return fmt.Errorf("%w: there is not enough memory for it", transcribe.ErrEngine)
	}
	return nil
}

// Words gives those that the recogniser is told.
func (e *Engine) Words() []string { return e.words.words }

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

// Places is at how many desks windows are decoded.
func (e *Engine) Places() int { return len(e.desks.All()) }

// Recognise decodes one window. It does so with its share of the threads, whatever else is being decoded, because the text
// can depend on their number. Only a guess takes the threads of all desks that are free.
func (e *Engine) Recognise(ctx context.Context, sound hearing.Sound) (hearing.Heard, error) {
	return e.recognise(ctx, sound, prompt{})
}

// Spell decodes one window with the words before it.
func (e *Engine) Spell(ctx context.Context, sound hearing.Sound) (hearing.Heard, error) {
	return e.recognise(ctx, sound, e.words)
}

func (e *Engine) recognise(ctx context.Context, sound hearing.Sound, before prompt) (hearing.Heard, error) {
	desks, err := e.desks.Take(ctx, sound.Guess)
	if err != nil {
		return hearing.Heard{}, err
	}
	defer e.desks.Leave(desks)
	share := max(1, e.setup.Threads/e.setup.Windows)
	o := options{
		language: sound.Language, threads: share * len(desks), beam: beam, step: step, people: e.setup.People, prompt: before,
	}
	var heard hearing.Heard
	var failed error
	err = desks[0].pulse.watch(ctx, sound.Alive, func() { heard, failed = desks[0].decode(o, sound.Samples) })
	switch {
	case err != nil:
		return hearing.Heard{}, err
	case failed != nil:
		return hearing.Heard{}, fmt.Errorf("decode a window: %w: %w", transcribe.ErrEngine, failed)
	}
	return heard, nil
}

// Close frees the weights.
func (e *Engine) Close() {
	for _, d := range e.desks.All() {
		d.free()
	}
	if e.model.c != nil {
		e.model.free()
	}
	*e = Engine{}
}
