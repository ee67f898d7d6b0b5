//go:build !linux && !windows && !darwin

package app

// runsOnBattery is not known on this system: it never waits for mains power.
func runsOnBattery() (bool, error) { return false, nil }
