package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// runsOnBattery asks the kernel.
func runsOnBattery() (bool, error) { return batteryIn("/sys/class/power_supply") }

// batteryIn reads what the kernel tells of power supplies in a folder: a machine runs on battery if one of its own is being
// emptied and no mains supply is there. Batteries of mice and headsets do not count.
func batteryIn(folder string) (bool, error) {
	supplies, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for power supplies: %w", err)
	}
	emptied := false
	for _, supply := range supplies {
		tells := func(name string) string {
			text, err := os.ReadFile(filepath.Join(folder, supply.Name(), name))
			if err != nil { // most supplies tell only some things
				return ""
			}
			return strings.TrimSpace(string(text))
		}
		switch kind := tells("type"); {
		case tells("scope") == "Device":
		case kind == "Battery":
			emptied = emptied || tells("status") == "Discharging"
		case tells("online") == "1":
			return false, nil
		}
	}
	return emptied, nil
}
