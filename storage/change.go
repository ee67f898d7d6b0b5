package storage

import (
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// changing lets act change a call's folder and then tells the index, so that a crash in between is noticed by the
// next Open. The caller holds l.change.
func (l *Library) changing(id call.ID, act func() error) error {
	if err := l.mark(id); err != nil {
		return err
	}
	acted := act()
	l.unsettled[id] = true // whatever act came to, part of it may be done
	settled := l.settle()
	if acted != nil {
		if settled != nil {
			l.log.Warn("index could not be told of a change that failed", "call", id, "error", settled)
		}
		return acted
	}
	return settled
}

// mark notes in the index that a call is about to change.
func (l *Library) mark(id call.ID) error {
	return l.update(func(tx *bbolt.Tx) error { return tx.Bucket(pendingBucket).Put([]byte(id), []byte{}) })
}

// settle tells the index of the last change, and of those that it could not be told of before.
func (l *Library) settle() error {
	var states []state
	for id := range l.unsettled {
		s, err := l.observe(id)
		if err != nil {
			return err
		}
		states = append(states, s)
	}
	if err := l.update(func(tx *bbolt.Tx) error { return applyAll(tx, states) }); err != nil {
		return fmt.Errorf("bring the index up to date: %w", err)
	}
	l.changes.Add(1)
	clear(l.unsettled)
	l.tidying.look()
	return nil
}

// checkID refuses what cannot be the ID of a call.
func checkID(id call.ID) error {
	if _, err := call.ParseID(string(id)); err != nil {
		return fmt.Errorf("%w: %w", ErrNoCall, err)
	}
	return nil
}
