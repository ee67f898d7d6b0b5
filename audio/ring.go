package audio

import (
	"math/bits"
	"sync/atomic"
)

// ring hands samples from one goroutine or thread to one other without locks. The writer owns head, the reader tail;
// both only grow.
type ring struct {
	buf  []int16
	mask uint64
	head atomic.Uint64
	tail atomic.Uint64
}

// newRing makes a ring that holds at least the given number of samples.
func newRing(atLeast int) *ring {
	size := 1 << bits.Len(uint(max(atLeast, 2)-1))
	return &ring{buf: make([]int16, size), mask: uint64(size - 1)}
}

// space gives how many samples fit in.
func (r *ring) space() int { return len(r.buf) - r.len() }

// len gives how many samples lie in the ring.
func (r *ring) len() int { return int(r.head.Load() - r.tail.Load()) }

// write copies in as many samples as fit and gives their number.
func (r *ring) write(samples []int16) int {
	n := min(len(samples), r.space())
	head := r.head.Load()
	at := int(head & r.mask)
	first := copy(r.buf[at:], samples[:n])
	copy(r.buf, samples[first:n])
	r.head.Store(head + uint64(n))
	return n
}

// read copies out as many samples as there are and gives their number.
func (r *ring) read(samples []int16) int {
	n := min(len(samples), r.len())
	tail := r.tail.Load()
	at := int(tail & r.mask)
	first := copy(samples[:n], r.buf[at:])
	copy(samples[first:n], r.buf)
	r.tail.Store(tail + uint64(n))
	return n
}

// skipTo drops what lies before a position that the writer has reached. Only the reader may call it.
func (r *ring) skipTo(position uint64) {
	if r.tail.Load() < position {
		r.tail.Store(position)
	}
}
