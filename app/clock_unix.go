//go:build linux || darwin

package app

import (
	"time"

	"golang.org/x/sys/unix"
)

// readClock reads one of the system's clocks. It fails only for clocks that the system does not have, and these are
// older than any system that runs this program.
func readClock(id int32) time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(id, &now); err != nil {
		panic("read the system's clock: " + err.Error())
	}
	return time.Duration(now.Nano())
}
