package cli_test

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// withoutPrivileges runs this program again without root's right to ignore permissions, if a script asks for it.
func withoutPrivileges() error {
	if os.Getenv("UNPRIVILEGED") == "" || os.Getuid() != 0 {
		return nil
	}
	const dropFromBounds, overrideDAC = 24, 1 // PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
	runtime.LockOSThread()                    // the right belongs to the thread that calls exec
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, dropFromBounds, overrideDAC, 0); errno != 0 {
		return fmt.Errorf("give up the right to ignore permissions: %w", errno)
	}
	if err := os.Unsetenv("UNPRIVILEGED"); err != nil {
		return err
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(program, os.Args, os.Environ())
}
