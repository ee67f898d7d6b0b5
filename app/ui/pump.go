package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/app"
)

// beatEvery is how often meters and playhead move: as seldom as still looks alive, since each time costs a frame.
const beatEvery = 66 * time.Millisecond

// pump is the one goroutine that turns what the application tells into calls on the window's thread. While something
// moves in the window it also gives the beat for that.
type pump struct {
	feed   *app.Feed
	post   func(func())
	handle func(app.Event) // on the window's thread
	beat   func()          // on the window's thread

	waiting atomic.Bool   // a beat was posted and has not been drawn
	mu      sync.Mutex    // guards every, wake
	every   time.Duration // between two beats; 0: none
	wake    context.CancelFunc
	ctx     context.Context
	stop    context.CancelFunc
	done    chan struct{}
}

// startPump starts the goroutine; close joins it.
func startPump(feed *app.Feed, post func(func()), handle func(app.Event), beat func()) *pump {
	p := &pump{feed: feed, post: post, handle: handle, beat: beat, done: make(chan struct{})}
	p.ctx, p.stop = context.WithCancel(context.Background())
	go p.run()
	return p
}

func (p *pump) run() {
	defer close(p.done)
	defer p.feed.Close()
	for p.ctx.Err() == nil {
		event, ok := p.next()
		if ok {
			p.post(func() { p.whileOpen(func() { p.handle(event) }) })
		} else if p.moving() && p.waiting.CompareAndSwap(false, true) {
			p.post(func() {
				p.waiting.Store(false)
				p.whileOpen(p.beat)
			})
		}
	}
}

// next waits for an event: while something moves no longer than a beat.
func (p *pump) next() (app.Event, bool) {
	p.mu.Lock()
	patience := time.Hour
	if p.every > 0 {
		patience = p.every
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	p.wake = cancel
	p.mu.Unlock()
	return p.feed.Next(ctx)
}

// whileOpen keeps what was posted before the window closed from running after.
func (p *pump) whileOpen(do func()) {
	if p.ctx.Err() == nil {
		do()
	}
}

// setBeat says how often something moves; 0 is never.
func (p *pump) setBeat(every time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.every != every && p.wake != nil {
		p.wake()
	}
	p.every = every
}

func (p *pump) moving() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.every > 0
}

// close ends the goroutine and waits for it.
func (p *pump) close() {
	p.stop()
	<-p.done
}
