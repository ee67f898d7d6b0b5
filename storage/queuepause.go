package storage

import (
	"fmt"

	"go.etcd.io/bbolt"
)

// pausedKey is in the first bucket while the queue is paused.
var pausedKey = []byte("paused")

// Paused tells whether the user has paused the queue. The library only remembers it.
func (l *Library) Paused() (paused bool, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		paused = isPaused(tx)
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("read whether the queue is paused: %w", err)
	}
	return paused, nil
}

// SetPaused remembers whether the queue is paused, until it is said otherwise: also when the library is opened again.
func (l *Library) SetPaused(paused bool) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		if paused == isPaused(tx) {
			return errUnchanged
		}
		return putPaused(tx, paused)
	})
	if err != nil {
		return fmt.Errorf("remember that the queue is paused: %w", err)
	}
	return nil
}

func isPaused(tx *bbolt.Tx) bool { return tx.Bucket(aboutBucket).Get(pausedKey) != nil }

func putPaused(tx *bbolt.Tx, paused bool) error {
	if !paused {
		return tx.Bucket(aboutBucket).Delete(pausedKey)
	}
	return tx.Bucket(aboutBucket).Put(pausedKey, []byte("yes"))
}
