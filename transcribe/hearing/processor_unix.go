//go:build unix

package hearing

import (
	"syscall"
	"time"
)

// processor is the processor time that this process has used; 0 if that cannot be known.
func processor() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
