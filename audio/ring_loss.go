package audio

import "sync/atomic"

// captureRing is a ring that knows exactly what did not fit: a source delivers on a thread that must never wait, so
// frames that find the ring full are counted instead of kept.
type captureRing struct {
	*ring
	lost     [64]loss // a ring of its own, so that each loss keeps its place among the frames
	lostHead atomic.Uint32
	lostTail atomic.Uint32
	losing   atomic.Int64 // frames lost since the newest entry of lost; written by the source's thread alone
}

// loss is a number of frames missing before a position in the ring.
type loss struct {
	at     uint64
	frames int64
}

func newCaptureRing(frames int) *captureRing { return &captureRing{ring: newRing(frames)} }

// push takes frames, or counts them. After a loss it waits for an eighth of the ring to be free: many small losses
// would be worse than one.
func (r *captureRing) push(frames []int16) {
	if r.losing.Load() > 0 && !r.resume() {
		r.losing.Add(int64(len(frames)))
		return
	}
	if n := r.write(frames); n < len(frames) {
		r.losing.Add(int64(len(frames) - n))
	}
}

// resume notes the loss that has come to an end and reports whether it has.
func (r *captureRing) resume() bool {
	head := r.lostHead.Load()
	if r.space() < len(r.buf)/8 || head-r.lostTail.Load() == uint32(len(r.lost)) {
		return false
	}
	r.lost[head%uint32(len(r.lost))] = loss{at: r.head.Load(), frames: r.losing.Load()}
	r.lostHead.Store(head + 1)
	r.losing.Store(0)
	return true
}

// pull gives the next stretch: frames copied into buf, or a number of lost frames, or neither when there is nothing.
func (r *captureRing) pull(buf []int16) (n int, lost int64) {
	head := r.head.Load() // before looking for losses: one noted later lies behind it
	if tail := r.lostTail.Load(); tail != r.lostHead.Load() {
		next := r.lost[tail%uint32(len(r.lost))]
		if next.at == r.tail.Load() {
			r.lostTail.Store(tail + 1)
			return 0, next.frames
		}
		head = min(head, next.at)
	}
	return r.read(buf[:min(uint64(len(buf)), head-r.tail.Load())]), 0
}

// rest gives the frames lost at the very end. Only when the source delivers nothing any more.
func (r *captureRing) rest() int64 { return r.losing.Swap(0) }

// drop forgets all that lies in the ring and gives the frames that were, lost ones included.
func (r *captureRing) drop() int64 {
	dropped := r.rest()
	for tail := r.lostTail.Load(); tail != r.lostHead.Load(); tail++ {
		dropped += r.lost[tail%uint32(len(r.lost))].frames
		r.lostTail.Store(tail + 1)
	}
	dropped += int64(r.len())
	r.skipTo(r.head.Load())
	return dropped
}
