package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// Words of a call that was just put stand apart, in fresh: to put each behind those of its term at once would touch
// hundreds of pages for each call. Merge moves them later, for many calls together, term by term. What is moved stays in fresh, too, until
// all terms are; a mark says how far that is, and thereby in which of the two a word of a call is looked for.

const (
	enoughFresh = 64  // calls that are worth a merge
	mostFresh   = 512 // calls that are merged together
)

// mark says how far a merge has come: of the calls up to a number, the terms lower than one are moved. Without a merge it is zero.
type mark struct {
	number uint32
	term   string
}

// marked is the key in the index's bucket under which the mark stands.
var marked = []byte("merged up to")

func readMark(b *bbolt.Bucket) (mark, error) {
	record := b.Get(marked)
	switch {
	case record == nil:
		return mark{}, nil
	case len(record) < numberSize:
		return mark{}, fmt.Errorf("read mark of a merge: %w", ErrDamaged)
	}
	return mark{binary.BigEndian.Uint32(record), string(record[numberSize:])}, nil
}

func (m mark) write(b *bbolt.Bucket) error {
	if m == (mark{}) {
		return b.Delete(marked)
	}
	return b.Put(marked, freshKey(m.number, m.term))
}

// moved reports whether a term of a call that has words in fresh is where Merge puts it.
func (m mark) moved(number uint32, term string) bool { return number <= m.number && term < m.term }

// Ripe reports whether Merge has enough to do, or something to end.
func Ripe(b *bbolt.Bucket) bool {
	return b.Get(marked) != nil || len(freshCalls(b, enoughFresh)) >= enoughFresh
}

// Merge moves words out of fresh, about so many postings at most, and reports whether some are left. Each step leaves
// the index whole, so that the next one can come at any time.
func Merge(b *bbolt.Bucket, most int) (more bool, err error) {
	if more, err = mergeStep(b, max(most, 1)); err != nil {
		return false, fmt.Errorf("merge words into the index: %w", err)
	}
	return more, nil
}

func mergeStep(b *bbolt.Bucket, most int) (more bool, err error) {
	m, err := readMark(b)
	if err != nil {
		return false, err
	}
	if m.number == 0 {
		if more, err = settle(b, most); more || err != nil {
			return more, err
		}
		calls := freshCalls(b, mostFresh)
		if len(calls) == 0 {
			return false, nil
		}
		m.number = calls[len(calls)-1]
	}
	if m, err = m.move(b, most); err != nil {
		return false, err
	}
	return m.number > 0 || len(freshCalls(b, 1)) > 0, m.write(b)
}

// settle brings terms and forms that came with new calls into pages, so many at most, and reports whether some are left.
func settle(b *bbolt.Bucket, most int) (more bool, err error) {
	left := most
	for _, name := range lexicons {
		moved, err := lexiconOf(b, name).settle(left)
		if err != nil {
			return false, err
		}
		left -= moved
	}
	return left == 0, nil
}

// move moves so many postings at most of a merge, and gives the mark where it ends.
func (m mark) move(b *bbolt.Bucket, most int) (mark, error) {
	heads := m.open(b)
	known, young, moved := edit(b.Bucket(terms)), b.Bucket(youngOf(terms)), 0
	term, all := heads.next()
	for ; len(all) > 0 && moved < most; term, all = heads.next() {
		if err := putBehind(known, b.Bucket(blocks), term, all); err != nil {
			return m, err
		}
		if err := young.Delete([]byte(term)); err != nil { // came with a call of which the merge knows nothing
			return m, err
		}
		moved += len(all)
	}
	if err := cmp.Or(heads.err, known.close()); err != nil {
		return m, err
	}
	if len(all) > 0 {
		return mark{m.number, term}, nil
	}
	return mark{}, m.forget(b)
}

// forget drops from fresh what a merge that has ended moved.
func (m mark) forget(b *bbolt.Bucket) error {
	cursor := b.Bucket(fresh).Cursor()
	for key, _ := cursor.First(); len(key) > numberSize && binary.BigEndian.Uint32(key) <= m.number; key, _ = cursor.First() {
		if err := cursor.Delete(); err != nil {
			return err
		}
	}
	return nil
}

// merging goes through the terms of several fresh calls together.
type merging struct {
	heads []*head
	err   error
}

// head is the lowest term of one call that is not moved yet.
type head struct {
	number uint32
	cursor *bbolt.Cursor
	page   page
	ended  bool
}

// open stands where a merge has come to.
func (m mark) open(b *bbolt.Bucket) *merging {
	all := &merging{}
	for _, number := range freshCalls(b, 0) {
		if number > m.number {
			break
		}
		h := &head{number: number, cursor: b.Bucket(fresh).Cursor()}
		h.page = openPage(freshPage(h.cursor, number, m.term))
		if !h.page.seek([]byte(m.term)) {
			h.next()
		}
		all.heads = append(all.heads, h)
	}
	return all
}

// next goes to the next term of the call.
func (h *head) next() {
	for !h.page.next() && h.page.err == nil && !h.ended {
		key, record := h.cursor.Next()
		if h.ended = !bytes.HasPrefix(key, numberKey(h.number)); !h.ended {
			h.page = openPage(record)
		}
	}
}

// next takes the lowest term of all with its postings, by number; none when nothing is left.
func (m *merging) next() (term string, all []posting) {
	var lowest []byte
	for _, h := range m.heads {
		if m.err = cmp.Or(m.err, h.page.err); m.err != nil {
			return "", nil
		}
		if !h.ended && (lowest == nil || bytes.Compare(h.page.key, lowest) < 0) {
			lowest = h.page.key
		}
	}
	term = string(lowest)
	for _, h := range m.heads {
		if !h.ended && string(h.page.key) == term {
			all = append(all, posting{h.number, h.page.value})
			h.next()
		}
	}
	return term, all
}
