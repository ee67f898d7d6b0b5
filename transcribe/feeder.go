package transcribe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
)

// feeder tells the worker the sound of one track, as it comes.
type feeder struct {
	track Track
	known []Window
	owed  chan struct{} // holds an entry for each audio line that the worker has not taken yet
	fed   chan struct{} // closed when nothing more will be told

	// Of the goroutine that listens:
	frames  int64 // that the worker has taken
	written int64 // frame up to which nothing is left to decode
	heard   bool  // the worker has finished with the track
}

func newFeeder(track Track, known []Window) *feeder {
	return &feeder{track: track, known: known, owed: make(chan struct{}, ahead), fed: make(chan struct{})}
}

// feed tells all there is, until ctx ends. Only what goes wrong with the track gives an error, which wraps ErrBadTrack: a
// worker that cannot be told speaks for itself.
func (f *feeder) feed(ctx context.Context, worker *orders) (err error) {
	defer close(f.fed)
	party := f.track.Party
	sound, err := f.track.Open(ctx)
	if err != nil {
		return fmt.Errorf("open the %s track: %w: %w", party, ErrBadTrack, err)
	}
	defer func() { err = errors.Join(err, sound.Close()) }()
	if worker.give(order{Type: doTrack, Party: party}) != nil {
		return nil
	}
	for _, w := range f.known {
		if worker.give(order{Type: doKnown, Party: party, Window: &w}) != nil {
			return nil
		}
	}
	chunk := make([]byte, 2*chunkFrames)
	if f.track.Frames == 0 { // somebody reads along
		chunk = chunk[:2*liveFrames]
	}
	for {
		n, err := io.ReadFull(sound, chunk)
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && !ended {
			return fmt.Errorf("read the %s track: %w: %w", party, ErrBadTrack, err)
		}
		if n -= n % 2; n > 0 && !f.give(ctx, worker, chunk[:n]) {
			return nil
		}
		if ended {
			worker.give(order{Type: doEnd, Party: party}) //nolint:errcheck // a worker that cannot be told speaks for itself
			return nil
		}
	}
}

// give tells the worker the next piece once it is not too far behind, and reports whether it could be told.
func (f *feeder) give(ctx context.Context, worker *orders, pcm []byte) bool {
	select {
	case f.owed <- struct{}{}:
		return worker.give(order{Type: doAudio, Party: f.track.Party, PCM: pcm}) == nil
	case <-ctx.Done():
		return false
	}
}

// took notes that the worker has taken one audio line, and reports whether there was one to take.
func (f *feeder) took(frames int64) bool {
	select {
	case <-f.owed:
		f.frames += frames
		return true
	default:
		return false
	}
}

// done reports whether everything was told.
func (f *feeder) done() bool {
	select {
	case <-f.fed:
		return true
	default:
		return false
	}
}

// waits reports whether the worker has something to answer.
func (f *feeder) waits() bool { return len(f.owed) > 0 || f.done() && !f.heard }

// orders writes what the worker is told, for several goroutines.
type orders struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *orders) give(what order) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return writeLine(o.w, what)
}
