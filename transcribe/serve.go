package transcribe

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	// grace is how long an engine may take to stop when the parent has gone away.
	grace = 2 * time.Second
	// pulse is the shortest time between two signs of life.
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
	s := &server{out: out, engine: engine, orders: make(chan order, 2*(ahead+2)), tracks: map[call.Party]Hearing{}, known: map[call.Party][]Window{}, worked: make(chan struct{})}
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
	engine Engine
	orders chan order
	broken error                  // why the input could not be read on; set before orders is closed and work is cancelled
	worked chan struct{}          // closed when work has returned
	tracks map[call.Party]Hearing // that are under way; nil while their known windows are told
	known  map[call.Party][]Window
	live   bool // the parent wants guesses

	mu     sync.Mutex // hearings speak from several goroutines
	out    io.Writer
	failed error     // to be written
	last   time.Time // of the last sign of life
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
		return s.say(report{Type: sayDone})
	case errors.Is(err, context.Canceled), errors.Is(err, io.EOF):
		return context.Canceled
	default:
		return errors.Join(err, s.say(report{Type: sayError, Kind: kindOf(err), Text: err.Error()}))
	}
}

// follow goes through the protocol up to the order to finish.
func (s *server) follow(ctx context.Context) error {
	if err := s.say(report{Type: sayReady, Version: protocolVersion}); err != nil {
		return err
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	defer s.engine.Close()
	ctx, breakOff := context.WithCancel(ctx)
	defer func() {
		breakOff()
		for _, hearing := range s.tracks {
			if hearing != nil {
				hearing.End(ctx) //nolint:errcheck // it was broken off, and its reason is known
			}
		}
	}()
	for {
		if s.live && len(s.orders) == 0 { // nothing is late, so there is time
			if err := s.guess(ctx); err != nil {
				return err
			}
		}
		o, err := s.next(ctx, doMeasure, doTrack, doKnown, doAudio, doEnd, doFinish)
		if err != nil {
			return err
		}
		if o.Type == doFinish && len(s.tracks) == 0 {
			return nil
		}
		if o.Type == doMeasure {
			err = s.measure(ctx)
		} else {
			err = s.obey(ctx, o)
		}
		if err != nil {
			return err
		}
	}
}

// measure tells the parent what the engine's work costs.
func (s *server) measure(ctx context.Context) error {
	engine, ok := s.engine.(Measurer)
	if !ok || len(s.tracks) > 0 {
		return wrongTime(order{Type: doMeasure})
	}
	cost, err := engine.Measure(ctx, s.alive)
	if err != nil {
		return err
	}
	return s.say(report{Type: sayCost, Cost: &cost})
}

// obey does what is ordered for a track.
func (s *server) obey(ctx context.Context, o order) error {
	hearing, begun := s.tracks[o.Party]
	switch {
	case o.Type == doTrack && !begun:
		s.tracks[o.Party] = nil
		return nil
	case o.Type == doKnown && begun && hearing == nil && o.Window != nil && o.Window.sound():
		s.known[o.Party] = append(s.known[o.Party], *o.Window)
		return nil
	case begun && hearing == nil:
		hearing = s.engine.Begin(s.listener(o.Party), s.known[o.Party])
		s.tracks[o.Party] = hearing
	}
	switch {
	case o.Type == doAudio && begun:
		return s.audio(ctx, hearing, o)
	case o.Type == doEnd && begun:
		heard, err := hearing.End(ctx)
		if err != nil {
			return err
		}
		delete(s.tracks, o.Party)
		return s.say(report{Type: sayHeard, Party: o.Party, Speech: heard.Speech, Language: heard.Language})
	default:
		return wrongTime(o)
	}
}

// audio lets the next sound of a track be heard.
func (s *server) audio(ctx context.Context, hearing Hearing, o order) error {
	if len(o.PCM)%2 != 0 {
		return fmt.Errorf("%w: half a frame", ErrWorkerGarbled)
	}
	pcm := make([]int16, len(o.PCM)/2)
	for i := range pcm {
		pcm[i] = int16(binary.LittleEndian.Uint16(o.PCM[2*i:]))
	}
	if err := hearing.Hear(ctx, pcm); err != nil {
		return err
	}
	return s.say(report{Type: sayTook, Party: o.Party, Frames: int64(len(pcm)), Written: hearing.Written()})
}

// guess tells the parent what the tracks under way may go on with.
func (s *server) guess(ctx context.Context) error {
	for party, hearing := range s.tracks {
		if hearing == nil {
			continue
		}
		guessed, err := hearing.Guess(ctx)
		if err != nil {
			return err
		}
		if len(guessed) == 0 {
			continue
		}
		if err := s.say(report{Type: sayGuess, Party: party, Segments: guessed}); err != nil {
			return err
		}
	}
	return nil
}

// listener tells the parent what is found in a track.
func (s *server) listener(party call.Party) Listener {
	return Listener{Alive: s.alive, Window: func(found Window) {
		found.Party = party
		s.say(report{Type: sayWindow, Party: party, Window: &found}) //nolint:errcheck // whoever speaks next gets it
	}}
}

// say tells the parent something. What could not be told once makes everything after it fail.
func (s *server) say(r report) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = writeLine(s.out, r)
	}
	return s.failed
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
		return order{}, wrongTime(o)
	}
}

func wrongTime(o order) error {
	return fmt.Errorf("%w: the order %.20q at the wrong time", ErrWorkerGarbled, o.Type)
}

func (s *server) load(ctx context.Context) error {
	o, err := s.next(ctx, doLoad)
	if err != nil {
		return err
	}
	if o.Version != protocolVersion {
		return fmt.Errorf("%w: the parent speaks version %d of the protocol", ErrWorkerGarbled, o.Version)
	}
	s.live = o.Live
	setup := Setup{
		ModelPath: o.Model, SHA256: o.SHA256, VADPath: o.VAD, Language: o.Language, Threads: o.Threads, Windows: o.Windows, People: o.People,
		Words: o.Words,
	}
	if err := s.engine.Load(ctx, setup, s.alive); err != nil {
		s.engine.Close()
		return err
	}
	return s.say(report{Type: sayLoaded, Engine: s.engine.Name(), Words: s.engine.Words()})
}

// alive is a sign of life. When it cannot be written, neither can the next line that matters.
func (s *server) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); now.Sub(s.last) >= pulse {
		s.last = now
		if err := writeLine(s.out, report{Type: sayAlive}); err != nil {
			s.last = now.Add(time.Hour) // the parent is gone; the end of in will say so
		}
	}
}
