package audio

import (
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	settleTime = 300 * time.Millisecond // how long deliveries are watched before frames get their place
	stallTime  = time.Second            // without a delivery, before silence stands in
	fillDelay  = 200 * time.Millisecond // silence stays so far behind the clock
	slipWindow = 2 * time.Second        // how often a flowing source is held against the clock
	slipLimit  = 100 * time.Millisecond // a step of the clock against the frames that means lost frames
	driftLimit = time.Millisecond       // most that clocks may part in one window (500 ppm)
	tailLimit  = 300 * time.Millisecond // missing at the end of a stretch, before it counts as a gap
)

// The causes of gaps.
const (
	causeStall   = "device delivers nothing"
	causeOverrun = "overrun"
	causeSlip    = "device lost frames"
	causeMissing = "no device"
)

type laneState int

const (
	waiting  laneState = iota // nothing has come since the stretch or the stall began
	settling                  // frames come; their place is being estimated
	flowing                   // frames follow one another
)

// lane lays one side's frames on the timeline of the take. Frames that come in are laid one after the other; where
// none come, silence is laid and noted as a gap.
type lane struct {
	in    *intake // nil: the side has no device
	rate  int64
	cause string // of the gap when in is nil

	state    laneState
	since    time.Duration // when the state began
	shift    time.Duration // clock minus timeline, grows with each pause
	origin   time.Duration // the clock at the side's frame 0, as laid
	drift    time.Duration // how far the device's clock has moved since: measured, not yet corrected
	checked  time.Duration // when the origin was last looked at
	consumed int64         // frames taken from the ring, lost ones included
	skip     int64         // frames still to be left out: silence stands in their place already

	laid   int64   // frames on the timeline
	queue  []int16 // the newest of them, not yet written
	gaps   []call.Gap
	open   bool // the last gap still grows
	offset time.Duration
	placed bool // the first frame has its place
	lost   int64
	buf    []int16
}

func newLane(in *intake, rate int, cause string) *lane {
	return &lane{in: in, rate: int64(rate), cause: cause, buf: make([]int16, 4096)}
}

// advance takes what has come in and fills what has not.
func (l *lane) advance(now time.Duration) {
	if l.in == nil {
		l.fill(now-fillDelay, l.cause)
		return
	}
	switch l.state {
	case waiting:
		l.await(now)
	case settling:
		if now-l.since >= settleTime {
			l.settle(now)
		}
	case flowing:
		l.flow(now)
	}
}

// await fills with silence while nothing comes.
func (l *lane) await(now time.Duration) {
	switch {
	case l.in.ring.len() > 0:
		l.state, l.since = settling, now
	case now-l.since >= stallTime:
		l.fill(now-fillDelay, causeStall)
	}
}

// settle gives the frames that came in their place on the timeline and lets them flow.
func (l *lane) settle(now time.Duration) {
	origin, ok := l.in.takeOrigin()
	if !ok {
		return // the next delivery tells
	}
	place := framesIn(origin-l.shift, l.rate) + l.consumed
	if !l.placed {
		l.placed = true
		l.offset = time.Duration(spanOf(max(place, 0), l.rate))
	}
	switch {
	case place < l.laid:
		l.skip = l.laid - place
	case l.open:
		l.silence(place - l.laid)
	default:
		l.missing(place-l.laid, stallTime, causeStall)
	}
	l.open = false
	l.origin, l.drift, l.checked = origin, 0, now
	l.state = flowing
	l.drain()
}

// flow lays what has come in, and looks now and then whether it still keeps up with the clock.
func (l *lane) flow(now time.Duration) {
	arrived := l.drain()
	newest := time.Duration(l.in.newest.Load())
	if !arrived && now-newest >= stallTime && l.in.ring.len() == 0 {
		l.state, l.since = waiting, newest
		l.in.origin.Store(unknown)
		l.skip = 0
		l.await(now)
		return
	}
	if now-l.checked >= slipWindow {
		l.checked = now
		l.hold()
	}
}

// hold holds the frames against the clock. A step means that the device lost frames without saying so: silence of that
// length stands in for them. Slow change is drift, which is measured here; its correction belongs here as well.
func (l *lane) hold() {
	origin, ok := l.in.takeOrigin()
	if !ok {
		return
	}
	slip := origin - l.origin - l.drift
	if slip < slipLimit {
		l.drift += max(-driftLimit, min(driftLimit, slip))
		return
	}
	l.origin += slip
	l.missing(framesIn(slip, l.rate), 0, causeSlip)
}

// drain lays all that lies in the ring and reports whether anything did.
func (l *lane) drain() (arrived bool) {
	for {
		n, lost := l.in.ring.pull(l.buf)
		if n == 0 && lost == 0 {
			return arrived
		}
		arrived = true
		l.lay(l.buf[:n], lost)
	}
}

// lay appends frames, or silence for lost ones, less what is to be left out.
func (l *lane) lay(frames []int16, lost int64) {
	l.consumed += int64(len(frames)) + lost
	l.lost += lost
	left := min(l.skip, int64(len(frames))+lost)
	l.skip -= left
	if lost > 0 {
		l.missing(lost-left, 0, causeOverrun)
		return
	}
	l.queue = append(l.queue, frames[left:]...)
	l.laid += int64(len(frames)) - left
}

// fill lays silence up to a moment and lets the gap grow.
func (l *lane) fill(until time.Duration, cause string) {
	n := framesIn(until-l.shift, l.rate) - l.laid
	if n <= 0 {
		return
	}
	if !l.open {
		l.gaps = append(l.gaps, call.Gap{Start: call.AtFrame(l.laid, int(l.rate)), Cause: cause})
		l.open = true
	}
	l.silence(n)
}

// missing lays silence and notes a gap if it is at least so long.
func (l *lane) missing(n int64, least time.Duration, cause string) {
	if n > 0 && n >= framesIn(least, l.rate) {
		l.gaps = append(l.gaps, call.Gap{Start: call.AtFrame(l.laid, int(l.rate)), Cause: cause})
		l.open = true
	}
	l.silence(n)
	l.open = false
}

// silence lays silence; an open gap grows by it.
func (l *lane) silence(n int64) {
	if n <= 0 {
		return
	}
	l.queue = append(l.queue, make([]int16, n)...)
	l.laid += n
	if l.open {
		last := &l.gaps[len(l.gaps)-1]
		last.Duration = call.AtFrame(l.laid, int(l.rate)) - last.Start
	}
}

// end takes what is left at the end of a stretch. Only when nothing more is delivered for it.
func (l *lane) end(now time.Duration) {
	if l.in == nil {
		return
	}
	if l.state == waiting && l.in.ring.len() > 0 {
		l.state = settling
	}
	if l.state == settling {
		l.settle(now)
	}
	if l.state == flowing {
		l.drain()
		l.lay(nil, l.in.ring.rest())
	}
}

// pad brings the lane to a length. What is missing of it counts as a gap unless it is what devices always hold back.
func (l *lane) pad(frames int64) {
	n := frames - l.laid
	switch {
	case n <= 0:
	case l.in == nil, l.open:
		l.fill(l.shift+time.Duration(spanOf(frames, l.rate)), l.cause)
		l.silence(frames - l.laid) // what rounding left
	default:
		l.missing(n, tailLimit, causeStall)
	}
}

// begin starts a new stretch after a pause, at the lane's present length.
func (l *lane) begin(now time.Duration) {
	l.shift = now - time.Duration(spanOf(l.laid, l.rate))
	l.state, l.since = waiting, now
	l.open = false
	l.skip = 0
	if l.in != nil {
		l.consumed += l.in.ring.drop()
		l.in.origin.Store(unknown)
	}
}
