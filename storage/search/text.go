package search

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// chunkSize is about how many bytes of passages are packed together: enough to pack well, little enough to be read for one hit.
const chunkSize = 8 << 10

// mostUnpacked is what a chunk may become when it is unpacked, so that a damaged one does not fill the memory.
const mostUnpacked = 256 << 20

// chunk is a run of passages that are packed together. Their texts and their times are so unlike that they are packed apart.
type chunk struct {
	first        int // segment
	texts, times []byte
	clock        clock
}

// chunks puts the passages of an entry together, in the order of their segments.
func (e entry) chunks() []chunk {
	var all []chunk
	for _, segment := range slices.Sorted(maps.Keys(e.passages)) {
		if n := len(all); n == 0 || len(all[n-1].texts) >= chunkSize {
			all = append(all, chunk{first: segment})
		}
		last := &all[len(all)-1]
		last.texts = binary.AppendUvarint(last.texts, uint64(segment-last.first))
		last.texts = e.passages[segment].appendTo(last.texts)
		last.times = last.clock.append(last.times, e.passages[segment].starts)
	}
	return all
}

// packed gives the chunks of an entry as records, by their first segment: the length of the packed texts, these, and the packed times.
func (e entry) packed() (map[int][]byte, error) {
	all := map[int][]byte{}
	w, err := flate.NewWriter(nil, flate.DefaultCompression) // one for all, because it is large
	if err != nil {
		return nil, err
	}
	for _, c := range e.chunks() {
		texts, err := deflate(w, c.texts)
		if err != nil {
			return nil, err
		}
		times, err := deflate(w, c.times)
		if err != nil {
			return nil, err
		}
		all[c.first] = append(appendText(nil, string(texts)), times...)
	}
	return all, nil
}

func deflate(w *flate.Writer, raw []byte) ([]byte, error) {
	var packed bytes.Buffer
	w.Reset(&packed)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err := w.Close()
	return packed.Bytes(), err
}

// unpack gives the passages of a chunk, by segment.
func unpack(first int, record []byte) (map[int]passage, error) {
	r := reader{rest: record}
	said, err := inflate(r.bytes(r.uvarint()))
	if err != nil {
		return nil, err
	}
	timed, err := inflate(r.rest)
	if err != nil {
		return nil, err
	}
	all := map[int]passage{}
	c, times := clock(0), reader{rest: timed}
	for r = (reader{rest: said}); len(r.rest) > 0 && r.err == nil; {
		segment := first + int(r.uvarint())
		p := r.passage()
		p.starts = c.read(&times)
		all[segment] = p
	}
	return all, cmp.Or(r.err, times.err)
}

func inflate(packed []byte) ([]byte, error) {
	raw := bytes.NewBuffer(make([]byte, 0, 2*chunkSize))
	if _, err := raw.ReadFrom(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), mostUnpacked)); err != nil {
		return nil, fmt.Errorf("unpack text: %w: %w", ErrDamaged, err)
	}
	return raw.Bytes(), nil
}

// mostChunks is how many a texter remembers.
const mostChunks = 64

// texter reads the passages of calls. It remembers what it unpacked, since hits are often neighbours.
type texter struct {
	cursor *bbolt.Cursor
	chunks map[string]map[int]passage // by key
}

func newTexter(b *bbolt.Bucket) *texter {
	return &texter{b.Bucket(texts).Cursor(), map[string]map[int]passage{}}
}

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
	chunk, known := t.chunks[string(key)]
	if !known {
		var err error
		if chunk, err = unpack(int(binary.BigEndian.Uint32(key[numberSize:])), packed); err != nil {
			return passage{}, err
		}
		if len(t.chunks) >= mostChunks {
			clear(t.chunks)
		}
		t.chunks[string(key)] = chunk
	}
	p, ok := chunk[segment]
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

// termsOf lists the terms of a call in their order, by reading its text again.
func termsOf(b *bbolt.Bucket, number uint32) ([]string, error) {
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
	return slices.Sorted(maps.Keys(all)), nil
}
