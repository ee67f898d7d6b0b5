package audio

import (
	"math"
	"time"

	"github.com/onrecord/onrecord/call"
)

const (
	settleTime = 300 * time.Millisecond // how long deliveries are watched before frames get their place
	stallTime  = time.Second            // without a delivery, before silence stands in,
	bothTime   = 3 * time.Second        // or so long when the other side delivers nothing either: nothing waits for it
	lostTime   = 2 * time.Second        // the same, before another device is looked for
	fillDelay  = 200 * time.Millisecond // silence stays so far behind the clock
	slipLimit  = 100 * time.Millisecond // by which a delivery must be late to be in doubt (a server may hold sound for less):
	doubtTime  = 500 * time.Millisecond // if none comes on time for so long, frames were lost
	tailLimit  = 300 * time.Millisecond // missing at the end of a stretch, before it counts as a gap
	seamLimit  = 20 * time.Millisecond  // missing between two devices, before it counts as a gap
	longest    = 10 * time.Second       // of silence laid at a time, and of frames that wait for the other side

	wakeTime  = 3 * time.Second       // a device may take to deliver for the first time
	flapTime  = 10 * time.Second      // within which opening the same device again means that it needs longer
	catchUp   = 2 * time.Second       // in which an error of place is worked off
	tolerance = time.Millisecond      // an error of place that is left alone
	bendLimit = 0.005                 // most by which a side is bent: 9 cents, which nobody hears
	farOff    = 10 * time.Millisecond // an error of place that is worse than being heard to be bent,
	hasteful  = 0.02                  // for which it is bent more
	steady    = 2e-6                  // a drift below it is none
)

type laneState int

const (
	waiting  laneState = iota // nothing has come since the stretch or the stall began
	settling                  // frames come; their place is being estimated
	flowing                   // frames follow one another
)

// lane lays one side's frames on the timeline of the take. Frames that come in are laid one after the other, bent ever
// so little to keep up with the clock; where none come, silence is laid and noted as a gap.
type lane struct {
	in      *intake // nil: the side has no device
	device  Device  // that it comes from
	rate    int64   // of the timeline
	from    int64   // of the device
	convert *resampler
	pace    pace

	state    laneState
	since    time.Duration // when the state began
	pressed  bool          // the other side waits for this one
	shift    time.Duration // clock minus timeline, grows with each pause
	consumed int64         // the device's frames taken from the ring, lost ones included
	skip     int64         // of them still to be left out: silence stands in their place already
	joined   bool          // the present device has delivered
	seam     bool          // it follows on another one, and has not delivered yet
	attached time.Duration // when it became the side's
	patience int           // factor by which it may take longer than usual to deliver

	laid    int64   // frames on the timeline
	owed    int64   // frames of silence that stand at its end and are not in the queue yet
	queue   []int16 // the newest of them, not yet written
	gaps    []call.Gap
	open    bool  // the last gap still grows
	blamed  cause // for the gap that is open or comes next
	offset  time.Duration
	placed  bool // the first frame has its place
	lost    int64
	devices []call.DeviceSpan
	drifted drift // of the device before that was watched for longest
	buf     []int16
}

func newLane(rate int, why cause) *lane {
	return &lane{rate: int64(rate), blamed: why, patience: 1, buf: make([]int16, 4096)}
}

// attach lets a device go on with the side. What the one before has delivered is laid first.
func (l *lane) attach(d delivery, now time.Duration) {
	l.detach(now)
	l.patience *= 2
	if again := l.device.ID == d.device.ID && now-l.attached < flapTime; !again {
		l.patience = 1
	}
	l.seam = len(l.devices) > 0
	l.in, l.device, l.from, l.convert = d.in, d.device, int64(d.rate), d.convert
	l.pace = pace{rate: l.from}
	l.consumed, l.skip, l.joined, l.attached = 0, 0, false, now
	if l.state != waiting {
		l.state, l.since = waiting, now
	}
	l.devices = append(l.devices, call.DeviceSpan{
		From: call.AtFrame(l.laid, int(l.rate)), Device: d.device.Name, DeviceID: d.device.ID, Rate: d.rate,
	})
}

// waits reports whether so much of this side has come that the other one is to blame if it is not written.
func (l *lane) waits() bool { return len(l.queue) > int(l.rate/4) }

// silenced reports whether silence stands in for a device that does not deliver.
func (l *lane) silenced() bool { return l.in == nil || l.state == waiting && l.open }

// deviceName names the device that the side has; empty when it has none.
func (l *lane) deviceName() string {
	if l.silenced() {
		return ""
	}
	return l.device.Name
}

// detach takes what is left of the present device.
func (l *lane) detach(now time.Duration) {
	if l.in == nil {
		return
	}
	l.end(now)
	l.drifted = l.longestDrift()
}

// missed reports whether the side needs another device: it has none, or the one it has delivers nothing.
func (l *lane) missed(now time.Duration) bool {
	if l.in == nil {
		return true
	}
	limit := lostTime
	if l.pressed || l.open {
		limit = stallTime
	}
	if !l.joined {
		limit = wakeTime
	}
	newest := max(l.since, l.attached, time.Duration(l.in.newest.Load()))
	return l.state == waiting && now-newest >= limit*time.Duration(min(l.patience, 4))
}

// advance takes what has come in and fills what has not; pressed says that the other side waits for this one. True: there
// is more to do once the queue was written.
func (l *lane) advance(now time.Duration, pressed bool) (more bool) {
	l.pressed = pressed
	if l.pay() {
		return true
	}
	if l.in == nil {
		l.fill(now - fillDelay)
		return l.owed > 0
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
	return l.owed > 0
}

// await fills with silence while nothing comes.
func (l *lane) await(now time.Duration) {
	switch {
	case l.in.marks.len() > 0:
		l.state, l.since = settling, now
	case l.open, now-l.since >= bothTime, l.pressed && now-l.since >= stallTime:
		l.fill(now - fillDelay)
	}
}

// settle gives the frames that came in their place on the timeline and lets them flow.
func (l *lane) settle(now time.Duration) {
	first := time.Duration(math.MaxInt64)
	for i := range l.in.marks.len() {
		first = min(first, l.pace.bound(l.in.marks.peek(i)))
	}
	l.pace.begin(first, now)
	place := framesIn(first+time.Duration(spanOf(l.consumed, l.from))-l.shift, l.rate)
	if !l.placed {
		l.placed = true
		l.offset = time.Duration(spanOf(max(place, 0), l.rate))
	}
	switch {
	case place < l.laid:
		l.skip = (l.laid - place) * l.from / l.rate
	case l.open:
		l.silence(place - l.laid)
	case l.seam:
		l.missing(place-l.laid, seamLimit, causeChanged)
	default:
		l.missing(place-l.laid, stallTime, causeStall)
	}
	l.open, l.blamed, l.seam, l.joined = false, "", false, true
	l.state = flowing
	l.take(now)
}

// flow lays what has come in, and notices when nothing comes any more.
func (l *lane) flow(now time.Duration) {
	l.take(now)
	newest := time.Duration(l.in.newest.Load())
	if now-newest >= stallTime && l.in.marks.len() == 0 {
		l.stall(newest)
		l.await(now)
	}
}

// take lays what has come in, up to a delivery that is so late that frames may have been lost before it.
func (l *lane) take(now time.Duration) {
	for l.owed == 0 && l.in.marks.len() > 0 {
		m := l.in.marks.peek(0)
		slip, sure := l.doubt(m, now)
		if !sure {
			return
		}
		if slip > 0 {
			l.lose(slip, m.at)
		}
		l.in.marks.skip()
		l.drain(m.end)
		l.follow(m)
	}
}

// doubt tells how much was lost before a delivery. A late one alone tells nothing: those after it may be on time.
func (l *lane) doubt(m mark, now time.Duration) (slip time.Duration, sure bool) {
	if slip = l.pace.lateness(m); slip < slipLimit {
		return 0, true
	}
	for i := 1; i < l.in.marks.len(); i++ {
		next := l.in.marks.peek(i)
		slip = min(slip, l.pace.lateness(next))
		if slip < slipLimit {
			return 0, true
		}
		if next.at-m.at >= doubtTime {
			return slip, true
		}
	}
	return slip, now-m.at >= doubtTime
}

// lose lays silence for frames that the device has lost, as the clock has shown, up to where the next one belongs.
func (l *lane) lose(slip time.Duration, at time.Duration) {
	l.queueTail()
	l.pace.jump(slip)
	place := l.pace.predict(at) + time.Duration(spanOf(l.consumed+l.skip, l.from)) - l.shift
	l.missing(framesIn(place, l.rate)-l.laid, 0, causeSlip)
	l.blamed = ""
}

// follow keeps the side in step with the clock.
func (l *lane) follow(m mark) {
	if !l.pace.note(m) {
		return
	}
	l.blamed = "" // nothing is missing, so nothing is to blame
	captured := l.pace.predict(m.at) + time.Duration(spanOf(l.consumed+l.skip, l.from)) - l.shift
	placed := time.Duration(spanOf(l.laid, l.rate)) + time.Duration(l.convert.pending()/float64(l.from)*float64(time.Second))
	l.convert.bend(bend(captured-placed, l.pace.slope))
}

// bend gives by how much to bend a side that is behind its place, and whose origin moves.
func bend(behind time.Duration, slope float64) float64 {
	by := 0.0
	if behind.Abs() > tolerance {
		by -= float64(behind) / float64(catchUp)
	}
	if math.Abs(slope) > steady {
		by -= slope
	}
	limit := bendLimit
	if behind.Abs() > farOff {
		limit = hasteful
	}
	return max(-limit, min(limit, by))
}

// stall ends the flow.
func (l *lane) stall(since time.Duration) {
	l.queueTail()
	l.state, l.since = waiting, since
	l.skip = 0
}

// queueTail lays what the resampler still holds, because what comes next does not follow on it.
func (l *lane) queueTail() {
	before := len(l.queue)
	l.queue = l.convert.flush(l.queue)
	l.laid += int64(len(l.queue) - before)
	l.convert.reset()
}

// drain lays the frames that lie in the ring, up to one of them.
func (l *lane) drain(end int64) {
	for l.owed == 0 && l.consumed < end {
		n, lost := l.in.ring.pull(l.buf[:min(int64(len(l.buf)), end-l.consumed)])
		if n == 0 && lost == 0 {
			return
		}
		l.lay(l.buf[:n], lost)
	}
}

// lay appends frames, or silence for lost ones, less what is to be left out.
func (l *lane) lay(frames []int16, lost int64) {
	l.consumed += int64(len(frames)) + lost
	left := min(l.skip, int64(len(frames))+lost)
	l.skip -= left
	if lost > 0 {
		l.lost += lost
		l.queueTail()
		l.missing((lost-left)*l.rate/l.from, 0, causeOverrun)
		return
	}
	before := len(l.queue)
	l.queue = l.convert.feed(l.queue, frames[left:])
	l.laid += int64(len(l.queue) - before)
}

// end takes what is left at the end of a stretch. Only when nothing more is delivered for it.
func (l *lane) end(now time.Duration) {
	if l.in == nil {
		return
	}
	if l.state == waiting && l.in.marks.len() > 0 {
		l.state = settling
	}
	if l.state == settling {
		l.settle(now)
	}
	if l.state == flowing {
		for l.take(now + doubtTime); l.owed > 0; l.take(now + doubtTime) { // what is in doubt now stays so
			l.payAll()
		}
		l.drain(math.MaxInt64)
		l.lay(nil, l.in.ring.rest())
		l.queueTail()
	}
}

// begin starts a new stretch after a pause, at the lane's present length.
func (l *lane) begin(now time.Duration) {
	l.shift = now - time.Duration(spanOf(l.laid, l.rate))
	l.state, l.since = waiting, now
	l.open = false
	l.skip = 0
	if l.in != nil {
		l.in.marks.clear()
		l.consumed += l.in.ring.drop()
		l.convert.reset()
	}
}

// longestDrift gives the drift of the device that was watched for longest.
func (l *lane) longestDrift() drift {
	if d := l.pace.drift(); d.watched > l.drifted.watched {
		return d
	}
	return l.drifted
}

// drift gives the drift for the document; nil when no device was watched for long enough.
func (l *lane) drift() *float64 {
	d := l.longestDrift()
	if d.watched == 0 {
		return nil
	}
	return &d.ppm
}
