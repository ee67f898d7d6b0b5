package audio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
)

const (
	// tick is how often the writer looks at the rings, and meters move.
	tick = 100 * time.Millisecond
	// The rates a source may have.
	minRate, maxRate = 4000, 384000
)

// TakeOptions say what to capture, and where to.
type TakeOptions struct {
	Rate    int                   // frames per second of the recording: 16000 or 48000
	Sources map[call.Party]Source // a missing party is recorded as silence until Renew gives it a source
	Renew   Renew                 // may be nil: then a source that is lost stays lost
	File    File                  // empty; the take owns it from now on and closes it
	// Clock is a steady clock that goes on while the system sleeps; nil: that of package time. It is also called on the
	// sources' threads.
	Clock  func() time.Duration
	Asleep func() time.Duration // for how long the system has slept so far; nil: it never sleeps
	Voice  *voice.Model         // tells speech from other sound; nil: nobody ever speaks
	Log    *slog.Logger         // nil: none
}

// Result is what a take became.
type Result struct {
	Audio   call.Audio // File is left empty
	Capture call.Capture
}

// Take is a capture in progress.
type Take struct {
	rate    int
	steady  func() time.Duration
	asleep  func() time.Duration
	log     *slog.Logger
	keepers [2]*keeper
	writer  *writer
	began   time.Duration // by the steady clock
	off     atomic.Bool   // off the record

	orders  chan order
	quit    chan time.Duration
	stopped sync.Once
	done    chan struct{}
	result  Result // after done
	err     error
}

// order is a wish of the user with its moment.
type order struct {
	kind wish
	at   time.Duration
	file File               // of keep
	kept chan<- keptOutcome // of keep
}

type wish int

const (
	resume wish = iota
	pause
	keep
)

type keptOutcome struct {
	lead time.Duration
	err  error
}

// StartTake starts the sources and a few goroutines, which Stop joins. If one source cannot start, the other goes on and
// the reason stands in the capture's gaps; if none can, the error wraps ErrNoSource and the reasons. With an error the
// file is closed.
func StartTake(opt TakeOptions) (*Take, error) {
	out, err := newFLACWriter(opt.File, opt.Rate)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start take: %w", err), opt.File.Close())
	}
	t, err := start(opt, out, 0)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start take: %w", err), opt.File.Close())
	}
	return t, nil
}

// Standby starts a take that has no file yet: it keeps the newest of both sides in memory, never on disk, until Keep
// makes a recording that begins with them. Stop without Keep forgets it all.
func Standby(opt TakeOptions, lead time.Duration) (*Take, error) {
	t, err := start(opt, nil, lead)
	if err != nil {
		return nil, fmt.Errorf("stand by: %w", err)
	}
	return t, nil
}

func start(opt TakeOptions, out *flacWriter, lead time.Duration) (*Take, error) {
	t := &Take{
		rate: opt.Rate, steady: opt.Clock, asleep: opt.Asleep, log: opt.Log,
		orders: make(chan order, 16), quit: make(chan time.Duration, 1), done: make(chan struct{}),
	}
	if t.steady == nil {
		began := time.Now()
		t.steady = func() time.Duration { return time.Since(began) }
	}
	if t.asleep == nil {
		t.asleep = func() time.Duration { return 0 }
	}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	lanes, err := t.startSources(opt)
	if err != nil {
		return nil, err
	}
	t.writer = newWriter(out, opt.Rate, lanes, opt.Voice)
	t.writer.lead = framesIn(lead, int64(opt.Rate))
	t.writer.slept = t.asleep()
	t.off.Store(false)
	go t.run()
	return t, nil
}

// startSources starts what can be started. The take begins when all have, so that no side is behind from the start.
func (t *Take) startSources(opt TakeOptions) (lanes [2]*lane, err error) {
	t.off.Store(true)
	var first [2]delivery
	var reasons [2]error
	var both sync.WaitGroup
	for i, party := range call.Parties {
		t.keepers[i] = newKeeper(t, party, opt.Renew)
		both.Go(func() { first[i], reasons[i] = t.keepers[i].start(opt.Sources[party]) })
	}
	both.Wait()
	if reasons[0] != nil && reasons[1] != nil {
		return lanes, fmt.Errorf("%w: %s: %w; %s: %w", ErrNoSource, Microphone, reasons[0], FarSide, reasons[1])
	}
	t.began = t.steady()
	for i, keeper := range t.keepers {
		if reasons[i] != nil {
			keeper.log.Warn("source not started", "reason", reasons[i])
			lanes[i] = newLane(opt.Rate, cause(reasons[i].Error()))
			continue
		}
		keeper.source, keeper.device = first[i].source, first[i].device
		lanes[i] = newLane(opt.Rate, "")
		lanes[i].attach(first[i], 0)
	}
	return lanes, nil
}

var errNoDevice = errors.New(string(causeMissing))

// clock gives the time since the take began.
func (t *Take) clock() time.Duration { return t.steady() - t.began }

// Pause goes off the record: what sounds from this moment on is not captured, until Resume.
func (t *Take) Pause() {
	t.off.Store(true)
	t.send(order{kind: pause, at: t.clock()})
}

// Resume goes back on the record.
func (t *Take) Resume() { t.send(order{kind: resume, at: t.clock()}) }

// Keep makes a take that stands by one that records into a file, which it owns from now on. It gives how long before
// this moment the recording begins. With an error the file is closed.
func (t *Take) Keep(file File) (lead time.Duration, err error) {
	kept := make(chan keptOutcome, 1)
	if t.send(order{kind: keep, at: t.clock(), file: file, kept: kept}) {
		select {
		case outcome := <-kept:
			return outcome.lead, outcome.err
		case <-t.done:
		}
	}
	return 0, errors.Join(ErrEnded, file.Close())
}

// Look has the take see whether each side still has the device that serves it best. It does not wait.
func (t *Take) Look() {
	for _, k := range t.keepers {
		k.look()
	}
}

// send hands an order to the writer, unless the take has ended.
func (t *Take) send(o order) bool {
	select {
	case t.orders <- o:
		return true
	case <-t.done:
		return false
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
	ctx, stop := context.WithCancel(context.Background())
	var keepers sync.WaitGroup
	for _, k := range t.keepers {
		keepers.Go(func() { k.run(ctx) })
	}
	at, err := t.record()
	stop()
	keepers.Wait()
	t.refuseRest()
	t.result, t.err = t.conclude(at, err)
}

// conclude finishes the file, if there is one.
func (t *Take) conclude(at time.Duration, err error) (Result, error) {
	if t.writer.out == nil {
		return Result{}, err
	}
	if err == nil {
		err = t.complete(at)
	}
	if err != nil {
		t.log.Error("take broken off", "reason", err)
		t.breakOff(at)
	}
	if closeErr := t.writer.out.file.Close(); closeErr != nil {
		err = errors.Join(err, fmt.Errorf("close recording: %w", closeErr))
	}
	return Result{Audio: t.writer.out.audio(), Capture: t.writer.capture()}, err
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
		case d := <-t.keepers[0].fresh:
			t.renew(0, d)
		case d := <-t.keepers[1].fresh:
			t.renew(1, d)
		case <-ticker.C:
			err = t.step(t.clock())
		}
		if err != nil {
			return t.clock(), err
		}
	}
}

// step writes what is due, and tells the keepers who is missed.
func (t *Take) step(now time.Duration) error {
	t.writer.sleep(t.asleep())
	err := t.writer.step(now)
	for i, l := range t.writer.lanes {
		t.keepers[i].miss(!t.writer.paused && l.missed(now))
	}
	return err
}

// renew lets another source go on with a side.
func (t *Take) renew(i int, d delivery) {
	now := t.clock()
	l := t.writer.lanes[i]
	l.blame(d.cause)
	l.attach(d, now)
	t.keepers[i].miss(false)
	close(d.taken)
}

// obey carries out an order.
func (t *Take) obey(o order) error {
	switch o.kind {
	case keep:
		lead, err := t.writer.keep(o.file, o.at)
		o.kept <- keptOutcome{lead, err}
		return nil
	case pause:
		t.off.Store(true)
		return t.writer.pause(o.at)
	default:
		t.writer.resume(t.clock())
		t.off.Store(len(t.orders) > 0) // the next order would be another pause
		return nil
	}
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

// refuseRest closes the files of orders that came too late.
func (t *Take) refuseRest() {
	for len(t.orders) > 0 {
		if o := <-t.orders; o.kind == keep {
			o.kept <- keptOutcome{0, errors.Join(ErrEnded, o.file.Close())}
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
