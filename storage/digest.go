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

// Digest is what the caller has worked out of the documents and transcripts of a call.
type Digest struct {
	Call    call.ID
	State   uint64 // of the call's folder: another one after each change, never the same again
	Content []byte // for the caller to understand, and to say whether it is whole; nil when there is none of that state and version
}

// Digests gives every call with the digest of a version that was kept of it, in the order of their IDs. The content is valid only until give
// returns, and nothing may be changed meanwhile. The error is that of give.
func (l *Library) Digests(version string, give func(Digest) error) error {
	var failed error // of the caller, whose error says nothing of the index
	err := l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(digestsBucket).ForEach(func(id, entry []byte) error {
			if failed == nil {
				failed = give(digestOf(call.ID(id), entry, version))
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("read digests: %w", err)
	}
	return failed
}

// Digest gives that of one call as Digests does.
func (l *Library) Digest(id call.ID, version string) (d Digest, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		entry := tx.Bucket(digestsBucket).Get([]byte(id))
		if entry == nil {
			return ErrNoCall
		}
		d = digestOf(id, entry, version)
		d.Content = bytes.Clone(d.Content)
		return nil
	})
	if err != nil {
		return Digest{}, fmt.Errorf("find digest of call %q: %w", id, err)
	}
	return d, nil
}

// KeepDigests keeps digests of a version, each unless its call is in another state by now, or is gone.
func (l *Library) KeepDigests(version string, digests ...Digest) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(digestsBucket)
		for _, d := range digests {
			entry := bucket.Get([]byte(d.Call))
			if entry == nil || digestOf(d.Call, entry, version).State != d.State || l.unsettled[d.Call] {
				continue
			}
			fresh := binary.BigEndian.AppendUint64(nil, d.State)
			if err := bucket.Put([]byte(d.Call), append(appendVersion(fresh, version), d.Content...)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep digests: %w", err)
	}
	return nil
}

func appendVersion(to []byte, version string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(version))), version...)
}

// digestOf reads the entry of a call. One that makes no sense is of no state that a call ever has.
func digestOf(id call.ID, entry []byte, version string) Digest {
	d := Digest{Call: id}
	if len(entry) < stateSize {
		return d
	}
	d.State = binary.BigEndian.Uint64(entry)
	if content, same := bytes.CutPrefix(entry[stateSize:], appendVersion(nil, version)); same {
		d.Content = content
	}
	return d
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
