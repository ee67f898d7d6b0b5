package ui

import (
	"context"
	"errors"
)

// afresh sees to it that what a page reads in the background is read once at a time, and once more when it changed meanwhile.
type afresh struct {
	stop  context.CancelFunc // of the reading under way; nil: there is none
	stale bool
}

// read looks away from the window's thread, and shows what was found; an error is shown instead, unless the reading was only broken off. While it is
// being read already it is noted that again is to be called after that.
func (a *afresh) read(work *background, again func(), look func(context.Context) error, show func()) {
	if a.stop != nil {
		a.stale = true
		return
	}
	ctx, stop := context.WithCancel(work.ctx)
	a.stop = stop
	var err error
	work.do(func(context.Context) error {
		err = look(ctx)
		return nil
	}, func() {
		stop()
		a.stop = nil
		if a.stale {
			a.stale = false
			again()
		}
		switch {
		case err == nil:
			show()
		case !errors.Is(err, context.Canceled):
			work.failed(err)
		}
	})
}

// readSome is read where one thing that cannot be read is no reason not to show the others: the error is shown beside them.
func (a *afresh) readSome(work *background, again func(), look func(context.Context) (some bool, err error), show func()) {
	var wrong error
	a.read(work, again, func(ctx context.Context) error {
		some, err := look(ctx)
		if some {
			wrong, err = err, nil
		}
		return err
	}, func() {
		if show(); wrong != nil {
			work.failed(wrong)
		}
	})
}

// breakOff ends the reading under way.
func (a *afresh) breakOff() {
	if a.stop != nil {
		a.stop()
	}
}
