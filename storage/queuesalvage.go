package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// saved is what a new index takes over from the one in whose place it is put: what no folder tells.
type saved struct {
	paused bool
	jobs   []Job
	parts  map[uint64][]jobPart
}

type jobPart struct{ key, content []byte }

// salvageQueue reads what can be read of the queue in an index that may be damaged. The error says that it is; then what the
// jobs have done is done again, for there may be words in it that nobody said.
func (l *Library) salvageQueue() (saved, error) { return salvage(l.once) }

// salvageOld reads the queue of an index with another layout, which is not in use. It fails with ErrLocked when it is.
func salvageOld(place string, wait time.Duration) (s saved, err error) {
	var db *bbolt.DB
	err = guard(func() (err error) {
		db, err = bbolt.Open(place, 0o600, &bbolt.Options{Timeout: wait, ReadOnly: true})
		return err
	})
	if err != nil {
		return saved{}, openError(err)
	}
	s, err = salvage(func(look func(*bbolt.DB) error) error { return guard(func() error { return look(db) }) })
	return s, errors.Join(err, db.Close())
}

// salvage reads the queue of the index that use hands to a function.
func salvage(use func(func(*bbolt.DB) error) error) (s saved, err error) {
	s.parts = map[uint64][]jobPart{}
	for _, look := range []func(*bbolt.Tx) error{s.salvagePause, s.salvageJobs, s.salvageParts, sound} {
		err = errors.Join(err, use(func(db *bbolt.DB) error { return db.View(look) }))
	}
	if err != nil {
		s.parts = nil
	}
	return s, err
}

func (s *saved) salvagePause(tx *bbolt.Tx) error {
	s.paused = isPaused(tx)
	return nil
}

func (s *saved) salvageJobs(tx *bbolt.Tx) error {
	return tx.Bucket(jobsBucket).ForEach(func(key, line []byte) error {
		var j Job
		if json.Unmarshal(line, &j) == nil && checkID(j.Call) == nil && bytes.Equal(key, jobKey(j.ID)) {
			s.jobs = append(s.jobs, j)
		}
		return nil
	})
}

// salvageParts keeps the parts of the jobs that were salvaged.
func (s *saved) salvageParts(tx *bbolt.Tx) error {
	for _, j := range s.jobs {
		err := eachPart(tx, j.ID, func(key, content []byte) error {
			s.parts[j.ID] = append(s.parts[j.ID], jobPart{bytes.Clone(key), bytes.Clone(content)})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// put fills the queue of a new index.
func (s saved) put(tx *bbolt.Tx) error {
	if err := putPaused(tx, s.paused); err != nil {
		return err
	}
	last := uint64(0)
	for _, j := range s.jobs {
		if err := putJob(tx, j); err != nil {
			return err
		}
		for _, part := range s.parts[j.ID] {
			if err := putPart(tx, part.key, part.content); err != nil {
				return err
			}
		}
		last = max(last, j.ID, j.Place) // so that the next one stands behind all
	}
	return tx.Bucket(jobsBucket).SetSequence(last)
}
