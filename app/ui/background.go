package ui

import (
	"context"
	"errors"
	"io"
	"sync"

	"fyne.io/fyne/v2"
)

// background runs what may block away from the window's thread, and comes back to it with the outcome.
type background struct {
	post   func(func()) // runs a function on the window's thread
	failed func(error)  // shows an error to the user; runs on the window's thread
	ctx    context.Context
	stop   context.CancelFunc
	work   sync.WaitGroup

	mu   sync.Mutex
	open map[io.Closer]bool // what was opened and is not closed yet
}

func newBackground(post func(func()), failed func(error)) *background {
	b := &background{post: post, failed: failed, open: map[io.Closer]bool{}}
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

// meanwhile runs something on the window's thread while work goes on.
func (b *background) meanwhile(do func()) {
	b.post(func() {
		if b.ctx.Err() == nil {
			do()
		}
	})
}

// own notes what work has opened, so that it is closed even if the window closes before it is handed over.
func (b *background) own(c io.Closer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open[c] = true
}

// shut closes in the background what own noted.
func (b *background) shut(c io.Closer) {
	b.do(func(context.Context) error { return b.shutNow(c) }, nil)
}

func (b *background) shutNow(c io.Closer) error {
	b.mu.Lock()
	open := b.open[c]
	delete(b.open, c)
	b.mu.Unlock()
	if !open {
		return nil
	}
	return c.Close()
}

// close breaks all work off, waits for it, and closes what is open.
func (b *background) close() {
	b.stop()
	b.work.Wait()
	for c := range b.open {
		if err := b.shutNow(c); err != nil {
			fyne.LogError("close what was open", err)
		}
	}
}
