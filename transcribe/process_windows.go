package transcribe

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// Untested: this has only been compiled.

const (
	createNewProcessGroup    = 0x00000200
	belowNormalPriorityClass = 0x00004000
)

func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		HideWindow: true, CreationFlags: createNewProcessGroup | belowNormalPriorityClass,
	}
}

// killGroup ends the worker, which starts no processes of its own. That it may have ended already is no error.
func killGroup(cmd *exec.Cmd) {
	cmd.Process.Kill() //nolint:errcheck // it is gone already
}

// yield has nothing to do: the priority was set when the worker was made.
func yield(int) error { return nil }

// ending says in words how a process ended.
func ending(state *os.ProcessState) string {
	return fmt.Sprintf("it ended with code %d", state.ExitCode())
}
