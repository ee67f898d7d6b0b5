package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"go.etcd.io/bbolt"
)

// A block holds the positions of one term in calls that follow each other: for each call by how much its number is higher than
// the one before, the length of its positions in bytes, and the positions. Where a term stands once, as most do, the length is left
// out; which it is says the lowest bit of the first number. The first call's number stands in the key.

// blockSize is how long a block may become, in bytes, before another one is begun. One call's positions are never divided. bbolt
// fills its pages only half with values of about their size; with several times that it loses little.
const blockSize = 16 << 10

func blockKey(term string, number uint32) []byte {
	return binary.BigEndian.AppendUint32(append(append(make([]byte, 0, len(term)+1+numberSize), term...), 0), number)
}

// splitBlockKey takes a key apart.
func splitBlockKey(key []byte) (term []byte, number uint32, err error) {
	n := len(key) - numberSize
	if n < 2 || key[n-1] != 0 {
		return nil, 0, fmt.Errorf("read key of a word: %w", ErrDamaged)
	}
	return key[:n-1], binary.BigEndian.Uint32(key[n:]), nil
}

// block goes through the calls of a block.
type block struct {
	rest      []byte
	number    uint32 // of the call where it stands
	positions []byte // there
	err       error
}

// openBlock stands before the first call of a block.
func openBlock(first uint32, value []byte) block { return block{rest: value, number: first} }

// next goes to the next call; it reports false at the end, and when the block is damaged.
func (k *block) next() bool {
	if len(k.rest) == 0 || k.err != nil {
		return false
	}
	r := reader{rest: k.rest}
	head := r.uvarint()
	number := uint64(k.number) + head>>1
	if head&once == 0 {
		k.positions = r.bytes(r.uvarint())
	} else {
		k.positions = r.number()
	}
	if number > math.MaxUint32 || len(k.positions) == 0 {
		r.fail()
	}
	k.number, k.rest, k.err = uint32(number), r.rest, r.err
	return k.err == nil
}

// lastOf gives the number of the last call in a block.
func lastOf(first uint32, value []byte) (uint32, error) {
	k := openBlock(first, value)
	for k.next() {
	}
	return k.number, k.err
}

// once marks a call in which the term stands once.
const once = 1

func appendCall(to []byte, distance uint32, positions []byte) []byte {
	head := uint64(distance) << 1
	if countPositions(positions) == 1 {
		return append(binary.AppendUvarint(to, head|once), positions...)
	}
	to = binary.AppendUvarint(to, head)
	return append(binary.AppendUvarint(to, uint64(len(positions))), positions...)
}

// posting is where a term stands in one call.
type posting struct {
	number    uint32
	positions []byte
}

// appendBlocks puts postings, whose numbers rise and are higher than all that are there, behind those of a term.
func appendBlocks(b *bbolt.Bucket, term string, all []posting) error {
	b.FillPercent = 0.9 // a term's blocks fill up one after the other
	key, value, last, err := lastBlock(b, term)
	if err != nil {
		return err
	}
	for _, p := range all {
		if key != nil && p.number <= last {
			return fmt.Errorf("word of call number %d is there already: %w", p.number, ErrDamaged)
		}
		if key != nil && len(value)+len(p.positions) > blockSize {
			if err := b.Put(key, value); err != nil {
				return err
			}
			key = nil
		}
		if key == nil {
			key, value, last = blockKey(term, p.number), nil, p.number
		}
		value = appendCall(value, p.number-last, p.positions)
		last = p.number
	}
	return b.Put(key, value)
}

// lastBlock gives a copy of a term's last block, and the number of the last call in it; the key is nil when there is none.
func lastBlock(b *bbolt.Bucket, term string) (key, value []byte, last uint32, err error) {
	cursor := b.Cursor()
	at, _ := cursor.Seek(append([]byte(term), 1)) // behind the zero byte
	key, value = before(cursor, at)
	if !belongs(key, term) {
		return nil, nil, 0, nil
	}
	_, first, err := splitBlockKey(key)
	if err == nil {
		last, err = lastOf(first, value)
	}
	return bytes.Clone(key), bytes.Clone(value), last, err
}

// belongs reports whether a key of blocks is of a term.
func belongs(key []byte, term string) bool {
	return len(key) == len(term)+1+numberSize && string(key[:len(term)]) == term && key[len(term)] == 0
}

// takeFromBlocks removes a term of a call.
func takeFromBlocks(b *bbolt.Bucket, term string, number uint32) error {
	cursor := b.Cursor()
	wanted := blockKey(term, number)
	key, value := cursor.Seek(wanted)
	if !bytes.Equal(key, wanted) {
		key, value = before(cursor, key)
	}
	if !belongs(key, term) {
		return fmt.Errorf("word of call number %d is missing: %w", number, ErrDamaged)
	}
	key = bytes.Clone(key)
	_, first, err := splitBlockKey(key)
	if err != nil {
		return err
	}
	left, err := without(first, value, number)
	if err != nil {
		return err
	}
	if len(left) == 0 || left[0].number != first {
		if err := b.Delete(key); err != nil {
			return err
		}
	}
	if len(left) == 0 {
		return nil
	}
	return b.Put(blockKey(term, left[0].number), encodeBlock(left[0].number, left))
}

// without gives the postings of a block but for one, which must be there.
func without(first uint32, value []byte, number uint32) ([]posting, error) {
	all, err := postings(first, value)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(p posting) bool { return p.number == number })
	if at < 0 {
		return nil, fmt.Errorf("word of call number %d is missing: %w", number, ErrDamaged)
	}
	return slices.Delete(all, at, at+1), nil
}

// postings takes a block apart.
func postings(first uint32, value []byte) (all []posting, err error) {
	k := openBlock(first, value)
	for k.next() {
		all = append(all, posting{k.number, k.positions})
	}
	return all, k.err
}

// encodeBlock puts a block together.
func encodeBlock(first uint32, all []posting) (value []byte) {
	last := first
	for _, p := range all {
		value = appendCall(value, p.number-last, p.positions)
		last = p.number
	}
	return value
}
