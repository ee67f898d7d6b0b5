package audio

import (
	"time"

	"github.com/onrecord/onrecord/call"
)

// Silence that stands in for what was not delivered, and the gaps that say so.

// fill lays silence up to a moment and lets the gap grow.
func (l *lane) fill(until time.Duration) {
	n := framesIn(until-l.shift, l.rate) - l.laid
	if n <= 0 {
		return
	}
	if !l.open {
		l.gaps = append(l.gaps, call.Gap{Start: call.AtFrame(l.laid, int(l.rate)), Cause: string(causeStall)})
		l.open = true
	}
	l.silence(n)
}

// missing lays silence and notes a gap if it is at least so long.
func (l *lane) missing(n int64, least time.Duration, why cause) {
	if n > 0 && n >= framesIn(least, l.rate) {
		l.gaps = append(l.gaps, call.Gap{Start: call.AtFrame(l.laid, int(l.rate)), Cause: string(why)})
		l.open = true
	}
	l.silence(n)
	l.open = false
}

// silence lays silence; an open gap grows by it, and is put down to what was blamed.
func (l *lane) silence(n int64) {
	if n <= 0 {
		return
	}
	l.owed += n
	l.laid += n
	l.pay()
	if l.open {
		last := &l.gaps[len(l.gaps)-1]
		last.Duration = call.AtFrame(l.laid, int(l.rate)) - last.Start
		if l.blamed.outweighs(cause(last.Cause)) {
			last.Cause = string(l.blamed)
		}
	}
}

// blame names the cause of the gap that is open or comes next; the weightier of two counts.
func (l *lane) blame(why cause) {
	if why.outweighs(l.blamed) {
		l.blamed = why
	}
}

// pay lays silence that is owed, a piece at a time, and reports whether the rest must wait.
func (l *lane) pay() bool {
	limit := framesIn(longest, l.rate)
	n := min(l.owed, max(0, limit-int64(len(l.queue))))
	l.queue = append(l.queue, make([]int16, n)...)
	l.owed -= n
	return l.owed > 0
}

// payAll lays all silence that is owed. It can be long: only at the end of a stretch, when frames follow on it.
func (l *lane) payAll() {
	l.queue = append(l.queue, make([]int16, l.owed)...)
	l.owed = 0
}

// trim takes off what was heard after the end of a stretch, while its device was being stopped.
func (l *lane) trim(frames int64) {
	if n := l.laid - frames; n > 0 && l.owed == 0 && n <= int64(len(l.queue)) {
		l.queue = l.queue[:int64(len(l.queue))-n]
		l.laid = frames
	}
}

// pad brings the lane to a length. What is missing of it counts as a gap unless it is what devices always hold back.
func (l *lane) pad(frames int64) {
	n := frames - l.laid
	switch {
	case n <= 0:
	case l.in == nil, l.open:
		l.fill(l.shift + time.Duration(spanOf(frames, l.rate)))
		l.silence(frames - l.laid) // what rounding left
	default:
		l.missing(n, tailLimit, causeStall)
	}
}

// forget takes frames off the beginning of the timeline that were never written.
func (l *lane) forget(frames int64) {
	l.queue = l.queue[:copy(l.queue, l.queue[frames:])]
	l.laid -= frames
	l.shift += time.Duration(spanOf(frames, l.rate))
	by := call.AtFrame(frames, int(l.rate))
	kept := l.gaps[:0]
	for _, gap := range l.gaps {
		end := gap.Start + gap.Duration - by
		gap.Start = max(0, gap.Start-by)
		gap.Duration = end - gap.Start
		if gap.Duration > 0 {
			kept = append(kept, gap)
		}
	}
	l.open = l.open && len(kept) > 0
	l.gaps = kept
	for i := range l.devices {
		l.devices[i].From = max(0, l.devices[i].From-by)
	}
}
