package app

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sys/windows"
)

// What SetThreadExecutionState understands: the state lasts until it is set again; the system is in use. The screen's
// own flag is left out, so that it may go dark.
const (
	stateContinuous     = 0x80000000
	stateSystemRequired = 0x00000001
)

var setExecutionState = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetThreadExecutionState")

// threadState is the wish of one thread, which ends with the thread at the latest.
type threadState struct{}

// inhibitSleep holds for the thread it is called on, so the caller's goroutine stays on that until it has closed what
// it got.
func inhibitSleep(context.Context) ([]io.Closer, error) {
	runtime.LockOSThread()
	if before, _, err := setExecutionState.Call(stateContinuous | stateSystemRequired); before == 0 {
		runtime.UnlockOSThread()
		return nil, fmt.Errorf("set execution state: %w", err)
	}
	return []io.Closer{threadState{}}, nil
}

// Close takes the wish back.
func (threadState) Close() error {
	defer runtime.UnlockOSThread()
	if before, _, err := setExecutionState.Call(stateContinuous); before == 0 {
		return fmt.Errorf("reset execution state: %w", err)
	}
	return nil
}
