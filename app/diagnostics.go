package app

import (
	"log/slog"
	"strings"
	"sync"
)

// Diagnostics keeps the last lines of the log for "copy diagnostics". Its zero value is ready; nil keeps nothing.
type Diagnostics struct {
	mu    sync.Mutex
	lines []string
}

const diagnosticLines = 500

// Write takes one record of a log handler.
func (d *Diagnostics) Write(line []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, string(line))
	if extra := len(d.lines) - diagnosticLines; extra > 0 {
		d.lines = append(d.lines[:0], d.lines[extra:]...)
	}
	return len(line), nil
}

// Text gives the records, the oldest first.
func (d *Diagnostics) Text() string {
	if d == nil {
		return ""
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.lines, "")
}

// Handler gives a log handler that keeps its records here.
func (d *Diagnostics) Handler() slog.Handler {
	return slog.NewTextHandler(d, &slog.HandlerOptions{Level: slog.LevelDebug})
}
