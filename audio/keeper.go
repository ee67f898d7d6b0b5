package audio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	firstPause = 100 * time.Millisecond // before another attempt to open a device
	lastPause  = 2 * time.Second
)

// Renew gives a party another source while a take runs. last is the device the party has, or had; lost says that it
// delivers nothing. A nil source without an error means that the party is best served by the one it has; gone says that
// the last device is no longer there. Renew may take seconds, and is never called twice at a time for a party.
type Renew func(party call.Party, last Device, lost bool) (next Source, gone bool, err error)

// delivery is a started source with what it delivers into.
type delivery struct {
	source  Source
	device  Device
	rate    int
	in      *intake
	convert *resampler
	cause   cause         // why the one before was replaced; empty when it was not lost
	taken   chan struct{} // closed when the lane has taken it over
}

// keeper keeps a party supplied with a source: it opens, replaces and stops them on a goroutine of its own, because any
// of that can take seconds.
type keeper struct {
	party call.Party
	take  *Take
	renew Renew // nil: the source the take began with is the only one
	log   *slog.Logger

	asked  chan struct{} // to look whether another source serves the party better
	lost   atomic.Bool   // the present source delivers nothing
	fresh  chan delivery
	source Source // that runs; nil for none. The keeper's goroutine alone, once it runs
	device Device
	why    cause          // the source is to be replaced, as far as it is known
	stops  sync.WaitGroup // sources that are being stopped
}

func newKeeper(t *Take, party call.Party, renew Renew) *keeper {
	return &keeper{
		party: party, take: t, renew: renew, log: t.log.With("party", party),
		asked: make(chan struct{}, 1), fresh: make(chan delivery),
	}
}

// start starts a source and gives what it delivers into.
func (k *keeper) start(source Source) (delivery, error) {
	if source == nil {
		return delivery{}, errNoDevice
	}
	d := delivery{source: source, in: newIntake(k.take.clock, &k.take.off), taken: make(chan struct{})}
	if err := source.Start(d.in.deliver); err != nil {
		return delivery{}, err
	}
	d.device, d.rate = source.Device(), source.Rate()
	if d.rate < minRate || d.rate > maxRate {
		err := fmt.Errorf("device runs at %d frames per second", d.rate)
		return delivery{}, errors.Join(err, source.Stop())
	}
	d.convert = newResampler(d.rate, k.take.rate)
	return d, nil
}

// look has the keeper see to its source, unless it was told to already. It does not wait.
func (k *keeper) look() {
	select {
	case k.asked <- struct{}{}:
	default:
	}
}

// miss tells whether the source delivers nothing. It wakes the keeper once: from then on the keeper tries again by itself.
func (k *keeper) miss(lost bool) {
	if before := k.lost.Swap(lost); lost && !before {
		k.look()
	}
}

// run is the keeper's goroutine, until ctx is done; then it stops what runs.
func (k *keeper) run(ctx context.Context) {
	defer k.stops.Wait()
	for {
		select {
		case <-ctx.Done():
			k.stop(k.source)
			return
		case <-k.asked:
			if k.renew != nil {
				k.replace(ctx)
			}
		}
	}
}

// replace looks for another source until it has one, if the present one is lost; else once.
func (k *keeper) replace(ctx context.Context) {
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, lastPause) {
		lost := k.lost.Load()
		d, err := k.open(lost)
		if err == nil && d.source != nil {
			d.cause, k.why = k.why, ""
			k.hand(ctx, d)
			return
		}
		if err != nil {
			k.log.Warn("source not renewed", "lost", lost, "reason", err)
		} else {
			k.why = ""
		}
		if !lost {
			return
		}
		k.rest(ctx, pause)
	}
}

// open opens what serves the party best, unless that is what it has, and notes why.
func (k *keeper) open(lost bool) (delivery, error) {
	source, gone, err := k.renew(k.party, k.device, lost)
	switch {
	case errors.Is(err, ErrNoServer):
		k.why = causeServer
	case gone && causeGone.outweighs(k.why):
		k.why = causeGone
	}
	if err != nil || source == nil {
		return delivery{}, err
	}
	return k.start(source)
}

// hand gives a source to the take, and stops the one before once the take has what it delivered.
func (k *keeper) hand(ctx context.Context, d delivery) {
	select {
	case k.fresh <- d:
		<-d.taken
		k.log.Info("source renewed", "device", d.device.ID, "rate", d.rate)
		k.stopSoon(k.source)
		k.source, k.device = d.source, d.device
	case <-ctx.Done():
		k.stop(d.source)
	}
}

// rest waits for a while, or until somebody asks again.
func (k *keeper) rest(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-k.asked:
	case <-ctx.Done():
	}
}

// stopSoon stops a source without waiting for it: one whose server died can take seconds.
func (k *keeper) stopSoon(source Source) {
	if source != nil {
		k.stops.Go(func() { k.stop(source) })
	}
}

// stop stops a source. One that cannot be stopped properly has still delivered what it did, so that is only logged.
func (k *keeper) stop(source Source) {
	if source == nil {
		return
	}
	if err := source.Stop(); err != nil {
		k.log.Warn("source not stopped", "reason", err)
	}
}
