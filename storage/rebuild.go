package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// RebuildIndex builds the index again from the folders. The queue is kept if it can be read. When it is interrupted,
// the next Open goes on.
func (l *Library) RebuildIndex(ctx context.Context) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.renew(ctx); err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	return nil
}

// renew replaces the index by a new one and fills it. The caller holds l.change.
func (l *Library) renew(ctx context.Context) error {
	queue, err := l.salvageQueue()
	if err != nil {
		l.log.Warn("part of the queue of jobs may be lost", "kept", len(queue.jobs), "error", err)
	}
	if err := l.replace(queue, err == nil); err != nil {
		return err
	}
	if err := l.rememberID(); err != nil {
		return err
	}
	return l.fill(ctx)
}

// replace puts a new index in the place of the one in use. Of one that is sound nothing else is kept.
func (l *Library) replace(queue saved, sound bool) error {
	l.using.Lock()
	defer l.using.Unlock()
	x, err := replaceIndex(l.dir, l.wait, queue)
	if err != nil {
		return err
	}
	old := l.index
	l.index = x
	if sound {
		err = errors.Join(guard(old.close), l.files.Remove(indexName+damagedIndex))
	} else {
		err = old.abandon()
	}
	return errors.Join(err, l.files.SyncDir("."))
}

// atOnce is how many calls are put into the index in one transaction.
const atOnce = 32

// fill puts every call into an index, then notes that it holds them all.
func (l *Library) fill(ctx context.Context) error {
	ids, _, err := l.folders()
	if err != nil {
		return err
	}
	trashed, _, _, err := l.trashFolders()
	if err != nil {
		return err
	}
	if err := l.reindexAll(ctx, append(ids, trashed...)); err != nil {
		return err
	}
	return l.once(func(db *bbolt.DB) error {
		return db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(aboutBucket).Put(filledKey, []byte("yes")) })
	})
}

// reindexAll brings the index up to date about the given calls.
func (l *Library) reindexAll(ctx context.Context, ids []call.ID) error {
	for len(ids) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch := ids[:min(atOnce, len(ids))]
		ids = ids[len(batch):]
		var states []state
		for _, id := range batch {
			s, err := l.observe(id)
			if err == nil && s.restored {
				if err = l.unremove(id); err == nil {
					s, err = l.observe(id)
				}
			}
			if err != nil {
				return err
			}
			states = append(states, s)
		}
		err := l.once(func(db *bbolt.DB) error {
			return l.files.do("update", indexName, func() error {
				return db.Update(func(tx *bbolt.Tx) error { return applyAll(tx, states) })
			})
		})
		if err != nil {
			return err
		}
		l.changes.Add(1)
	}
	return nil
}

func applyAll(tx *bbolt.Tx, states []state) error {
	for _, s := range states {
		if err := s.apply(tx); err != nil {
			return err
		}
	}
	return nil
}

// settleAll makes a newly opened index agree with the folders: it fills one that is not full, sees to the calls that
// were about to change when the program died, and to folders that came or went while it was not running.
func (l *Library) settleAll(ctx context.Context) error {
	filled := false
	err := l.peek(func(tx *bbolt.Tx) error {
		filled = tx.Bucket(aboutBucket).Get(filledKey) != nil
		return nil
	})
	if err == nil && !filled {
		err = l.fill(ctx)
	}
	if err != nil {
		return err
	}
	if err := l.sweep(); err != nil {
		l.log.Warn("what was left of an import could not be removed", "error", err)
	}
	err = l.catchUp(ctx)
	if errors.Is(err, errIndexDamaged) {
		l.log.Error("index is damaged and is built again", "error", err)
		err = l.renew(ctx)
	}
	if err != nil {
		return err
	}
	return l.requeue()
}

// catchUp enters in the index what changed in the folders without it.
func (l *Library) catchUp(ctx context.Context) error {
	changed, err := l.changed()
	if err != nil || len(changed) == 0 {
		return err
	}
	for _, id := range changed {
		if checkID(id) != nil {
			return fmt.Errorf("call %q: %w", id, errIndexDamaged)
		}
	}
	l.log.Info("index is brought up to date", "calls", len(changed))
	for _, id := range changed {
		if err := errors.Join(l.sweepFolder(folder(id)), l.sweepFolder(trashFolder(id))); err != nil {
			l.log.Warn("files that were being written are left", "call", id, "error", err)
		}
	}
	return l.reindexAll(ctx, changed)
}

// sweepFolder removes from a folder what was being written when the program died, and the folder if there is nothing else in it.
func (l *Library) sweepFolder(place string) error {
	entries, err := l.files.List(place)
	left := len(entries)
	for _, entry := range entries {
		if isTemp(entry.Name()) {
			left--
			err = errors.Join(err, l.files.Remove(path.Join(place, entry.Name())))
		}
	}
	if err != nil || left > 0 {
		return err
	}
	return l.files.Remove(place)
}

// changed lists the calls that the index may be wrong about: those marked, those whose folder it does not know, and
// those it knows that have none, among the calls and in the trash.
func (l *Library) changed() ([]call.ID, error) {
	ids, _, err := l.folders()
	if err != nil {
		return nil, err
	}
	trashed, _, _, err := l.trashFolders()
	if err != nil {
		return nil, err
	}
	var changed []call.ID
	err = l.peek(func(tx *bbolt.Tx) error {
		changed = append(difference(ids, tx.Bucket(callsBucket)), difference(trashed, tx.Bucket(trashBucket))...)
		marks := tx.Bucket(pendingBucket).Cursor()
		for id, _ := marks.First(); id != nil; id, _ = marks.Next() {
			changed = append(changed, call.ID(id))
		}
		slices.Sort(changed)
		changed = slices.Compact(changed)
		return nil
	})
	return changed, err
}

// difference gives the calls that are either among the folders or in a bucket, which may be nil.
func difference(folders []call.ID, bucket *bbolt.Bucket) (apart []call.ID) {
	known := map[call.ID]bool{}
	if bucket != nil {
		keys := bucket.Cursor()
		for id, _ := keys.First(); id != nil; id, _ = keys.Next() {
			known[call.ID(id)] = true
		}
	}
	for _, id := range folders {
		if !known[id] {
			apart = append(apart, id)
		}
		delete(known, id)
	}
	return slices.AppendSeq(apart, maps.Keys(known))
}
