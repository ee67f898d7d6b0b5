package audio

import (
	"sync/atomic"
	"time"
)

// mark says how many frames a source had delivered, lost ones included, at a moment. A delivery may be late, but never
// early: so many marks together tell when frames were captured.
type mark struct {
	end int64
	at  time.Duration
}

// markRing hands marks from a source's thread to the writer without locks. When it is full, marks are left out: each
// stands for all frames before it.
type markRing struct {
	buf        [2048]mark // 50 s of deliveries of 25 ms
	head, tail atomic.Uint64
}

func (r *markRing) push(m mark) {
	head := r.head.Load()
	if head-r.tail.Load() == uint64(len(r.buf)) {
		return
	}
	r.buf[head%uint64(len(r.buf))] = m
	r.head.Store(head + 1)
}

// len gives how many marks lie in the ring. It is for the writer, as are the methods that follow.
func (r *markRing) len() int { return int(r.head.Load() - r.tail.Load()) }

// peek gives the i-th mark that lies in the ring; i is less than len.
func (r *markRing) peek(i int) mark { return r.buf[(r.tail.Load()+uint64(i))%uint64(len(r.buf))] }

// skip takes the first mark out.
func (r *markRing) skip() { r.tail.Add(1) }

// clear takes all marks out.
func (r *markRing) clear() { r.tail.Store(r.head.Load()) }
