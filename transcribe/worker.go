package transcribe

import (
	"context"
	"log/slog"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Worker is the Transcriber that works in a process of its own.
type Worker struct {
	Command []string      // the program that calls Serve, and its arguments
	Env     []string      // added to this process's environment; may be nil
	Dir     string        // an empty folder to work in, because the engine looks for plug-ins there; "" makes one
	Stall   time.Duration // how long the worker may be silent before it counts as hung; 0 means a minute
	Log     *slog.Logger  // may be nil
}

// Transcribe starts the worker, hands it the tracks and gathers what it heard.
func (w *Worker) Transcribe(ctx context.Context, req Request, progress func(Progress)) (call.Transcript, error) {
	return call.Transcript{}, ErrEngine
}
