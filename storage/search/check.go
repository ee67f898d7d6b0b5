package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// Calls lists the indexed calls by ID.
func Calls(b *bbolt.Bucket) []call.ID {
	var all []call.ID
	cursor := b.Bucket(numbers).Cursor()
	for id, _ := cursor.First(); id != nil; id, _ = cursor.Next() {
		all = append(all, call.ID(id))
	}
	return all
}

// Same reports whether the index knows exactly what Put would store for the document.
func Same(b *bbolt.Bucket, doc Document) (bool, error) {
	e, err := newEntry(doc)
	if err != nil {
		return false, err
	}
	key := b.Bucket(numbers).Get([]byte(doc.Call))
	if len(key) != numberSize || !bytes.Equal(b.Bucket(headers).Get(key), e.header.encode()) {
		return false, nil
	}
	number := binary.BigEndian.Uint32(key)
	for _, c := range e.chunks() {
		packed, err := c.pack()
		if err != nil {
			return false, err
		}
		if !bytes.Equal(b.Bucket(texts).Get(segmentKey(number, c.first)), packed) {
			return false, nil
		}
	}
	calls := freshCalls(b, 0)
	for term, positions := range e.posts {
		w := newWalk(b, term, calls)
		if ok, err := w.seek(number); err != nil || !ok || w.number != number || !bytes.Equal(w.positions, appendPositions(nil, positions)) {
			return false, nil //nolint:nilerr // a damaged word is not the same
		}
	}
	return true, nil
}

// Check looks for what belongs to no indexed call, or is missing of one. The error is ErrDamaged when there is any.
func Check(b *bbolt.Bucket) error {
	for _, name := range buckets {
		if b.Bucket(name) == nil {
			return fmt.Errorf("%s are missing: %w", name, ErrDamaged)
		}
	}
	c := checking{bucket: b, left: map[uint32]int{}, waiting: map[string]bool{}}
	for _, look := range []func() error{c.calls, c.fresh, c.blocks, c.terms, c.forms} {
		if err := look(); err != nil {
			return err
		}
	}
	for number, left := range c.left {
		if left != 0 {
			return fmt.Errorf("words of call number %d: %w", number, ErrDamaged)
		}
	}
	return nil
}

// checking compares all records with each other.
type checking struct {
	bucket  *bbolt.Bucket
	left    map[uint32]int  // by call: how many terms its text has that were not seen yet
	waiting map[string]bool // terms in fresh
}

// calls reads the text of each call.
func (c *checking) calls() error {
	err := c.bucket.Bucket(numbers).ForEach(func(id, key []byte) error {
		if len(key) != numberSize || c.bucket.Bucket(headers).Get(key) == nil {
			return fmt.Errorf("number of call %s: %w", id, ErrDamaged)
		}
		number := binary.BigEndian.Uint32(key)
		all, err := termsOf(c.bucket, number)
		c.left[number] = len(all)
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range [][]byte{headers, texts} {
		err := c.bucket.Bucket(name).ForEach(func(key, _ []byte) error { return c.known(key) })
		if err != nil {
			return err
		}
	}
	return nil
}

// known makes sure that a record belongs to a call.
func (c *checking) known(key []byte) error {
	if len(key) < numberSize {
		return fmt.Errorf("key of a record: %w", ErrDamaged)
	}
	if _, ok := c.left[binary.BigEndian.Uint32(key)]; !ok {
		return fmt.Errorf("record of no call: %w", ErrDamaged)
	}
	return nil
}

// seen takes note of a term of a call.
func (c *checking) seen(number uint32, positions []byte) error {
	if _, ok := c.left[number]; !ok {
		return fmt.Errorf("word of no call: %w", ErrDamaged)
	}
	c.left[number]--
	_, err := readPositions(nil, positions)
	return err
}

func (c *checking) fresh() error {
	return c.bucket.Bucket(fresh).ForEach(func(key, positions []byte) error {
		if len(key) <= numberSize {
			return fmt.Errorf("key of a word: %w", ErrDamaged)
		}
		c.waiting[string(key[numberSize:])] = true
		return c.seen(binary.BigEndian.Uint32(key), positions)
	})
}

// blocks looks at all blocks, whose calls must rise within a term and be as many as were counted.
func (c *checking) blocks() error {
	term, calls, last := "", 0, uint32(0)
	ended := func() error {
		counted, err := counted(c.bucket, term)
		if err == nil && calls != counted {
			err = fmt.Errorf("count of a word: %w", ErrDamaged)
		}
		return err
	}
	err := c.bucket.Bucket(blocks).ForEach(func(key, value []byte) error {
		of, first, err := splitBlockKey(key)
		if err != nil {
			return err
		}
		if string(of) != term {
			if err := ended(); err != nil {
				return err
			}
			term, calls, last = string(of), 0, 0
		}
		k := openBlock(first, value)
		for k.next() {
			if k.number <= last {
				return fmt.Errorf("order of calls: %w", ErrDamaged)
			}
			calls, last = calls+1, k.number
			if err := c.seen(k.number, k.positions); err != nil {
				return err
			}
		}
		return k.err
	})
	if err != nil {
		return err
	}
	return ended()
}

// terms makes sure that just those terms are known that occur, and that they are found by their sound.
func (c *checking) terms() error {
	waiting := len(c.waiting)
	err := c.bucket.Bucket(terms).ForEach(func(term, _ []byte) error {
		if c.waiting[string(term)] {
			waiting--
		} else if n, err := counted(c.bucket, string(term)); err != nil || n == 0 {
			return fmt.Errorf("word that occurs nowhere: %w", cmp.Or(err, ErrDamaged))
		}
		for _, s := range sound(string(term)) {
			if c.bucket.Bucket(sounds).Get(pair(s, string(term))) == nil {
				return fmt.Errorf("sound of a word: %w", ErrDamaged)
			}
		}
		return nil
	})
	return cmp.Or(err, damagedIf(waiting > 0, "words that are not known"))
}

// forms makes sure that stems and sounds lead to terms that are known.
func (c *checking) forms() error {
	for _, name := range [][]byte{stems, sounds} {
		err := c.bucket.Bucket(name).ForEach(func(key, _ []byte) error {
			_, term, ok := bytes.Cut(key, []byte{0})
			return damagedIf(!ok || c.bucket.Bucket(terms).Get(term) == nil, "form of no word")
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func damagedIf(wrong bool, what string) error {
	if wrong {
		return fmt.Errorf("%s: %w", what, ErrDamaged)
	}
	return nil
}
