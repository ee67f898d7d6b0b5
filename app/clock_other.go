//go:build !linux && !darwin && !windows

package app

import "time"

// processStart is where both clocks begin.
var processStart = time.Now()

// sinceBoot counts from the program's start. This system has no clock that is known to go on while the machine sleeps,
// and the time of day cannot stand in for one: it may be set. So sleep is not seen here.
func sinceBoot() time.Duration { return time.Since(processStart) }

func awakeSinceBoot() time.Duration { return sinceBoot() }
