package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// The bucket of imprints holds each of them with the call that has it, and under the call's ID a list of its own, which
// says what is to be removed with it.

// WithImprint lists the calls whose sound, or the file they were made from, has an imprint, the oldest first.
func (l *Library) WithImprint(imprint string) (ids []call.ID, err error) {
	prefix := []byte(imprint + "\x00")
	err = l.view(func(tx *bbolt.Tx) error {
		ids = nil
		cursor := tx.Bucket(imprintsBucket).Cursor()
		for key, _ := cursor.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = cursor.Next() {
			ids = append(ids, call.ID(key[len(prefix):]))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for an imprint: %w", err)
	}
	return ids, nil
}

// putImprints enters those of a call in place of what was entered before.
func putImprints(bucket *bbolt.Bucket, id call.ID, imprints []string) error {
	before, err := imprintsOf(bucket, id)
	if err != nil || slices.Equal(before, imprints) {
		return err
	}
	for _, imprint := range before {
		if err := bucket.Delete(imprintKey(imprint, id)); err != nil {
			return err
		}
	}
	if len(imprints) == 0 {
		return bucket.Delete([]byte(id))
	}
	for _, imprint := range imprints {
		if err := bucket.Put(imprintKey(imprint, id), []byte{}); err != nil {
			return err
		}
	}
	list, err := json.Marshal(imprints)
	if err != nil {
		return fmt.Errorf("enter imprints: %w", err)
	}
	return bucket.Put([]byte(id), list)
}

// imprintsOf gives those that are entered of a call.
func imprintsOf(bucket *bbolt.Bucket, id call.ID) (list []string, err error) {
	content := bucket.Get([]byte(id))
	if content == nil {
		return nil, nil
	}
	if err := json.Unmarshal(content, &list); err != nil {
		return nil, fmt.Errorf("imprints of call %s: %w: %w", id, errIndexDamaged, err)
	}
	return list, nil
}

func imprintKey(imprint string, id call.ID) []byte { return []byte(imprint + "\x00" + string(id)) }

// soundImprints makes sure that the bucket agrees with itself.
func soundImprints(bucket *bbolt.Bucket) error {
	err := bucket.ForEach(func(key, _ []byte) error {
		imprint, id, ok := strings.Cut(string(key), "\x00")
		if !ok {
			return nil
		}
		list, err := imprintsOf(bucket, call.ID(id))
		if err == nil && !slices.Contains(list, imprint) {
			err = fmt.Errorf("imprint of call %s: %w", id, errIndexDamaged)
		}
		return err
	})
	if err != nil {
		return err
	}
	return bucket.ForEach(func(key, _ []byte) error {
		if bytes.Contains(key, []byte{0}) {
			return nil
		}
		list, err := imprintsOf(bucket, call.ID(key))
		for _, imprint := range list {
			if err == nil && bucket.Get(imprintKey(imprint, call.ID(key))) == nil {
				err = fmt.Errorf("imprints of call %s: %w", key, errIndexDamaged)
			}
		}
		return err
	})
}
