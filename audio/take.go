package audio

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/call"
)

// tick is how often the writer looks at the rings.
const tick = 50 * time.Millisecond

// TakeOptions say what to capture, and where to.
type TakeOptions struct {
	Rate    int                   // frames per second of the recording: 16000 or 48000
	Sources map[call.Party]Source // a missing party is recorded as silence, and the verdict says so
	File    File                  // empty; the take owns it from now on and closes it
	Now     func() time.Time      // nil: time.Now. It is also called on the sources' threads
	Log     *slog.Logger          // nil: none
}

// Result is what a take became.
type Result struct {
	Audio   call.Audio // File is left empty
	Capture call.Capture
}

// Take is a capture in progress.
type Take struct {
	now     func() time.Time
	log     *slog.Logger
	file    File
	sources [2]Source // those that started
	writer  *writer
	began   time.Time
	off     atomic.Bool // off the record

	orders  chan order
	quit    chan time.Duration
	stopped sync.Once
	done    chan struct{}
	result  Result // after done
	err     error
}

// order is a wish of the user with its moment.
type order struct {
	pause bool
	at    time.Duration
}

// StartTake starts the sources and one goroutine, which Stop joins. If one source cannot start, the other goes on and
// the reason stands in the capture's gaps; if none can, the error wraps ErrNoSource and the reasons. With an error the
// file is closed.
func StartTake(opt TakeOptions) (*Take, error) {
	t := &Take{
		now: opt.Now, log: opt.Log, file: opt.File,
		orders: make(chan order, 16), quit: make(chan time.Duration, 1), done: make(chan struct{}),
	}
	if t.now == nil {
		t.now = time.Now
	}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	out, err := newFLACWriter(opt.File, opt.Rate)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start take: %w", err), opt.File.Close())
	}
	lanes, err := t.startSources(opt)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start take: %w", err), opt.File.Close())
	}
	t.writer = newWriter(out, opt.Rate, lanes)
	t.off.Store(false)
	go t.run()
	return t, nil
}

// startSources starts what can be started. The take begins when all have, so that no side is behind from the start.
func (t *Take) startSources(opt TakeOptions) (lanes [2]*lane, err error) {
	t.off.Store(true)
	t.began = t.now()
	var reasons []error
	for i, party := range call.Parties {
		source := opt.Sources[party]
		in := newIntake(opt.Rate, t.clock, &t.off)
		if reason := startSource(source, opt.Rate, in); reason != nil {
			t.log.Warn("source not started", "party", party, "reason", reason)
			reasons = append(reasons, fmt.Errorf("%s: %w", sideName(party), reason))
			lanes[i] = newLane(nil, opt.Rate, reason.Error())
			continue
		}
		t.sources[i] = source
		lanes[i] = newLane(in, opt.Rate, causeStall)
	}
	if len(reasons) == len(lanes) {
		return lanes, fmt.Errorf("%w: %w", ErrNoSource, errors.Join(reasons...))
	}
	t.began = t.now()
	return lanes, nil
}

var errNoDevice = errors.New(causeMissing)

// startSource gives the reason why a source does not take part, or nil.
func startSource(source Source, rate int, in *intake) error {
	if source == nil {
		return errNoDevice
	}
	if source.Rate() != rate {
		return fmt.Errorf("device runs at %d frames per second instead of %d", source.Rate(), rate)
	}
	return source.Start(in.deliver)
}

// clock gives the time since the take began.
func (t *Take) clock() time.Duration { return t.now().Sub(t.began) }

// Pause goes off the record: what sounds from this moment on is not captured, until Resume.
func (t *Take) Pause() {
	t.off.Store(true)
	t.send(order{pause: true, at: t.clock()})
}

// Resume goes back on the record.
func (t *Take) Resume() { t.send(order{at: t.clock()}) }

// send hands an order to the writer, unless the take has ended.
func (t *Take) send(o order) {
	select {
	case t.orders <- o:
	case <-t.done:
	}
}

// Levels gives the newest levels without waiting; ask about 20 times a second.
func (t *Take) Levels() Levels { return *t.writer.levels.Load() }

// Done is closed when the take has ended, be it by itself: the disk is full, say. Stop then gives the reason.
func (t *Take) Done() <-chan struct{} { return t.done }

// Stop ends the take: it drains the sources and finishes, syncs and closes the file. With an error, what is on
// disk can be salvaged; the result is what was written until then. It may be called again and gives the same.
func (t *Take) Stop() (Result, error) {
	t.stopped.Do(func() { t.quit <- t.clock() })
	<-t.done
	return t.result, t.err
}

// run is the take's goroutine.
func (t *Take) run() {
	defer close(t.done)
	at, err := t.record()
	t.stopSources()
	if err == nil {
		err = t.complete(at)
	}
	if err != nil {
		t.log.Error("take broken off", "reason", err)
		t.breakOff(at)
	}
	if closeErr := t.file.Close(); closeErr != nil {
		err = errors.Join(err, fmt.Errorf("close recording: %w", closeErr))
	}
	t.result = Result{Audio: t.writer.out.audio(), Capture: t.writer.capture(t.sources)}
	t.err = err
}

// record writes until the user stops the take, or writing fails, and gives the moment.
func (t *Take) record() (time.Duration, error) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		var err error
		select {
		case at := <-t.quit:
			return at, t.obeyRest()
		case o := <-t.orders:
			err = t.obey(o)
		case <-ticker.C:
			err = t.writer.step(t.clock())
		}
		if err != nil {
			return t.clock(), err
		}
	}
}

// obey carries out an order.
func (t *Take) obey(o order) error {
	if o.pause {
		t.off.Store(true)
		return t.writer.pause(o.at)
	}
	t.writer.resume(t.clock())
	t.off.Store(len(t.orders) > 0) // the next order would be another pause
	return nil
}

// obeyRest carries out the orders given before the take was stopped.
func (t *Take) obeyRest() error {
	for len(t.orders) > 0 {
		if err := t.obey(<-t.orders); err != nil {
			return err
		}
	}
	return nil
}

// stopSources stops what runs. A device that cannot be stopped properly has still delivered what it did, so that is
// only logged.
func (t *Take) stopSources() {
	for i, source := range t.sources {
		if source == nil {
			continue
		}
		if err := source.Stop(); err != nil {
			t.log.Warn("source not stopped", "party", call.Parties[i], "reason", err)
		}
	}
}

// complete writes what is left and finishes the file.
func (t *Take) complete(at time.Duration) error {
	t.writer.endPause(at)
	if err := t.writer.end(at); err != nil {
		return err
	}
	t.writer.publish()
	return t.writer.out.finish()
}

// breakOff makes the file whole as far as it goes. Whether that works on a broken disk does not change why the take
// ended: Salvage does the same later.
func (t *Take) breakOff(at time.Duration) {
	t.writer.breakOff(at)
	if err := t.writer.out.abandon(); err != nil {
		t.log.Warn("recording not mended", "reason", err)
	}
}
