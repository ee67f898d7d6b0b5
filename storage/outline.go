package storage

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// outlinesBucket holds how the recordings of calls look, drawn small: call ID → from what it was drawn, then the outline. It is made
// when it is needed.
var outlinesBucket = []byte("outlines")

// Outline gives the outline of a call's recording, in so many points, that was kept last; nil where there is none, or the recording
// has changed since. keep keeps one that is drawn after this call; it keeps none of a recording that changes meanwhile, or of a call
// that is gone. What an outline looks like is for the caller to say, and whether it is still whole. The error is ErrNoAudio when
// there is no recording.
func (l *Library) Outline(id call.ID, points int) (outline []byte, keep func([]byte) error, err error) {
	stamp, err := l.outlineStamp(id, points)
	if err == nil {
		err = l.view(func(tx *bbolt.Tx) error {
			outline = nil
			if bucket := tx.Bucket(outlinesBucket); bucket != nil {
				if kept, ours := bytes.CutPrefix(bucket.Get([]byte(id)), stamp); ours {
					outline = bytes.Clone(kept)
				}
			}
			return nil
		})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("find outline of call %s: %w", id, err)
	}
	return outline, func(fresh []byte) error { return l.keepOutline(id, points, stamp, fresh) }, nil
}

func (l *Library) keepOutline(id call.ID, points int, stamp, outline []byte) error {
	l.change.Lock()
	defer l.change.Unlock()
	now, err := l.outlineStamp(id, points)
	if err == nil && !bytes.Equal(now, stamp) {
		return nil
	}
	if err == nil {
		err = l.update(func(tx *bbolt.Tx) error {
			if tx.Bucket(callsBucket).Get([]byte(id)) == nil {
				return errUnchanged
			}
			bucket, err := tx.CreateBucketIfNotExists(outlinesBucket)
			if err != nil {
				return err
			}
			return bucket.Put([]byte(id), append(bytes.Clone(stamp), outline...))
		})
	}
	if err != nil {
		return fmt.Errorf("keep outline of call %s: %w", id, err)
	}
	return nil
}

// outlineStamp tells what an outline is drawn from: the length of the recording, when it was written, and the points asked for.
func (l *Library) outlineStamp(id call.ID, points int) ([]byte, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	size, written, err := l.files.Modified(inFolder(id, audioName))
	if errors.Is(err, fs.ErrNotExist) {
		if err := l.present(id); err != nil {
			return nil, err
		}
		return nil, ErrNoAudio
	}
	return stampOf(size, written, points), err
}

func stampOf(size int64, written time.Time, points int) []byte {
	stamp := binary.BigEndian.AppendUint64(nil, uint64(size))
	stamp = binary.BigEndian.AppendUint64(stamp, uint64(written.UnixNano()))
	return binary.BigEndian.AppendUint32(stamp, uint32(points))
}

func hasOutline(tx *bbolt.Tx, id call.ID) bool {
	bucket := tx.Bucket(outlinesBucket)
	return bucket != nil && bucket.Get([]byte(id)) != nil
}

// dropOutline forgets the outline of a call.
func dropOutline(tx *bbolt.Tx, id call.ID) error {
	if bucket := tx.Bucket(outlinesBucket); bucket != nil {
		return bucket.Delete([]byte(id))
	}
	return nil
}
