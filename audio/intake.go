package audio

import (
	"math"
	"sync/atomic"
	"time"
)

const (
	ringTime = 8 * time.Second // a disk may hold up the writer that long without loss
	unknown  = math.MaxInt64   // no estimate yet
)

// intake is what a source's thread touches: it copies frames, counts them and looks at the clock, nothing else.
type intake struct {
	ring  *captureRing
	rate  int64
	clock func() time.Duration // since the take began
	off   *atomic.Bool         // off the record: frames are neither kept nor counted

	frames int64        // delivered so far, lost ones included; the source's thread alone
	newest atomic.Int64 // when it last delivered
	// origin is the earliest moment frame 0 can have been captured at, judged by the deliveries since the writer last
	// took it away: the least of (now - frames/rate). A delivery may be late, but never early.
	origin atomic.Int64
}

func newIntake(rate int, clock func() time.Duration, off *atomic.Bool) *intake {
	in := &intake{
		ring:  newCaptureRing(int(ringTime.Seconds() * float64(rate))),
		rate:  int64(rate),
		clock: clock,
		off:   off,
	}
	in.origin.Store(unknown)
	return in
}

// deliver is given to the source.
func (in *intake) deliver(frames []int16) {
	if in.off.Load() || len(frames) == 0 {
		return
	}
	now := int64(in.clock())
	in.ring.push(frames)
	in.frames += int64(len(frames))
	estimate := now - spanOf(in.frames, in.rate)
	for {
		old := in.origin.Load()
		if old <= estimate || in.origin.CompareAndSwap(old, estimate) {
			break
		}
	}
	in.newest.Store(now)
}

// takeOrigin gives the estimate and begins a new one. False: nothing was delivered since.
func (in *intake) takeOrigin() (time.Duration, bool) {
	v := in.origin.Swap(unknown)
	return time.Duration(v), v != unknown
}

// spanOf gives the nanoseconds that frames last, without overflow for years.
func spanOf(frames, rate int64) int64 {
	return frames/rate*int64(time.Second) + frames%rate*int64(time.Second)/rate
}

// framesIn gives the frames in a span, to the nearest.
func framesIn(d time.Duration, rate int64) int64 {
	whole, part := int64(d/time.Second), int64(d%time.Second)
	return whole*rate + int64(math.Round(float64(part)*float64(rate)/float64(time.Second)))
}
