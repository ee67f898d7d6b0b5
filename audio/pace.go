package audio

import "time"

const (
	paceWindow = 2 * time.Second        // how often a flowing source is held against the clock,
	earlyTime  = 500 * time.Millisecond // and how often in the beginning,
	early      = 4                      // for so many windows
	paceGain   = 0.2                    // by how much of its lateness in a window the origin moves
	youth      = 15                     // windows for which a pace is new, and may move further:
	youngLimit = 4 * time.Millisecond
	outlier    = 2 * time.Millisecond  // most lateness that moves the origin once the pace is known
	stepLimit  = 30 * time.Millisecond // by which a source must be late, window after window,
	stepCount  = 4                     // for its origin to have moved rather than deliveries being held up
	driftTime  = time.Minute           // from which on a drift is worth telling
	driftLimit = 500e-6                // no clock is further off; what looks like it is disturbance
)

// pace knows when the frames of one source were captured, although they are delivered late and its clock runs at a
// speed of its own. What it watches is the origin, the moment at which frame 0 would have been captured had all frames
// lasted exactly as long as they should. A mark bounds it: it cannot be later than the mark's moment less its frames.
// The least such bound of two seconds is right to a fraction of a millisecond on real devices. Where it moves steadily,
// the clocks drift.
//
// The origin follows an earlier bound at once, because no delivery is early, and a later one slowly, because a whole
// window may have been held up. A line through all bounds tells the drift, which then needs no following.
type pace struct {
	rate    int64
	origin  time.Duration // as it was at the moment "at"
	at      time.Duration
	slope   float64 // seconds that the origin moves in a second: above 0 for a device that is slow
	windows int     // since the pace began

	least  time.Duration // bound of the present window
	seen   time.Duration // when it was seen
	opened time.Duration // when the window was
	empty  bool          // it has no mark yet
	late   int           // windows in a row that were late by a step
	fit    fit           // since the origin last moved by more than drift can explain
	best   drift         // of the longest fit before
}

// drift is how a device's clock ran, and for how long it was watched.
type drift struct {
	ppm     float64 // parts per million by which it was faster than this machine's clock
	watched time.Duration
}

// bound gives the latest moment that the origin can have by a mark.
func (p *pace) bound(m mark) time.Duration { return m.at - time.Duration(spanOf(m.end, p.rate)) }

// predict gives the origin as expected at a moment.
func (p *pace) predict(at time.Duration) time.Duration {
	return p.origin + time.Duration(p.slope*float64(at-p.at))
}

// lateness tells by how much later a delivery came than it could have.
func (p *pace) lateness(m mark) time.Duration { return p.bound(m) - p.predict(m.at) }

// begin starts with an origin, after the source began or was lost sight of. What is known of the drift stays.
func (p *pace) begin(origin, at time.Duration) {
	p.origin, p.at, p.windows = origin, at, 0
	p.opened = at
	p.refit()
}

// jump moves the origin, because frames were lost.
func (p *pace) jump(by time.Duration) {
	p.origin += by
	p.refit()
}

// refit begins another fit, since what was before the origin moved says nothing about what comes after.
func (p *pace) refit() {
	p.best = p.drift()
	p.fit, p.late, p.empty = fit{}, 0, true
}

// note takes a mark into account, and says whether that ended a window.
func (p *pace) note(m mark) (done bool) {
	if b := p.bound(m); p.empty || b < p.least {
		p.least, p.seen, p.empty = b, m.at, false
	}
	window := paceWindow
	if p.windows < early {
		window = earlyTime
	}
	if m.at-p.opened < window {
		return false
	}
	p.close()
	p.opened, p.empty = m.at, true
	return true
}

// close draws the conclusion of a window.
func (p *pace) close() {
	expected := p.predict(p.seen)
	off := p.least - expected
	if off > stepLimit && p.windows >= early {
		p.late++
	} else {
		p.late = 0
	}
	if p.late >= stepCount { // a few frames were lost, or the sound server now holds them for longer: nothing tells which
		p.origin, p.at = p.least, p.seen
		p.refit()
		return
	}
	p.windows++
	limit := outlier
	if p.windows <= youth {
		limit = youngLimit
	}
	p.origin, p.at = expected, p.seen
	if off <= 0 {
		p.origin += off
	} else {
		p.origin += time.Duration(paceGain * float64(min(off, limit)))
	}
	switch {
	case off < -stepLimit/2: // no delivery is early: the origin was wrong
		p.refit()
	case off < 2*limit:
		p.fit.add(p.seen, p.least)
	}
	if p.fit.watched() >= driftTime/2 {
		p.slope = max(-driftLimit, min(driftLimit, p.fit.slope()))
	}
}

// drift gives the drift as it was watched for longest without a disturbance.
func (p *pace) drift() drift {
	if p.fit.watched() < max(driftTime, p.best.watched) {
		return p.best
	}
	return drift{-1e6 * p.fit.slope(), p.fit.watched()}
}

// fit is a line through bounds, by least squares, that needs to remember none of them.
type fit struct {
	n, t, o, tt, to float64 // sums over moments t and origins o, in seconds since the first
	first, last     time.Duration
	origin          time.Duration // the first one
}

func (f *fit) add(at, origin time.Duration) {
	if f.n == 0 {
		f.first, f.origin = at, origin
	}
	f.last = at
	t, o := (at - f.first).Seconds(), (origin - f.origin).Seconds()
	f.n++
	f.t += t
	f.o += o
	f.tt += t * t
	f.to += t * o
}

// watched is how long the line is.
func (f *fit) watched() time.Duration { return f.last - f.first }

// slope is that of a line of more than one point.
func (f *fit) slope() float64 {
	return (f.n*f.to - f.t*f.o) / (f.n*f.tt - f.t*f.t)
}
