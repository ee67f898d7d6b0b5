package device

import (
	"sync/atomic"
	"time"
)

// gate lets an audio thread through until it is closed, without ever making that thread wait. Only one thread at a
// time goes through. The zero gate is open.
type gate struct {
	closed atomic.Bool
	inside atomic.Bool
}

// enter reports whether the thread may go on; if so it says leave afterwards.
func (g *gate) enter() bool {
	g.inside.Store(true)
	if g.closed.Load() {
		g.inside.Store(false)
		return false
	}
	return true
}

func (g *gate) leave() { g.inside.Store(false) }

// close waits until nobody is inside and lets nobody in again.
func (g *gate) close() {
	g.closed.Store(true)
	for g.inside.Load() {
		time.Sleep(100 * time.Microsecond)
	}
}
