//go:build !windows

package transcribe

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// politeness is the worker's nice value: recording and playing come first.
const politeness = 10

func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends the command's process group. That it may have ended already is no error.
func killGroup(cmd *exec.Cmd) {
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
		cmd.Process.Kill() //nolint:errcheck // the group is gone, and so is the process
	}
}

// yield lowers the priority of the worker's group and of the threads it already has, from which all others descend, and
// lets the system take the worker first when memory runs out: the recording must live.
func yield(pid int) error {
	err := syscall.Setpriority(syscall.PRIO_PGRP, pid, politeness)
	root := filepath.Join("/proc", strconv.Itoa(pid)) // on Linux only
	threads, readErr := os.ReadDir(filepath.Join(root, "task"))
	if readErr != nil {
		return err
	}
	for _, thread := range threads {
		if id, parseErr := strconv.Atoi(thread.Name()); parseErr == nil && err == nil {
			err = syscall.Setpriority(syscall.PRIO_PROCESS, id, politeness)
		}
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "oom_score_adj"), []byte("500"), 0)
}

// ending says in words how a process ended.
func ending(state *os.ProcessState) string {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() {
		return fmt.Sprintf("it ended with code %d", state.ExitCode())
	}
	switch signal := status.Signal(); signal {
	case syscall.SIGKILL:
		return "it was killed from outside, most likely because memory ran out"
	case syscall.SIGABRT:
		return "it aborted"
	case syscall.SIGSEGV, syscall.SIGBUS:
		return "it crashed on a bad memory access"
	case syscall.SIGILL:
		return "it crashed on an instruction that this processor does not know"
	default:
		return fmt.Sprintf("it was ended by signal %d (%s)", int(signal), signal)
	}
}
