//go:build bench || soak

package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// process is what the system counts for a process.
type process struct {
	cpu    time.Duration
	memory float64 // resident, in bytes
}

func processOf(t *testing.T, pid int) process {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+2:]))
	number := func(i int) float64 {
		v, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	const ticksPerSecond = 100
	return process{
		cpu:    time.Duration((number(11) + number(12)) / ticksPerSecond * float64(time.Second)),
		memory: number(21) * float64(os.Getpagesize()),
	}
}
