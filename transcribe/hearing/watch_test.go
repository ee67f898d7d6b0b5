package hearing

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// silent is a call that tells of no step. It can be stopped.
type silent struct{ stopped atomic.Bool }

func (*silent) Beats() int64 { return 0 }
func (s *silent) Stop()      { s.stopped.Store(true) }

// A call that computes is alive although it says nothing, and one that waits is not.
func TestComputingIsASignOfLife(t *testing.T) {
	var signs atomic.Int64
	alive := func() { signs.Add(1) }
	compute := func() {
		for began := time.Now(); signs.Load() < 2 && time.Since(began) < time.Minute; {
		}
	}
	if err := Watch(t.Context(), &silent{}, alive, compute); err != nil || signs.Load() < 2 {
		t.Errorf("computing gave %d signs, error %v", signs.Load(), err)
	}
	signs.Store(0)
	if err := Watch(t.Context(), &silent{}, alive, func() { time.Sleep(time.Second) }); err != nil || signs.Load() > 1 {
		t.Errorf("waiting gave %d signs, error %v", signs.Load(), err)
	}
}

// However much it computes, a call that tells of no step is not believed for ever.
func TestPatienceEnds(t *testing.T) {
	h := newHeadway(&silent{})
	h.step -= patience
	h.spent -= time.Second
	if h.made() {
		t.Error("it still counts as headway")
	}
}

func TestWatchStopsTheCall(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	call := &silent{}
	err := Watch(ctx, call, func() {}, func() {
		cancel()
		for !call.stopped.Load() {
			time.Sleep(time.Millisecond)
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
