package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"
)

// Words of a call that was just put stand apart, in fresh: to put them into the blocks of all their terms at once would touch
// hundreds of pages for each call. Merge moves them later, term by term for many calls together. At any time each word of a
// call is in one of the two, and of one term the calls in blocks have lower numbers than those in fresh.

const (
	enoughFresh = 64  // calls that are worth a merge
	mostFresh   = 512 // calls that are merged together
)

// Ripe reports whether Merge has enough to do.
func Ripe(b *bbolt.Bucket) bool { return len(freshCalls(b, enoughFresh)) >= enoughFresh }

// Merge moves words from fresh into blocks, about so many postings at most, and reports whether some are left. Each step leaves
// the index whole, so that the next one can come at any time.
func Merge(b *bbolt.Bucket, most int) (more bool, err error) {
	m := newMerging(b, freshCalls(b, mostFresh))
	for moved := 0; moved < most; {
		term, all := m.next()
		if all == nil {
			return false, nil
		}
		if err := m.move(term, all); err != nil {
			return false, fmt.Errorf("merge words into the index: %w", err)
		}
		moved += len(all)
	}
	return true, nil
}

// freshCalls lists the calls that have words in fresh, most of them at most (0 for all).
func freshCalls(b *bbolt.Bucket, most int) (all []uint32) {
	cursor := b.Bucket(fresh).Cursor()
	for key, _ := cursor.First(); len(key) > numberSize && (most == 0 || len(all) < most); {
		number := binary.BigEndian.Uint32(key)
		all = append(all, number)
		if number++; number == 0 {
			break
		}
		key, _ = cursor.Seek(numberKey(number))
	}
	return all
}

// merging goes through the terms of several fresh calls together.
type merging struct {
	bucket *bbolt.Bucket
	heads  []head
}

// head is the lowest term of one call that is still in fresh.
type head struct {
	number    uint32
	cursor    *bbolt.Cursor
	term      []byte // nil when there is none left
	positions []byte
}

func newMerging(b *bbolt.Bucket, calls []uint32) *merging {
	m := &merging{bucket: b}
	for _, number := range calls {
		h := head{number: number, cursor: b.Bucket(fresh).Cursor()}
		h.stand(h.cursor.Seek(numberKey(number)))
		m.heads = append(m.heads, h)
	}
	return m
}

func (h *head) stand(key, positions []byte) {
	h.term, h.positions = nil, nil
	if len(key) > numberSize && binary.BigEndian.Uint32(key) == h.number {
		h.term, h.positions = key[numberSize:], positions
	}
}

// next takes the lowest term of all with its postings, by number; none when nothing is left.
func (m *merging) next() (term string, all []posting) {
	var lowest []byte
	for _, h := range m.heads {
		if h.term != nil && (lowest == nil || bytes.Compare(h.term, lowest) < 0) {
			lowest = h.term
		}
	}
	for i := range m.heads {
		if h := &m.heads[i]; lowest != nil && bytes.Equal(h.term, lowest) {
			all = append(all, posting{h.number, slices.Clone(h.positions)})
		}
	}
	return string(lowest), all
}

// move moves postings of a term, and lets the calls go on to their next.
func (m *merging) move(term string, all []posting) error {
	if err := putBehind(m.bucket, term, all); err != nil {
		return err
	}
	for _, p := range all {
		if err := m.bucket.Bucket(fresh).Delete(freshKey(p.number, term)); err != nil {
			return err
		}
	}
	for i := range m.heads {
		if h := &m.heads[i]; string(h.term) == term {
			h.stand(h.cursor.Seek(freshKey(h.number, term)))
		}
	}
	return nil
}
