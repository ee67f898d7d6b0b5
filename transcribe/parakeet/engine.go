// Package parakeet is an engine inside the worker: libparakeet, which comes with whisper.cpp and runs NVIDIA's Parakeet models.
// The library is taken in when a model is loaded, and only then, so the program starts where it is missing. What is
// around it, from finding speech to making segments of words, is package hearing.
//
// Parakeet gives one answer to a window, word by word, with times and chances; there is nothing to choose but the number of
// threads. It cannot be told a language, and does not say which one it heard.
package parakeet

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/hearing"
)

// Engine implements transcribe.Engine and hearing.Recogniser with libparakeet. One process can hold several, but they must
// not work at once.
type Engine struct {
	setup transcribe.Setup
	model model
	voice *voice.Model
	desks hearing.Desks[desk]
}

// New gives an engine without weights; Load comes next.
func New() *Engine { return &Engine{} }

// ready takes the library in once per process.
var ready = sync.OnceValue(open)

// Name is the library's name and version. It is known once something was loaded.
func (*Engine) Name() string { return "parakeet.cpp " + version() }

// Load reads the model and the weights of the voice detection. The error wraps transcribe.ErrNoEngine when there is no
// libparakeet that can be used.
func (e *Engine) Load(ctx context.Context, setup transcribe.Setup, alive func()) error {
	if err := ready(); err != nil {
		return fmt.Errorf("load model: %w: libparakeet: %w", transcribe.ErrNoEngine, err)
	}
	e.setup = setup.Complete(runtime.NumCPU())
	var err error
	if e.voice, err = hearing.Load(ctx, setup, alive, func() error { return e.read(ctx, alive) }); err != nil {
		return err
	}
	if !e.knows(setup.Language) {
		return fmt.Errorf("%w: this Parakeet model does not know the language %q", transcribe.ErrEngine, setup.Language)
	}
	return nil
}

// read lets the library read the model, and sets up the desks. One is enough if there is no memory for more.
func (e *Engine) read(ctx context.Context, alive func()) error {
	reading := newPulse()
	defer reading.free()
	var ok bool
	if err := reading.watch(ctx, alive, func() { e.model, ok = loadModel(e.setup.ModelPath, reading) }); err != nil {
		return err
	}
	if !ok {
		return transcribe.ErrModelDamaged
	}
	e.desks.SetUp(e.setup.Windows, func() (desk, bool) {
		alive()
		return newDesk(e.model)
	})
	if len(e.desks.All()) == 0 {
		return fmt.Errorf("%w: there is not enough memory for it", transcribe.ErrEngine)
	}
	return nil
}

// Words gives none: Parakeet cannot be told any.
func (*Engine) Words() []string { return nil }

// Places is at how many desks windows are recognised.
func (e *Engine) Places() int { return len(e.desks.All()) }

// Begin begins with a track.
func (e *Engine) Begin(listen transcribe.Listener, known []transcribe.Window) transcribe.Hearing {
	return hearing.Begin(e, e.voice.NewEar(), e.language(), listen, known)
}

const (
	english  = 1024 // how many pieces of words the models know that know English alone
	european = "bg cs da de el en es et fi fr hr hu it lt lv mt nl pl pt ro ru sk sl sv uk"
	unknown  = "und" // the code of a language that nobody named
)

// knows reports whether something can be heard as a language. A model that knows English alone hears everything as English, as
// those of Whisper do.
func (e *Engine) knows(language string) bool {
	return e.model.vocabulary() <= english || language == "auto" || slices.Contains(strings.Fields(european), language)
}

// language is what a transcript says it was recognised as: English if the model knows nothing else, otherwise what was asked
// for, or nothing in particular if that was to be found out.
func (e *Engine) language() string {
	switch {
	case e.model.vocabulary() <= english:
		return "en"
	case e.setup.Language == "auto":
		return unknown
	default:
		return e.setup.Language
	}
}

// Recognise writes down one window. Only a guess takes the threads of all desks that are free.
func (e *Engine) Recognise(ctx context.Context, sound hearing.Sound) (hearing.Heard, error) {
	desks, err := e.desks.Take(ctx, sound.Guess)
	if err != nil {
		return hearing.Heard{}, err
	}
	defer e.desks.Leave(desks)
	threads := max(1, e.setup.Threads/e.setup.Windows) * len(desks)
	var pieces []hearing.Piece
	var failed error
	err = desks[0].pulse.watch(ctx, sound.Alive, func() { pieces, failed = desks[0].recognise(sound.Samples, threads) })
	switch {
	case err != nil:
		return hearing.Heard{}, err
	case failed != nil:
		return hearing.Heard{}, fmt.Errorf("%w: %w", transcribe.ErrEngine, failed)
	}
	return hearing.Heard{Stretches: []hearing.Stretch{{Pieces: pieces}}, Language: sound.Language}, nil
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
