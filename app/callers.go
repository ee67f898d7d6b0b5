package app

import (
	"slices"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// callSettles is how long a program must have used the microphone until that is a call, and how long it must have
// stopped until the call is over: programs try a microphone for a moment, and let go of it when they change devices.
const callSettles = 3 * time.Second

// callers are the programs at the microphone, and those that have just left it.
type callers map[string]*caller

type caller struct {
	here   bool
	since  time.Time // since when it has been here, or gone
	onCall bool      // it has been here for long enough
}

// see takes note of who is there now.
func (c callers) see(scene audio.Scene, now time.Time) {
	here := map[string]bool{}
	for _, r := range scene.Recorders {
		here[r.Program] = true
		if c[r.Program] == nil {
			c[r.Program] = &caller{}
		}
	}
	for program, one := range c {
		if one.here != here[program] || one.since.IsZero() {
			one.here, one.since = here[program], now
		}
	}
}

// judge gives the programs whose calls have begun or ended by now, each once.
func (c callers) judge(now time.Time) (began, ended []string) {
	for program, one := range c {
		settled := now.Sub(one.since) >= callSettles
		switch {
		case one.here && !one.onCall && settled:
			one.onCall = true
			began = append(began, program)
		case !one.here && one.onCall && settled:
			delete(c, program)
			ended = append(ended, program)
		case !one.here && !one.onCall:
			delete(c, program)
		}
	}
	slices.Sort(began)
	slices.Sort(ended)
	return began, ended
}

// wait is how long nothing can happen unless somebody comes or goes.
func (c callers) wait(now time.Time) time.Duration {
	wait := time.Hour
	for _, one := range c {
		if one.here != one.onCall {
			wait = min(wait, one.since.Add(callSettles).Sub(now))
		}
	}
	return max(wait, time.Millisecond)
}
