package transcribe

import (
	"context"

	"github.com/onrecord/onrecord/call"
)

// Engine recognises speech inside the worker. Its methods and those of its hearings are called one after the other, never
// at the same time.
type Engine interface {
	// Name is the engine's name and version, as it will stand in the transcript.
	Name() string
	// Load reads the weights. It calls alive whenever it has made headway. A model that cannot be used gives an
	// error that wraps ErrModelDamaged.
	Load(ctx context.Context, setup Setup, alive func()) error
	// Begin begins with a track, of which some windows may be known from an earlier attempt: they are told again, but not
	// decoded. Several tracks may be under way side by side.
	Begin(listen Listener, known []Window) Hearing
	// Close frees the weights.
	Close()
}

// Hearing writes down one track while its sound comes in. What it finds does not depend on the pieces in which it comes.
// When ctx ends, both methods return the context's error as soon as they can, and the hearing is over.
type Hearing interface {
	// Hear takes the mono frames at Rate that follow those before, and keeps none of the slice.
	Hear(ctx context.Context, pcm []int16) error
	// Guess writes down the speech that Hear still waits with, because more of it may follow, for somebody who reads
	// along. It gives nothing when there is nothing new. What is found in the end does not depend on it.
	Guess(ctx context.Context) ([]call.Segment, error)
	// End finishes the work and sums up the track.
	End(ctx context.Context) (Heard, error)
}

// Setup is what an engine must know before it can begin.
type Setup struct {
	ModelPath string
	SHA256    string // of the model, in hexadecimal; "" if any will do
	VADPath   string
	Language  string
	Threads   int
}

// Listener hears from a hearing. Both functions are set, and are called from one goroutine at a time.
type Listener struct {
	// Alive is called at least every second while a hearing works, and only when it has really made headway: it is the
	// worker's sign of life.
	Alive func()
	// Window takes the windows in order of time, without a party.
	Window func(Window)
}

// Window is a part of a track that was decoded for itself. Which parts those are depends on the track alone.
type Window struct {
	Party    call.Party     `json:"party"`
	Start    int64          `json:"start"` // frame of the track with which it begins
	End      int64          `json:"end"`
	Language string         `json:"language"` // as which it was decoded
	Segments []call.Segment `json:"segments"` // in order of time, without a party
}

// Heard sums up one track.
type Heard struct {
	Speech   call.Seconds // how much of the track was speech
	Language string       // what it was recognised as
}
