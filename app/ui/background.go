package ui

import (
	"context"
	"errors"
	"sync"
)

// background runs what may block away from the window's thread, and comes back to it with the outcome.
type background struct {
	post   func(func()) // runs a function on the window's thread
	failed func(error)  // shows an error to the user; runs on the window's thread
	ctx    context.Context
	stop   context.CancelFunc
	work   sync.WaitGroup
}

func newBackground(post func(func()), failed func(error)) *background {
	b := &background{post: post, failed: failed}
	b.ctx, b.stop = context.WithCancel(context.Background())
	return b
}

// do starts work. When it is done and all went well then runs on the window's thread; then may be nil. An error is
// shown, unless the work was only broken off.
func (b *background) do(work func(ctx context.Context) error, then func()) {
	b.work.Go(func() {
		err := work(b.ctx)
		if b.ctx.Err() != nil {
			return
		}
		b.post(func() {
			switch {
			case b.ctx.Err() != nil || errors.Is(err, context.Canceled):
			case err != nil:
				b.failed(err)
			case then != nil:
				then()
			}
		})
	})
}

// close breaks all work off and waits for it.
func (b *background) close() {
	b.stop()
	b.work.Wait()
}
