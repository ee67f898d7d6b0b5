package transcribe

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	// grace is how long an engine may take to stop when the parent has gone away.
	grace = 2 * time.Second
	// pulse is the shortest time between two progress lines.
	pulse = 250 * time.Millisecond
)

// Serve is the worker's side of the protocol: it answers orders from in on out until in ends, and lets engine do the
// work. It gives nil when all work that was asked for is done, ErrAbandoned when in ended before, and otherwise what
// went wrong, which the parent has been told too.
//
// The caller ends the process when Serve returns: an engine that does not stop within two seconds of its parent's
// going away is left running.
func Serve(ctx context.Context, in io.Reader, out io.Writer, engine Engine) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s := &server{out: out, engine: engine, orders: make(chan order), worked: make(chan struct{})}
	inputEnded := make(chan struct{})
	go func() { // ends with in, for which every way out of Serve waits
		defer close(inputEnded)
		s.listen(ctx, in, cancel)
	}()
	var result error
	go func() {
		defer close(s.worked)
		result = s.work(ctx)
	}()
	select {
	case <-s.worked:
		<-inputEnded
	case <-inputEnded:
		cancel(s.broken)
		select {
		case <-s.worked:
		case <-time.After(grace):
			return ErrAbandoned
		}
	}
	if errors.Is(result, context.Canceled) {
		return ErrAbandoned
	}
	return result
}

// server is the state of one Serve.
type server struct {
	out    io.Writer
	engine Engine
	orders chan order
	broken error         // why the input could not be read on; set before orders is closed and work is cancelled
	worked chan struct{} // closed when work has returned
	last   time.Time     // of the last progress line
}

// listen hands on orders until in ends. A cancel takes effect at once, whatever the engine does.
func (s *server) listen(ctx context.Context, in io.Reader, cancel context.CancelCauseFunc) {
	defer close(s.orders)
	lines := newLines(in)
	for {
		var o order
		err := readLine(lines, &o)
		switch {
		case err != nil:
			s.broken = err
			return
		case o.Type == doCancel:
			cancel(nil)
			continue
		}
		select {
		case s.orders <- o:
		case <-s.worked: // only the end of in matters any more
		case <-ctx.Done():
		}
	}
}

// work does what is asked for and tells the parent how it went.
func (s *server) work(ctx context.Context) error {
	err := s.follow(ctx)
	if errors.Is(err, context.Canceled) {
		err = context.Cause(ctx) // input that cannot be understood ends the work as its end does, but is told
	}
	switch {
	case err == nil:
		return writeLine(s.out, report{Type: sayDone})
	case errors.Is(err, context.Canceled), errors.Is(err, io.EOF):
		return context.Canceled
	default:
		return errors.Join(err, writeLine(s.out, report{Type: sayError, Kind: kindOf(err), Text: err.Error()}))
	}
}

// follow goes through the protocol up to the order to finish.
func (s *server) follow(ctx context.Context) error {
	if err := writeLine(s.out, report{Type: sayReady, Version: protocolVersion, Engine: s.engine.Name()}); err != nil {
		return err
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	defer s.engine.Close()
	for {
		o, err := s.next(ctx, doTrack, doFinish)
		if err != nil {
			return err
		}
		if o.Type == doFinish {
			return nil
		}
		if err := s.track(ctx, o.Party); err != nil {
			return err
		}
	}
}

// next waits for an order of one of the given types.
func (s *server) next(ctx context.Context, types ...string) (order, error) {
	select {
	case <-ctx.Done():
		return order{}, ctx.Err()
	case o, ok := <-s.orders:
		if !ok {
			return order{}, s.broken
		}
		for _, t := range types {
			if o.Type == t {
				return o, nil
			}
		}
		return order{}, fmt.Errorf("%w: the order %.20q at the wrong time", ErrWorkerGarbled, o.Type)
	}
}

func (s *server) load(ctx context.Context) error {
	o, err := s.next(ctx, doLoad)
	if err != nil {
		return err
	}
	if o.Version != protocolVersion {
		return fmt.Errorf("%w: the parent speaks version %d of the protocol", ErrWorkerGarbled, o.Version)
	}
	setup := Setup{ModelPath: o.Model, VADPath: o.VAD, Language: o.Language, Threads: o.Threads}
	if err := s.engine.Load(ctx, setup, func() { s.progress(0) }); err != nil {
		s.engine.Close()
		return err
	}
	return writeLine(s.out, report{Type: sayLoaded})
}

func (s *server) track(ctx context.Context, party call.Party) error {
	pcm, err := s.gather(ctx)
	if err != nil {
		return err
	}
	var failed error
	heard, err := s.engine.Transcribe(ctx, pcm, Listener{
		Progress: s.progress,
		Segment: func(found call.Segment) {
			found.Party = party
			failed = errors.Join(failed, writeLine(s.out, report{Type: saySegment, Party: party, Segment: &found}))
		},
	})
	if err := errors.Join(err, failed); err != nil {
		return err
	}
	return writeLine(s.out, report{Type: sayHeard, Party: party, Speech: heard.Speech, Language: heard.Language})
}

// gather collects the sound of one track.
func (s *server) gather(ctx context.Context) ([]int16, error) {
	var pcm []int16
	for {
		o, err := s.next(ctx, doAudio, doEnd)
		if err != nil || o.Type == doEnd {
			return pcm, err
		}
		if len(o.PCM)%2 != 0 {
			return nil, fmt.Errorf("%w: half a frame", ErrWorkerGarbled)
		}
		for i := 0; i < len(o.PCM); i += 2 {
			pcm = append(pcm, int16(binary.LittleEndian.Uint16(o.PCM[i:])))
		}
		s.progress(0)
	}
}

// progress is a sign of life. When it cannot be written, neither can the next line that matters.
func (s *server) progress(fraction float64) {
	if now := time.Now(); now.Sub(s.last) >= pulse {
		s.last = now
		if err := writeLine(s.out, report{Type: sayProgress, Fraction: min(max(fraction, 0), 1)}); err != nil {
			s.last = now.Add(time.Hour) // the parent is gone; the end of in will say so
		}
	}
}
