package transcribe

import (
	"cmp"
	"context"
	"fmt"
	"os"

	"github.com/onrecord/onrecord/call"
)

// visit starts a worker, lets it load the model, asks it for something, and ends it.
func (w *Worker) visit(ctx context.Context, req Request, ask func(*run) error) error {
	dir := w.Dir
	if dir == "" {
		made, err := os.MkdirTemp("", "onrecord-worker-")
		if err != nil {
			return fmt.Errorf("make a folder for the worker: %w: %w", ErrEngine, err)
		}
		defer os.RemoveAll(made) //nolint:errcheck // an empty folder left behind harms nobody
		dir = made
	}
	p, err := startProcess(w.Command, w.Env, dir)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEngine, err)
	}
	c := converse(p, cmp.Or(w.Stall, usualStall))
	defer c.end()
	r := &run{conversation: c, req: req, worker: orders{w: c.stdin}}
	if err := r.prepare(ctx, w.log()); err != nil {
		return err
	}
	return ask(r)
}

// Engine gives the name and version of the engine that works with the request's model. The request needs no tracks. The errors
// are those of Transcribe.
func (w *Worker) Engine(ctx context.Context, req Request) (name string, err error) {
	req, err = w.complete(req)
	if err == nil {
		err = w.visit(ctx, req, func(r *run) error {
			name = r.result.Engine
			return nil
		})
	}
	if err != nil {
		return "", fmt.Errorf("ask for the engine: %w", err)
	}
	return name, nil
}

// Fitting gives those of the request's words that the recogniser would be told. The request needs no tracks. The errors are those
// of Transcribe.
func (w *Worker) Fitting(ctx context.Context, req Request) (told call.Words, err error) {
	req, err = w.complete(req)
	if err == nil {
		err = w.visit(ctx, req, func(r *run) error {
			told = r.result.Settings.Words
			return nil
		})
	}
	if err != nil {
		return nil, fmt.Errorf("fit words: %w", err)
	}
	return told, nil
}
