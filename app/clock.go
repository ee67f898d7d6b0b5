package app

import (
	"sync/atomic"
	"time"
)

// clock counts the time since it was started, also while the machine sleeps. Nobody can set it: neither the network's
// time nor the change to summer time moves it. Its methods may be called from any thread, and never allocate or lock.
type clock struct {
	began  time.Duration // what sinceBoot said at the start
	before time.Duration // how much of that the machine slept, rounded up
	slept  atomic.Int64  // the most that was ever seen
}

func startClock() *clock {
	awake := awakeSinceBoot() // first, so that what passes between the two readings counts as sleep before the start
	began := sinceBoot()
	return &clock{began: began, before: began - awake}
}

// elapsed is the time since the start, sleep included.
func (c *clock) elapsed() time.Duration { return sinceBoot() - c.began }

// asleep is how much of that the machine slept. The two clocks of the system cannot be read in the same instant, so a
// reading gives a little less than there was; the most that was seen counts, and the figure never goes back.
func (c *clock) asleep() time.Duration {
	total := sinceBoot()
	slept := int64(total - awakeSinceBoot() - c.before)
	for {
		most := c.slept.Load()
		if slept <= most {
			return time.Duration(most)
		}
		if c.slept.CompareAndSwap(most, slept) {
			return time.Duration(slept)
		}
	}
}

// awake is the time since the start without what the machine slept: the time in which a person could have answered.
func (c *clock) awake() time.Duration { return c.elapsed() - c.asleep() }

// endOf gives the moment at which something ended that began at started and lasted so long by a clock that nobody sets.
// The time of day may have been set in between, so it is not asked. The moment carries the offset that its zone has
// then, which is another one after a change to summer time.
func endOf(started time.Time, lasted time.Duration) time.Time {
	return started.Round(0).Add(lasted)
}
