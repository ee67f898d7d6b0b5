package storage

import (
	"bytes"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// partsBucket holds what jobs have done so far: job ID and name of the part → content. It is made when it is needed.
var partsBucket = []byte("parts")

// KeepPart keeps a piece of work that a job has done under a name, so that it need not be done again when the job is broken
// off. It goes with the job. The error is ErrNoJob if that is not in the queue.
func (l *Library) KeepPart(job uint64, name string, content []byte) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		if tx.Bucket(jobsBucket).Get(jobKey(job)) == nil {
			return ErrNoJob
		}
		return putPart(tx, append(jobKey(job), name...), content)
	})
	if err != nil {
		return fmt.Errorf("keep part of job %d: %w", job, err)
	}
	return nil
}

func putPart(tx *bbolt.Tx, key, content []byte) error {
	parts, err := tx.CreateBucketIfNotExists(partsBucket)
	if err != nil {
		return err
	}
	return parts.Put(key, content)
}

// Parts gives what was kept of a job, in the order of the names.
func (l *Library) Parts(job uint64) (contents [][]byte, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		contents = nil
		return eachPart(tx, job, func(_, content []byte) error {
			contents = append(contents, bytes.Clone(content))
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read parts of job %d: %w", job, err)
	}
	return contents, nil
}

// dropParts forgets what was kept of a job.
func dropParts(tx *bbolt.Tx, job uint64) error {
	var names [][]byte
	err := eachPart(tx, job, func(name, _ []byte) error {
		names = append(names, bytes.Clone(name))
		return nil
	})
	for _, name := range names {
		err = errors.Join(err, tx.Bucket(partsBucket).Delete(name))
	}
	return err
}

func eachPart(tx *bbolt.Tx, job uint64, do func(name, content []byte) error) error {
	parts := tx.Bucket(partsBucket)
	if parts == nil {
		return nil
	}
	cursor, prefix := parts.Cursor(), jobKey(job)
	for name, content := cursor.Seek(prefix); bytes.HasPrefix(name, prefix); name, content = cursor.Next() {
		if err := do(name, content); err != nil {
			return err
		}
	}
	return nil
}
