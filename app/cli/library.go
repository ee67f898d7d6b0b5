package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
)

// patience is how long a command tries to get at a library that another process has open without answering.
const patience = 3 * time.Second

// work is what a command does with the open library.
type work func(ctx context.Context, a *app.App) error

// briefly is for work of a moment: other processes wait until it is over.
func (f *face) briefly(ctx context.Context, do work) error {
	if f.env.Running != nil {
		return do(ctx, f.env.Running)
	}
	a, err := f.open(ctx)
	if err != nil {
		return err
	}
	err = a.Recovered(ctx)
	if err == nil {
		err = do(ctx, a)
	}
	return f.closed(a, err)
}

// inLibrary is what a command does that is done with the library in no time.
func (f *face) inLibrary(do func(a *app.App, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return do(a, args) })
	}
}

// closed closes the library and gives err, with what went wrong in closing.
func (f *face) closed(a *app.App, err error) error {
	closing := a.Close()
	if closing != nil && errors.As(err, new(finished)) {
		return closing // it has not been said yet
	}
	return errors.Join(err, closing)
}

// atLength is for work that takes its time: other processes are answered meanwhile, and the library stays open until
// the last of them has got its answer.
func (f *face) atLength(ctx context.Context, do work) error {
	if f.env.Running != nil {
		return do(ctx, f.env.Running)
	}
	return f.host(ctx, nil, do)
}

// host opens the library, answers other processes and does the work. raise brings the window of this process to the
// front; nil when it has none.
func (f *face) host(ctx context.Context, raise, do work) error {
	a, err := f.open(ctx)
	if err != nil {
		return err
	}
	guests := &guests{}
	err = a.Serve(func(ctx context.Context, request app.Request, interrupt <-chan struct{}, out, errOut io.Writer) int {
		guest := f.guest(a, raise, request)
		guest.Interrupt, guest.Out, guest.Err = interrupt, out, errOut
		return guests.answer(ctx, guest, request.Args)
	})
	if err == nil {
		err = do(ctx, a)
	}
	gone := guests.seeOff()
	select {
	case <-gone:
	case <-ctx.Done(): // Close ends those that are left
	}
	err = f.closed(a, err)
	<-gone
	return err
}

// guest is the environment of another process's command that runs in this one.
func (f *face) guest(a *app.App, raise work, request app.Request) Env {
	return Env{
		Config: f.env.Config, Running: a, Dir: request.Dir,
		In: strings.NewReader(""), Window: raise, OpenWindow: f.env.OpenWindow,
	}
}

// guests counts the commands of other processes: each holds the lock for reading.
type guests struct {
	lock   sync.RWMutex
	closed bool
}

func (g *guests) answer(ctx context.Context, env Env, args []string) int {
	g.lock.RLock()
	defer g.lock.RUnlock()
	if g.closed {
		f := &face{env: env}
		return f.conclude(busy("The library was just being closed", "Please try again."))
	}
	return Run(ctx, env, args)
}

// raise brings the window of this process to the front.
func raise(_ context.Context, a *app.App) error {
	a.WantWindow()
	return nil
}

// seeOff lets nobody in any more; the channel is closed when everybody has gone.
func (g *guests) seeOff() <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		g.lock.Lock()
		defer g.lock.Unlock()
		g.closed = true
	}()
	return gone
}

// open opens the library. If another process has it, the whole command is handed to that one, and finished says how
// it ended there.
func (f *face) open(ctx context.Context) (*app.App, error) {
	config := f.config()
	deadline := time.Now().Add(patience)
	for {
		a, err := app.Open(config)
		if !app.IsLocked(err) {
			return a, err
		}
		exit, err := f.forward(ctx)
		if err == nil {
			return nil, finished(exit) // even with 0: nothing is left to do here
		}
		if !notReached(err) {
			return nil, err
		}
		if time.Now().After(deadline) {
			return nil, busy("The library is in use by another process that does not answer",
				"Close the other program, or name another library with --library.")
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// forward hands the whole command to the process that has the library open.
func (f *face) forward(ctx context.Context) (int, error) {
	library, err := app.LibraryOf(f.config())
	if err != nil {
		return exitFailed, err
	}
	request := app.Request{Args: f.args, Dir: f.env.Dir}
	exit, err := app.Forward(ctx, library, request, f.env.Interrupt, f.env.Out, f.env.Err)
	if err != nil && ctx.Err() != nil {
		return exitFailed, ctx.Err()
	}
	return exit, err
}

// pause waits for a while, or until ctx ends.
func pause(ctx context.Context, length time.Duration) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// untilInterrupted gives a context that ends at the first Ctrl-C too: for work that has no better way to finish. The
// caller calls the second result at the end.
func (f *face) untilInterrupted(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	var listening sync.WaitGroup
	listening.Go(func() {
		select {
		case <-f.env.Interrupt:
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		cancel()
		listening.Wait()
	}
}
