package app

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

var getPowerStatus = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus")

// powerStatus is SYSTEM_POWER_STATUS.
type powerStatus struct {
	line, battery, percent, saver byte
	seconds, fullSeconds          uint32
}

// runsOnBattery asks the system.
func runsOnBattery() (bool, error) {
	const offline = 0 // 1 is mains, 255 unknown
	var status powerStatus
	if ok, _, err := getPowerStatus.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return false, fmt.Errorf("get power status: %w", err)
	}
	return status.line == offline, nil
}
