package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// inspectIndex looks for damage within the index, whatever the folders hold, and reports whether it is sound.
func (l *Library) inspectIndex() ([]problem, bool, error) {
	err := l.once(func(db *bbolt.DB) error { return db.View(sound) })
	if err == nil {
		return nil, true, nil
	}
	if !errors.Is(err, errIndexDamaged) {
		return nil, false, err
	}
	l.log.Warn("index is damaged", "error", err)
	return []problem{{Finding: Finding{
		Path:    indexName,
		Problem: "The index is damaged.",
		Action:  "It was built again from the folders of the calls.",
	}, mend: func() error { return l.renew(context.Background()) }}}, false, nil
}

// sound reads the whole index and makes sure that it agrees with itself. (bbolt's own check would do its reading on a
// goroutine of its own, where a fault in a damaged file ends the program.)
func sound(tx *bbolt.Tx) error {
	err := tx.ForEach(func(_ []byte, b *bbolt.Bucket) error { return rising(b) })
	if err != nil {
		return err
	}
	starts, calls := tx.Bucket(startsBucket), tx.Bucket(callsBucket)
	listed := 0
	err = calls.ForEach(func(id, start []byte) error {
		listed++
		s, err := readSummary(starts.Get(start))
		if err == nil && (string(s.ID) != string(id) || !bytes.Equal(start, startKey(s.Started, s.ID))) {
			err = fmt.Errorf("summary of call %s: %w", id, errIndexDamaged)
		}
		return err
	})
	if err != nil {
		return err
	}
	if starts.Inspect().KeyN != listed {
		return fmt.Errorf("there are more summaries than calls: %w", errIndexDamaged)
	}
	if _, err := readJobs(tx); err != nil {
		return err
	}
	if err := soundImprints(tx.Bucket(imprintsBucket)); err != nil {
		return err
	}
	return search.Check(tx.Bucket(searchBucket))
}

// rising makes sure that the keys of a bucket and of those within it are in order.
func rising(b *bbolt.Bucket) error {
	var last []byte
	return b.ForEach(func(key, value []byte) error {
		if bytes.Compare(last, key) >= 0 {
			return fmt.Errorf("keys are not in order: %w", errIndexDamaged)
		}
		last = append(last[:0], key...)
		if value == nil {
			return rising(b.Bucket(key))
		}
		return nil
	})
}

func searchedCalls(tx *bbolt.Tx) []call.ID { return search.Calls(tx.Bucket(searchBucket)) }

// agrees reports whether the index says of a call just what its folder does.
func (s state) agrees(tx *bbolt.Tx) (bool, error) {
	if !s.agreesInTrash(tx) {
		return false, nil
	}
	id := []byte(s.id)
	words := tx.Bucket(searchBucket)
	start := tx.Bucket(callsBucket).Get(id)
	marked := tx.Bucket(pendingBucket).Get(id) != nil
	unfinished := tx.Bucket(unfinishedBucket).Get(id) != nil
	imprints, err := imprintsOf(tx.Bucket(imprintsBucket), s.id)
	if err != nil || !slices.Equal(imprints, s.imprints) {
		return false, err
	}
	if s.gone {
		traces := unfinished || search.Has(words, s.id) || hasOutline(tx, s.id) || tx.Bucket(digestsBucket).Get(id) != nil
		return start == nil && (!marked || s.doubt) && !traces, nil
	}
	digest := tx.Bucket(digestsBucket).Get(id) != nil
	if start == nil || !digest || marked && !s.doubt || unfinished != s.unfinished {
		return false, nil
	}
	known, err := readSummary(tx.Bucket(startsBucket).Get(start))
	if err != nil || !known.same(s.summary) {
		return false, err
	}
	return search.Same(words, s.document)
}

// same compares two summaries as they are shown.
func (s Summary) same(other Summary) bool {
	equal := s.Started.Equal(other.Started) && slices.Equal(s.Tags, other.Tags) && slices.EqualFunc(s.FollowUps, other.FollowUps, call.FollowUp.Same)
	s.Started, s.Tags, s.FollowUps = other.Started, other.Tags, other.FollowUps
	return equal && reflect.DeepEqual(s, other)
}
