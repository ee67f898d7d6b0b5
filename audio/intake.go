package audio

import (
	"math"
	"sync/atomic"
	"time"
)

// ringFrames is what lies between a source and the writer at most: eight seconds at 96 kHz, and more at lower rates. A
// disk may hold up the writer that long without loss.
const ringFrames = 8 * 96000

// intake is what a source's thread touches: it copies frames, counts them and looks at the clock, nothing else.
type intake struct {
	ring  *captureRing
	marks markRing
	clock func() time.Duration // since the take began
	off   *atomic.Bool         // off the record: frames are neither kept nor counted

	frames int64        // delivered so far, lost ones included; the source's thread alone
	newest atomic.Int64 // when it last delivered
}

func newIntake(clock func() time.Duration, off *atomic.Bool) *intake {
	return &intake{ring: newCaptureRing(ringFrames), clock: clock, off: off}
}

// deliver is given to the source.
func (in *intake) deliver(frames []int16) {
	if in.off.Load() || len(frames) == 0 {
		return
	}
	now := in.clock()
	in.ring.push(frames)
	in.frames += int64(len(frames))
	in.marks.push(mark{end: in.frames, at: now})
	in.newest.Store(int64(now))
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
