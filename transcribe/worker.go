package transcribe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Worker is the Transcriber that works in a process of its own. When that process dies, hangs or writes nonsense the
// work is begun once more; what is wrong with a model or a track is not tried again.
type Worker struct {
	Command []string      // the program that calls Serve, and its arguments
	Env     []string      // added to this process's environment; may be nil
	Dir     string        // an empty folder to work in, because the engine looks for plug-ins there; "" makes one
	Stall   time.Duration // how long the worker may be silent before it counts as hung; 0 means a minute
	Log     *slog.Logger  // may be nil
}

const (
	usualStall = time.Minute
	attempts   = 2
)

// Transcribe starts the worker, hands it the tracks and gathers what it heard. Errors wrap ErrWorkerDied, ErrWorkerHung,
// ErrWorkerGarbled, ErrModelDamaged, ErrBadTrack or ErrEngine; when ctx ends, the worker is killed and ctx's error
// returned.
func (w *Worker) Transcribe(ctx context.Context, req Request, progress func(Progress)) (call.Transcript, error) {
	began := time.Now()
	req, err := w.complete(req)
	if err == nil && len(req.Tracks) == 0 {
		err = fmt.Errorf("transcribe: %w: nothing to do", ErrEngine)
	}
	if err != nil {
		return call.Transcript{}, err
	}
	for n := 1; ; n++ {
		transcript, found, err := w.attempt(ctx, req, progress)
		switch {
		case err == nil:
			transcript.Timing.Wall = call.Since(time.Since(began))
			return transcript, nil
		case ctx.Err() != nil:
			return call.Transcript{}, fmt.Errorf("transcribe: %w", ctx.Err())
		case n == attempts || !worthRepeating(err):
			return call.Transcript{}, fmt.Errorf("transcribe: %w", err)
		}
		w.log().Warn("transcription begins again", "cause", err, "windows", len(found.Windows))
		req.Known = found
	}
}

// worthRepeating reports whether the worker failed, rather than what it was given.
func worthRepeating(err error) bool {
	return errors.Is(err, ErrWorkerDied) || errors.Is(err, ErrWorkerHung) || errors.Is(err, ErrWorkerGarbled)
}

// complete fills in a request's defaults and makes its paths absolute, since the worker runs in another folder.
func (w *Worker) complete(req Request) (Request, error) {
	if len(w.Command) == 0 {
		return req, fmt.Errorf("transcribe: %w: nothing to do it with", ErrEngine)
	}
	req.Language = cmp.Or(req.Language, "auto")
	for _, path := range []*string{&req.ModelPath, &req.VADPath} {
		full, err := filepath.Abs(*path)
		if err != nil {
			return req, fmt.Errorf("transcribe: %w: %w", ErrEngine, err)
		}
		*path = full
	}
	return req, nil
}

// attempt does the whole work once, in one process, and gives what is known after it.
func (w *Worker) attempt(ctx context.Context, req Request, progress func(Progress)) (made call.Transcript, found Known, err error) {
	found = req.Known
	err = w.visit(ctx, req, func(r *run) error {
		r.tell = progress
		err := r.all(ctx)
		made, found = r.result, r.known()
		return err
	})
	return made, found, err
}

func (w *Worker) log() *slog.Logger {
	if w.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return w.Log
}
