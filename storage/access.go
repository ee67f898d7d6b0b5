package storage

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// view reads from the index. An index that turns out to be damaged is built again, and asked again.
func (l *Library) view(read func(tx *bbolt.Tx) error) error {
	err := l.once(func(db *bbolt.DB) error { return db.View(read) })
	if !errors.Is(err, errIndexDamaged) {
		return err
	}
	l.change.Lock()
	defer l.change.Unlock()
	return l.peek(read)
}

// peek is view for those who hold l.change.
func (l *Library) peek(read func(tx *bbolt.Tx) error) error {
	return l.twice(func(db *bbolt.DB) error { return db.View(read) })
}

// update changes the index; the caller holds l.change. The change is on disk when it returns. It may be carried out a
// second time, on an index that had to be built again.
func (l *Library) update(write func(tx *bbolt.Tx) error) error {
	return l.twice(func(db *bbolt.DB) error {
		return l.files.do("update", indexName, func() error { return db.Update(write) })
	})
}

// once lets act use the index, kept from being replaced meanwhile.
func (l *Library) once(act func(db *bbolt.DB) error) error {
	l.using.RLock()
	defer l.using.RUnlock()
	return guard(func() error { return act(l.index.db) })
}

// twice lets act use the index, and once more if it had to be built again. The caller holds l.change.
func (l *Library) twice(act func(db *bbolt.DB) error) error {
	err := l.once(act)
	if !errors.Is(err, errIndexDamaged) {
		return err
	}
	l.log.Error("index is damaged and is built again", "error", err)
	if err := l.renew(context.Background()); err != nil {
		return fmt.Errorf("build index again: %w", err)
	}
	return l.once(act)
}
