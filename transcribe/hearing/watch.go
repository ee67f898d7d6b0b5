package hearing

import (
	"context"
	"time"
)

// Pulse is the pulse of a call into a library.
type Pulse interface {
	Beats() int64 // so many steps were made
	Stop()        // asks for the end of the call
}

const (
	glance   = 250 * time.Millisecond
	effort   = glance / 5       // processor time that counts as headway,
	patience = 10 * time.Minute // but not more of it than that without a step
)

// Watch runs a call into a library. While its beats go on, or it uses the processor, it calls alive; when ctx ends it stops
// the call, waits for it, and gives the context's error. Libraries tell of no step while they encode a window, which takes a
// large model a minute on a busy machine.
func Watch(ctx context.Context, p Pulse, alive func(), run func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() { // joined below, before Watch returns
		defer close(done)
		run()
	}()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	cancelled := ctx.Done()
	headway := newHeadway(p)
	for {
		select {
		case <-done:
			return ctx.Err()
		case <-cancelled:
			p.Stop()
			cancelled = nil
		case <-tick.C:
			if headway.made() {
				alive()
			}
		}
	}
}

// headway tells whether a call goes on.
type headway struct {
	pulse Pulse
	beats int64         // that were seen
	step  time.Duration // processor time when they were
	spent time.Duration // that was seen
}

func newHeadway(p Pulse) *headway {
	now := processor()
	return &headway{p, p.Beats(), now, now}
}

// made reports whether there was any since it was last asked.
func (h *headway) made() bool {
	beats, spent := h.pulse.Beats(), processor()
	switch {
	case beats != h.beats:
		h.beats, h.step, h.spent = beats, spent, spent
		return true
	case spent-h.spent >= effort && spent-h.step < patience:
		h.spent = spent
		return true
	default:
		return false
	}
}
