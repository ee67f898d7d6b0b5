//go:build !linux

package ui

// haveDisplay is always true where a program cannot run without a desktop.
func haveDisplay() bool { return true }
