package transcribe

import (
	"context"

	"github.com/onrecord/onrecord/call"
)

// Engine recognises speech inside the worker. Its methods are called one after the other, never at the same time.
type Engine interface {
	// Name is the engine's name and version, as it will stand in the transcript.
	Name() string
	// Load reads the weights. It calls alive whenever it has made headway. A model that cannot be used gives an
	// error that wraps ErrModelDamaged.
	Load(ctx context.Context, setup Setup, alive func()) error
	// Transcribe writes down one track: mono frames at Rate. It tells listen of its headway and of each segment,
	// in order of time and without a party. When ctx ends it returns the context's error as soon as it can.
	Transcribe(ctx context.Context, pcm []int16, listen Listener) (Heard, error)
	// Close frees the weights.
	Close()
}

// Setup is what an engine must know before it can begin.
type Setup struct {
	ModelPath string
	VADPath   string
	Language  string
	Threads   int
}

// Listener hears from an engine. Both functions are set, and are called from one goroutine at a time.
type Listener struct {
	// Progress takes the finished part of the track, 0 to 1. An engine calls it at least every second, and only
	// when it has really made headway: it is the worker's sign of life.
	Progress func(fraction float64)
	Segment  func(call.Segment)
}

// Heard sums up one track.
type Heard struct {
	Speech   call.Seconds // how much of the track was speech
	Language string       // what it was recognised as
}
