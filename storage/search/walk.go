package search

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// walk goes through the calls that hold one term: those where Merge puts them, then those in fresh.
type walk struct {
	term     string
	blocks   *bbolt.Cursor // nil when the term has none, or no further one
	standing bool          // the cursor stands on a block of the term
	block    block         // at hand, at first the one that stands with the term
	fresh    *bbolt.Cursor
	calls    []uint32 // in fresh, rising

	begun     bool
	number    uint32 // of the call where it stands
	positions []byte // there
}

func newWalk(b *bbolt.Bucket, term string, fresh waiting) (*walk, error) {
	w := &walk{term: term, fresh: fresh.bucket.Cursor(), calls: fresh.of(term)}
	value, _, err := pages{b.Bucket(terms)}.get([]byte(term))
	if err != nil {
		return nil, err
	}
	calls, inline, err := readWord(value)
	w.block = openBlock(0, inline)
	if calls > 0 && len(inline) == 0 {
		w.blocks = b.Bucket(blocks).Cursor()
	}
	return w, err
}

// seek goes to the first call from number on. It reports false when there is none. It goes forward only.
func (w *walk) seek(number uint32) (bool, error) {
	if w.begun && w.number >= number {
		return true, nil
	}
	w.begun = true
	ok, err := w.inBlocks(number)
	if ok || err != nil {
		return ok, err
	}
	return w.inFresh(number)
}

// inBlocks looks in the block at hand, then in the one that must hold the number, then in those behind it.
func (w *walk) inBlocks(number uint32) (bool, error) {
	if ok, err := w.inBlock(number); ok || err != nil || w.blocks == nil {
		return ok, err
	}
	if w.standing { // who goes through all calls finds the next one in the neighbour
		key, value := w.blocks.Next()
		if ok, err := w.open(key, value, number); ok || err != nil {
			return ok, err
		}
	}
	wanted := blockKey(w.term, number)
	key, value := w.blocks.Seek(wanted)
	if !bytes.Equal(key, wanted) {
		if key, value = before(w.blocks, key); !belongs(key, w.term) {
			key, value = w.blocks.Seek(wanted) // and not Next, which fails in front of the first key of all
		}
	}
	for ; belongs(key, w.term); key, value = w.blocks.Next() {
		if ok, err := w.open(key, value, number); ok || err != nil {
			return ok, err
		}
	}
	w.blocks = nil
	return false, nil
}

// open looks in a block, if it is one of the term.
func (w *walk) open(key, value []byte, number uint32) (bool, error) {
	if w.standing = belongs(key, w.term); !w.standing {
		return false, nil
	}
	_, first, err := splitBlockKey(key)
	if err != nil {
		return false, err
	}
	w.block = openBlock(first, value)
	return w.inBlock(number)
}

func (w *walk) inBlock(number uint32) (bool, error) {
	for w.block.next() {
		if w.block.number >= number {
			w.number, w.positions = w.block.number, w.block.positions
			return true, nil
		}
	}
	return false, w.block.err
}

func (w *walk) inFresh(number uint32) (bool, error) {
	for len(w.calls) > 0 {
		at := w.calls[0]
		w.calls = w.calls[1:]
		if at < number {
			continue
		}
		positions, err := positionsIn(w.fresh, at, w.term)
		if positions != nil || err != nil {
			w.number, w.positions = at, positions
			return err == nil, err
		}
	}
	return false, nil
}
