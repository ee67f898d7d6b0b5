package whisper

import (
	"os"
	"syscall"
	"testing"

	"go.uber.org/goleak"
)

// TestMain starts the test anew with the setting the worker gets too, which is read when a process begins: without it,
// threads that wait for each other take the processor from those that compute.
func TestMain(m *testing.M) {
	const setting = "OMP_WAIT_POLICY"
	if os.Getenv(setting) == "" {
		panic(syscall.Exec(os.Args[0], os.Args, append(os.Environ(), setting+"=passive")))
	}
	goleak.VerifyTestMain(m)
}
