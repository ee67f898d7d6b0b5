package app

import (
	"time"

	"golang.org/x/sys/unix"
)

// sinceBoot counts from the machine's start, sleep included.
func sinceBoot() time.Duration { return readClock(unix.CLOCK_BOOTTIME) }

// awakeSinceBoot stands still while the machine sleeps.
func awakeSinceBoot() time.Duration { return readClock(unix.CLOCK_MONOTONIC) }
