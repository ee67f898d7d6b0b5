package app

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/onrecord/onrecord/call"
)

func TestFeedsGetEveryEventInOrder(t *testing.T) {
	var h hub
	early, late := h.subscribe(), (*Feed)(nil)
	h.send(CallSaved{"a"})
	late = h.subscribe()
	h.send(CallChanged{"b"})
	early.Close()
	h.send(CallSaved{"c"})

	ctx, cancel := context.WithCancel(t.Context())
	for _, want := range []Event{CallSaved{"a"}, CallChanged{"b"}} {
		if got, ok := early.Next(ctx); !ok || got != want {
			t.Errorf("early feed got %v, wants %v", got, want)
		}
	}
	for _, want := range []Event{CallChanged{"b"}, CallSaved{"c"}} {
		if got, ok := late.Next(ctx); !ok || got != want {
			t.Errorf("late feed got %v, wants %v", got, want)
		}
	}
	cancel()
	if got, ok := early.Next(ctx); ok {
		t.Errorf("a closed feed got %v", got)
	}
}

func TestFeedWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h hub
		feed := h.subscribe()
		got := make(chan Event)
		go func() {
			event, _ := feed.Next(t.Context())
			got <- event
		}()
		synctest.Wait() // the reader is waiting now
		h.send(CallSaved{call.ID("x")})
		if event := <-got; event != (CallSaved{"x"}) {
			t.Errorf("got %v", event)
		}
	})
}
