package storage

import (
	"context"
	"errors"
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Purge removes calls that are in the trash for good: their folders, what the index knows of them, and every trace that the
// index file kept of their words. told may be nil; it hears after each call how many are gone. The error is ErrNotTrashed if one
// is not in the trash; those before it are gone then.
//
// Whenever the program dies, a call is either in the trash, whole, or will be gone at the next Open.
func (l *Library) Purge(ctx context.Context, ids []call.ID, told func(gone int)) error {
	var err error
	for i, id := range ids {
		if err = ctx.Err(); err != nil {
			break
		}
		if err = l.purge(id); err != nil {
			err = fmt.Errorf("remove call %s for good: %w", id, err)
			break
		}
		if told != nil {
			told(i + 1)
		}
	}
	if finished := l.finishPurges(); finished != nil {
		err = errors.Join(err, fmt.Errorf("remove the traces of calls: %w", finished))
	}
	return err
}

// purge removes the files and the entry of a call. Its empty folder stays until finishPurges, to tell that there may be traces.
func (l *Library) purge(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.inTrash(id); err != nil {
		return err
	}
	return l.changing(id, func() error {
		dying := purgingFolder(id)
		if err := l.removeFolder(dying); err != nil { // of an earlier call of that ID
			return err
		}
		if err := l.files.Rename(trashFolder(id), dying); err != nil {
			return err
		}
		return l.files.Empty(dying)
	})
}

func (l *Library) removeFolder(name string) error {
	if err := l.files.Empty(name); err != nil {
		return err
	}
	return l.files.Remove(name)
}

// finishPurges removes what is left of calls that were removed for good, in this run or in one that was broken off: the rest of
// their files, their traces in the index file, and last the folder that told of them.
func (l *Library) finishPurges() error {
	purging, err := l.emptyPurging()
	if err != nil || len(purging) == 0 {
		return err
	}
	if err := l.scrub(); err != nil {
		return err
	}
	l.change.Lock()
	defer l.change.Unlock()
	for _, id := range purging {
		if err := l.files.Remove(purgingFolder(id)); err != nil {
			return err
		}
	}
	return nil
}

// emptyPurging lists the calls that are being removed for good, of which nothing but an empty folder is left, and no index entry.
func (l *Library) emptyPurging() ([]call.ID, error) {
	l.change.Lock()
	defer l.change.Unlock()
	_, purging, _, err := l.trashFolders()
	for _, id := range purging {
		if err == nil {
			err = l.files.Empty(purgingFolder(id))
		}
	}
	if err == nil && len(l.unsettled) > 0 {
		err = l.settle()
	}
	return purging, err
}
