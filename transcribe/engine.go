package transcribe

import (
	"context"
	"math"

	"github.com/onrecord/onrecord/call"
)

// Engine recognises speech inside the worker; package transcribe/hearing has what all engines need. Its methods and those of
// its hearings are called one after the other, never at the same time.
type Engine interface {
	// Name is the engine's name and version, as it will stand in the transcript. It is asked for when Load went well.
	Name() string
	// Load reads the weights. It calls alive whenever it has made headway. A model that cannot be used gives an
	// error that wraps ErrModelDamaged, and one whose library is missing ErrNoEngine.
	Load(ctx context.Context, setup Setup, alive func()) error
	// Words gives those of the setup's words that the recogniser is told: not all may fit, and an engine may take none.
	Words() []string
	// Begin begins with a track, of which some windows may be known from an earlier attempt: they are told again, but not
	// decoded. Several tracks may be under way side by side.
	Begin(listen Listener, known []Window) Hearing
	// Close frees the weights.
	Close()
}

// Measurer is an Engine that can tell what its work costs on this machine.
type Measurer interface {
	Engine
	// Measure takes a moment of work like that on windows, at all of them at once, whatever the model knows.
	Measure(ctx context.Context, alive func()) (Cost, error)
}

// Cost is what the work on windows takes when as many are decoded side by side as the setup says, and nothing else is done: seconds
// by the clock, shared out to one of them.
type Cost struct {
	Encode float64 `json:"encode_s"` // for a window, whatever it holds
	Step   float64 `json:"step_s"`   // for each piece of text
	Voice  float64 `json:"voice_s"`  // to look for voices in a second of one track
	// Slowed is how many times as long it took by the clock while it was measured, because other programs were at work: 1 when none
	// were, or where that cannot be told.
	Slowed float64 `json:"slowed"`
}

// sound reports whether a cost can be true.
func (c Cost) sound() bool {
	for _, x := range []float64{c.Encode, c.Step, c.Voice, c.Slowed} {
		if !(x > 0) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// Hearing writes down one track while its sound comes in. What it finds does not depend on the pieces in which it comes.
// When ctx ends, all methods return the context's error as soon as they can, and the hearing is over. Nothing goes on in it
// when End has returned.
type Hearing interface {
	// Hear takes the mono frames at Rate that follow those before, and keeps none of the slice.
	Hear(ctx context.Context, pcm []int16) error
	// Guess writes down the speech that Hear still waits with, because more of it may follow, for somebody who reads
	// along. It gives nothing when there is nothing new. What is found in the end does not depend on it.
	Guess(ctx context.Context) ([]call.Segment, error)
	// Written gives the frame of the track up to which nothing is left to write down.
	Written() int64
	// End finishes the work and sums up the track.
	End(ctx context.Context) (Heard, error)
}

// Setup is what an engine must know before it can begin.
type Setup struct {
	ModelPath string
	SHA256    string // of the model, in hexadecimal; "" if any will do
	VADPath   string
	Language  string
	Threads   int      // that compute; 0 leaves it to the engine
	People    bool     // mark where another person of a party begins to speak, if the model was trained for it
	Windows   int      // that are decoded side by side and share the threads; 0 leaves it to the engine
	Words     []string // that are likely to be said, the more important first
}

// Complete gives the setup with what nobody chose, for a machine with so many processors: four threads at most, and two
// windows at once, since two threads do more for two windows than both for one.
func (s Setup) Complete(processors int) Setup {
	if s.Threads <= 0 {
		s.Threads = min(processors, 4)
	}
	if s.Windows <= 0 {
		s.Windows = min(s.Threads, 2)
	}
	return s
}

// Listener hears from hearings. Both functions are set, and may be called from several goroutines at once.
type Listener struct {
	// Alive is called at least every second while a hearing works, and only when it has really made headway: it is the
	// worker's sign of life.
	Alive func()
	// Window takes the windows of a track one by one in order of time, without a party.
	Window func(Window)
}

// Window is a part of a track that was decoded for itself. Which parts those are depends on the track alone.
type Window struct {
	Party    call.Party     `json:"party"`
	Start    int64          `json:"start"` // frame of the track with which it begins
	End      int64          `json:"end"`
	Language string         `json:"language"` // as which it was decoded; "und" if nobody can tell
	Segments []call.Segment `json:"segments"` // in order of time, without a party
}

// Heard sums up one track.
type Heard struct {
	Speech   call.Seconds // how much of the track was speech
	Language string       // what it was recognised as; "und" if nobody can tell, "" if there was nothing to recognise
}
