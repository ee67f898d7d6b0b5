package app

import (
	"context"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Trashed is a call in the trash.
type Trashed = storage.Trashed

// Trash moves calls into the trash. What is being written down of one is broken off, and begins anew when it is restored. A call
// that is being recorded stays: the error is storage.ErrLive. Those before one that fails have been moved, and are given.
func (a *App) Trash(ctx context.Context, ids ...call.ID) (moved []call.ID, err error) {
	if err := a.Recovered(ctx); err != nil { // until then it is not known which calls a crash broke off
		return nil, err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return moved, err
		}
		job, queued, err := a.jobOf(id)
		if err == nil {
			err = a.library.Trash(id)
		}
		if err != nil {
			return moved, err
		}
		if queued {
			a.jobs.cancelCurrent(job.ID)
			a.queueChanged()
		}
		moved = append(moved, id)
		a.hub.send(CallTrashed{id})
	}
	return moved, nil
}

// Restore brings calls back from the trash. Those before one that fails have been brought back.
func (a *App) Restore(ctx context.Context, ids ...call.ID) error {
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.library.Restore(id); err != nil {
			return err
		}
		a.hub.send(CallSaved{id})
		a.hub.send(TrashChanged{})
		a.queueChanged()
	}
	return nil
}

// Trashed lists the calls in the trash: what went there last comes first.
func (a *App) Trashed() ([]Trashed, error) { return a.library.Trashed() }

// TrashedBefore lists those that went into the trash before a moment.
func (a *App) TrashedBefore(moment time.Time) (older []Trashed, err error) {
	all, err := a.library.Trashed()
	for _, t := range all {
		if !t.Removed.IsZero() && t.Removed.Before(moment) { // of one without a date it cannot be said
			older = append(older, t)
		}
	}
	return older, err
}

// FindTrashed understands what a person types for a call in the trash: its ID, the beginning of one, or "last".
func (a *App) FindTrashed(ref string) (call.ID, error) { return a.library.FindTrashed(ref) }

// Purge removes calls that are in the trash for good, with every trace. told may be nil; it hears how many are gone.
func (a *App) Purge(ctx context.Context, ids []call.ID, told func(gone int)) error {
	err := a.library.Purge(ctx, ids, told)
	a.hub.send(TrashChanged{})
	return err
}
