package app

import (
	"time"

	"golang.org/x/sys/unix"
)

// sinceBoot counts from the machine's start, sleep included (Go's own clock does not include it here).
func sinceBoot() time.Duration { return readClock(unix.CLOCK_MONOTONIC_RAW) }

// awakeSinceBoot stands still while the machine sleeps.
func awakeSinceBoot() time.Duration { return readClock(unix.CLOCK_UPTIME_RAW) }
