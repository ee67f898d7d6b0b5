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

// Watch runs a call into a library. While its beats go on it calls alive; when ctx ends it stops the call, waits for it, and
// gives the context's error.
func Watch(ctx context.Context, p Pulse, alive func(), run func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() { // joined below, before Watch returns
		defer close(done)
		run()
	}()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	cancelled, last := ctx.Done(), p.Beats()
	for {
		select {
		case <-done:
			return ctx.Err()
		case <-cancelled:
			p.Stop()
			cancelled = nil
		case <-tick.C:
			if now := p.Beats(); now != last {
				last = now
				alive()
			}
		}
	}
}
