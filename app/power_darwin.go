package app

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// runsOnBattery asks the system's own tool, whose first line is "Now drawing from 'Battery Power'" or "'AC Power'".
func runsOnBattery() (bool, error) {
	ctx, done := context.WithTimeout(context.Background(), 2*time.Second)
	defer done()
	told, err := exec.CommandContext(ctx, "/usr/bin/pmset", "-g", "batt").Output()
	if err != nil {
		return false, fmt.Errorf("ask pmset: %w", err)
	}
	first, _, _ := strings.Cut(string(told), "\n")
	return strings.Contains(first, "Battery Power"), nil
}
