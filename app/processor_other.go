//go:build !linux && !darwin

package app

import "os"

// processor is what the system calls this machine's processor, where it does.
func processor() string { return os.Getenv("PROCESSOR_IDENTIFIER") }

// memory is how many bytes this machine has; 0 while unknown.
func memory() int64 { return 0 }
