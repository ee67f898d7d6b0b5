package storage

import (
	"bytes"
	"errors"
	"io"

	"go.etcd.io/bbolt"
)

// scrubStep is how many pages of the index are looked at while nothing else may be written: few enough that nobody waits long.
const scrubStep = 1 << 14

// scrub writes zeros over every place of the index file that is not in use. bbolt leaves what was deleted where it is until the
// place is needed again, so that words of a call would be in the file long after the call is gone. It writes nothing where
// there are zeros already. Indexes that were kept because they were damaged go, for they hold the words too.
//
// What bbolt itself writes is never touched: a page that is free in the newest state may be written over by bbolt at any time,
// so a crash in the middle of this harms no more than one in the middle of an update.
func (l *Library) scrub() error {
	for next := 2; next > 0; { // the first two pages are bbolt's own
		var err error
		if next, err = l.scrubPages(next); err != nil {
			return err
		}
	}
	l.change.Lock()
	defer l.change.Unlock()
	err := l.files.do("sync", indexName, l.index.file.Sync)
	for _, kept := range []string{indexName + damagedIndex, indexName + newIndex} {
		err = errors.Join(err, l.files.Remove(kept))
	}
	return err
}

// scrubPages clears the free pages from one on, as many as make a step, and gives the first of the next step; 0 when it was the last.
func (l *Library) scrubPages(from int) (next int, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	err = guard(func() error {
		tx, err := l.beginAlone()
		if err != nil {
			return err
		}
		next, err = l.clearFree(tx, from)
		return errors.Join(err, tx.Rollback())
	})
	return next, err
}

// beginAlone begins to write while nobody reads, so that no page that is free is still looked at. Readers that come later see
// what is saved now. The caller holds l.change.
func (l *Library) beginAlone() (*bbolt.Tx, error) {
	l.using.Lock()
	defer l.using.Unlock()
	return l.index.db.Begin(true)
}

func (l *Library) clearFree(tx *bbolt.Tx, from int) (next int, err error) {
	size := int64(tx.DB().Info().PageSize)
	until, begin := from+scrubStep, -1 // begin is that of a run of free pages
	page := from
	for ; page < until; page++ {
		info, err := tx.Page(page)
		if err != nil {
			return 0, err
		}
		free := info != nil && info.Type == "free"
		switch {
		case free && begin < 0:
			begin = page
		case !free && begin >= 0:
			if err := l.clear(int64(begin)*size, int64(page)*size); err != nil {
				return 0, err
			}
			begin = -1
		}
		if info == nil { // behind the last page there is room that an update that failed may have written to
			stat, err := l.index.file.Stat()
			if err != nil {
				return 0, err
			}
			return 0, l.clear(tx.Size(), stat.Size())
		}
		if !free {
			page += info.OverflowCount
		}
	}
	if begin >= 0 {
		err = l.clear(int64(begin)*size, int64(page)*size)
	}
	return page, err
}

// clear writes zeros over a part of the index file, where there are none.
func (l *Library) clear(from, to int64) error {
	const most = 1 << 20
	content, zeros := make([]byte, min(most, max(0, to-from))), make([]byte, min(most, max(0, to-from)))
	for from < to {
		n, err := l.index.file.ReadAt(content[:min(most, to-from)], from)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if n == 0 {
			return nil
		}
		if !bytes.Equal(content[:n], zeros[:n]) {
			err := l.files.do("scrub", indexName, func() error {
				_, err := l.index.file.WriteAt(zeros[:n], from)
				return err
			})
			if err != nil {
				return err
			}
		}
		from += int64(n)
	}
	return nil
}
