package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// digestsBucket holds what the caller has worked out of the documents of calls: call ID → the state of the call's folder, by a number that
// it never had before, then the version of the digest and the digest itself, once there is one.
var digestsBucket = []byte("digests")

const stateSize = 8

// Digests gives every call with the digest of a version that was kept of it last, in the order of their IDs; nil where there is none, or the call's
// documents or transcripts have changed since. What a digest holds is for the caller to say, and whether it is still whole. It is
// valid only until give returns. Nothing may be changed meanwhile. The error is that of give.
func (l *Library) Digests(version string, give func(id call.ID, digest []byte) error) error {
	var failed error // of the caller, whose error says nothing of the index
	err := l.view(func(tx *bbolt.Tx) error {
		digests := tx.Bucket(digestsBucket)
		cursor := tx.Bucket(callsBucket).Cursor()
		for id, _ := cursor.First(); id != nil; id, _ = cursor.Next() {
			_, digest := digestOf(digests, call.ID(id), version)
			if failed = give(call.ID(id), digest); failed != nil {
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read digests: %w", err)
	}
	return failed
}

// Digest gives the digest of one call as Digests does. keep keeps one that is made after this call; it keeps none of a call that has
// changed meanwhile, or is gone.
func (l *Library) Digest(id call.ID, version string) (digest []byte, keep func([]byte) error, err error) {
	if err := checkID(id); err != nil {
		return nil, nil, err
	}
	var state []byte
	err = l.view(func(tx *bbolt.Tx) error {
		if tx.Bucket(callsBucket).Get([]byte(id)) == nil {
			return ErrNoCall
		}
		state, digest = digestOf(tx.Bucket(digestsBucket), id, version)
		state, digest = bytes.Clone(state), bytes.Clone(digest)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("find digest of call %s: %w", id, err)
	}
	return digest, func(fresh []byte) error { return l.keepDigest(id, state, version, fresh) }, nil
}

func (l *Library) keepDigest(id call.ID, state []byte, version string, digest []byte) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		digests := tx.Bucket(digestsBucket)
		if now, _ := digestOf(digests, id, ""); now == nil || !bytes.Equal(now, state) || l.unsettled[id] {
			return errUnchanged
		}
		return digests.Put([]byte(id), appendDigest(bytes.Clone(state), version, digest))
	})
	if err != nil {
		return fmt.Errorf("keep digest of call %s: %w", id, err)
	}
	return nil
}

func appendDigest(to []byte, version string, digest []byte) []byte {
	to = binary.AppendUvarint(to, uint64(len(version)))
	return append(append(to, version...), digest...)
}

// digestOf reads the entry of a call: the state of its folder, and what was kept of that in a version.
func digestOf(bucket *bbolt.Bucket, id call.ID, version string) (state, digest []byte) {
	entry := bucket.Get([]byte(id))
	if len(entry) < stateSize {
		return nil, nil
	}
	if kept, same := bytes.CutPrefix(entry[stateSize:], appendDigest(nil, version, nil)); same && version != "" {
		digest = kept
	}
	return entry[:stateSize], digest
}

// createDigests makes the bucket. An index that is built again must not count states as the one before it did.
func createDigests(tx *bbolt.Tx) error {
	bucket, err := tx.CreateBucketIfNotExists(digestsBucket)
	if err != nil {
		return err
	}
	return bucket.SetSequence(rand.Uint64() >> 1)
}

// newDigest forgets what was kept of a call, since its folder has changed.
func newDigest(tx *bbolt.Tx, id call.ID) error {
	bucket := tx.Bucket(digestsBucket)
	state, err := bucket.NextSequence()
	if err != nil {
		return err
	}
	return bucket.Put([]byte(id), binary.BigEndian.AppendUint64(nil, state))
}
