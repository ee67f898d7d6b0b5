package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"go.etcd.io/bbolt"
)

// chunkSize is about how many bytes of passages are packed together: enough to pack well, little enough to be read for one hit.
const chunkSize = 8 << 10

// mostUnpacked is what a chunk may become when it is unpacked, so that a damaged one does not fill the memory.
const mostUnpacked = 256 << 20

// chunk is a run of passages that are packed together.
type chunk struct {
	first int // segment
	raw   []byte
}

// chunks puts the passages of an entry together, in the order of their segments.
func (e entry) chunks() []chunk {
	var all []chunk
	for _, segment := range e.segments() {
		if n := len(all); n == 0 || len(all[n-1].raw) >= chunkSize {
			all = append(all, chunk{first: segment})
		}
		last := &all[len(all)-1]
		record := e.passages[segment].encode()
		last.raw = binary.AppendUvarint(last.raw, uint64(segment-last.first))
		last.raw = append(binary.AppendUvarint(last.raw, uint64(len(record))), record...)
	}
	return all
}

// segments lists those that have words, rising.
func (e entry) segments() []int {
	all := make([]int, 0, len(e.passages))
	for segment := range e.passages {
		all = append(all, segment)
	}
	slices.Sort(all)
	return all
}

func (c chunk) pack() ([]byte, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(c.raw); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}

// unpack gives the passages of a chunk, by segment.
func unpack(first int, packed []byte) (map[int]passage, error) {
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), mostUnpacked))
	if err != nil {
		return nil, fmt.Errorf("unpack text: %w: %w", ErrDamaged, err)
	}
	all := map[int]passage{}
	r := reader{rest: raw}
	for len(r.rest) > 0 && r.err == nil {
		segment := first + int(r.uvarint())
		p, err := decodePassage(r.bytes(r.uvarint()))
		if err != nil {
			return nil, err
		}
		all[segment] = p
	}
	return all, r.err
}

// texter reads the passages of calls. It remembers the last chunk, since neighbours are often wanted together.
type texter struct {
	cursor *bbolt.Cursor
	key    []byte // of the chunk
	chunk  map[int]passage
}

func newTexter(b *bbolt.Bucket) *texter { return &texter{cursor: b.Bucket(texts).Cursor()} }

// passage gives one segment's.
func (t *texter) passage(number uint32, segment int) (passage, error) {
	wanted := segmentKey(number, segment)
	key, packed := t.cursor.Seek(wanted)
	if !bytes.Equal(key, wanted) {
		key, packed = before(t.cursor, key)
	}
	if len(key) != len(wanted) || !bytes.HasPrefix(key, wanted[:numberSize]) {
		return passage{}, fmt.Errorf("no text of segment %d: %w", segment, ErrDamaged)
	}
	if !bytes.Equal(key, t.key) {
		all, err := unpack(int(binary.BigEndian.Uint32(key[numberSize:])), packed)
		if err != nil {
			return passage{}, err
		}
		t.key, t.chunk = bytes.Clone(key), all
	}
	p, ok := t.chunk[segment]
	if !ok {
		return passage{}, fmt.Errorf("no text of segment %d: %w", segment, ErrDamaged)
	}
	return p, nil
}

// before goes to the key in front of the one where a Seek has ended, which is nil behind the last.
func before(cursor *bbolt.Cursor, at []byte) (key, value []byte) {
	if at == nil {
		return cursor.Last()
	}
	return cursor.Prev()
}

// termsOf gives the terms of a call, by reading its text again.
func termsOf(b *bbolt.Bucket, number uint32) (map[string]bool, error) {
	all := map[string]bool{}
	prefix := numberKey(number)
	cursor := b.Bucket(texts).Cursor()
	for key, packed := cursor.Seek(prefix); bytes.HasPrefix(key, prefix); key, packed = cursor.Next() {
		passages, err := unpack(0, packed)
		if err != nil {
			return nil, err
		}
		for _, p := range passages {
			found, err := words(p.text)
			if err != nil {
				return nil, err
			}
			for _, w := range found {
				all[w.term] = true
			}
		}
	}
	return all, nil
}
