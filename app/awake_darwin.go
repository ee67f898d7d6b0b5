package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
)

// caffeine is a child that keeps the system awake, and ends with this process at the latest.
type caffeine struct{ child *exec.Cmd }

// inhibitSleep starts the system's own tool. -i leaves the screen alone.
func inhibitSleep(context.Context) ([]io.Closer, error) {
	child := exec.Command("/usr/bin/caffeinate", "-i", "-w", strconv.Itoa(os.Getpid()))
	if err := child.Start(); err != nil {
		return nil, fmt.Errorf("start caffeinate: %w", err)
	}
	return []io.Closer{caffeine{child}}, nil
}

// Close ends the child.
func (c caffeine) Close() error {
	if err := c.child.Process.Kill(); err != nil {
		return fmt.Errorf("end caffeinate: %w", err)
	}
	_ = c.child.Wait() // it was killed, and says so
	return nil
}
