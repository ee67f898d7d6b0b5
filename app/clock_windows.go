package app

import (
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Go's own clock is the interrupt time, too, but in steps of up to 16 ms. These are exact, and part of every Windows
// that Go still runs on.
var (
	kernelBase            = windows.NewLazySystemDLL("kernelbase.dll")
	interruptTime         = kernelBase.NewProc("QueryInterruptTimePrecise")
	unbiasedInterruptTime = kernelBase.NewProc("QueryUnbiasedInterruptTimePrecise")
)

// sinceBoot counts from the machine's start, sleep included.
func sinceBoot() time.Duration { return readClock(interruptTime) }

// awakeSinceBoot stands still while the machine sleeps.
func awakeSinceBoot() time.Duration { return readClock(unbiasedInterruptTime) }

func readClock(query *windows.LazyProc) time.Duration {
	var now uint64 // in steps of 100 ns
	_, _, _ = syscall.SyscallN(query.Addr(), uintptr(unsafe.Pointer(&now)))
	return time.Duration(now) * 100
}
