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
	packed, err := e.packed()
	if err != nil {
		return false, err
	}
	for first, record := range packed {
		if !bytes.Equal(b.Bucket(texts).Get(segmentKey(number, first)), record) {
			return false, nil
		}
	}
	waiting, err := waitingCalls(b)
	if err != nil {
		return false, nil //nolint:nilerr // what is damaged is not the same
	}
	for term, positions := range e.posts {
		w, err := newWalk(b, term, waiting)
		if err != nil {
			return false, nil //nolint:nilerr // what is damaged is not the same
		}
		if ok, err := w.seek(number); err != nil || !ok || w.number != number || !bytes.Equal(w.positions, appendPositions(nil, positions)) {
			return false, nil //nolint:nilerr // what is damaged is not the same
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
	merged, err := readMark(b)
	if err != nil {
		return err
	}
	c := checking{bucket: b, merged: merged, left: map[uint32]int{}, blocks: map[string]int{}, occur: map[string]bool{}}
	for _, look := range []func() error{c.calls, c.pages, c.fresh, c.inBlocks, c.inTerms, c.known, c.forms} {
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
	bucket *bbolt.Bucket
	merged mark
	left   map[uint32]int  // by call: how many terms its text has that were not seen yet
	blocks map[string]int  // by term: in how many calls it is in blocks
	occur  map[string]bool // terms that were seen
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
		err := c.bucket.Bucket(name).ForEach(func(key, _ []byte) error { return c.ofCall(key) })
		if err != nil {
			return err
		}
	}
	return nil
}

// ofCall makes sure that a record belongs to a call.
func (c *checking) ofCall(key []byte) error {
	if len(key) < numberSize {
		return fmt.Errorf("key of a record: %w", ErrDamaged)
	}
	if _, ok := c.left[binary.BigEndian.Uint32(key)]; !ok {
		return fmt.Errorf("record of no call: %w", ErrDamaged)
	}
	return nil
}

// pages makes sure that keys rise in every page and from page to page, and that no young key is there already.
func (c *checking) pages() error {
	for _, name := range append([][]byte{fresh}, lexicons...) {
		var last []byte
		err := c.bucket.Bucket(name).ForEach(func(key, record []byte) error {
			at := openPage(record)
			prefix := key[:0]
			if bytes.Equal(name, fresh) && len(key) > numberSize {
				prefix = key[:numberSize]
			}
			for first := true; at.next(); first = false {
				whole := append(bytes.Clone(prefix), at.key...)
				if first && !bytes.Equal(whole, key) || last != nil && bytes.Compare(last, whole) >= 0 {
					return fmt.Errorf("order of words: %w", ErrDamaged)
				}
				last = whole
			}
			return cmp.Or(at.err, damagedIf(len(at.marks) == 0, "empty page"))
		})
		if err != nil {
			return err
		}
	}
	for _, name := range lexicons {
		l := lexiconOf(c.bucket, name)
		err := l.young.ForEach(func(key, _ []byte) error {
			_, there, err := l.pages.get(key)
			return cmp.Or(err, damagedIf(there, "word that is known twice"))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// seen takes note of a term of a call.
func (c *checking) seen(term string, number uint32, positions []byte) error {
	if _, ok := c.left[number]; !ok {
		return fmt.Errorf("word of no call: %w", ErrDamaged)
	}
	c.left[number]--
	c.occur[term] = true
	_, err := readStretches(nil, positions)
	return err
}

// fresh looks at what is not moved yet.
func (c *checking) fresh() error {
	return c.bucket.Bucket(fresh).ForEach(func(key, record []byte) error {
		if len(key) <= numberSize {
			return fmt.Errorf("key of a page: %w", ErrDamaged)
		}
		number := binary.BigEndian.Uint32(key)
		at := openPage(record)
		for at.next() {
			if term := string(at.key); !c.merged.moved(number, term) {
				if err := c.seen(term, number, at.value); err != nil {
					return err
				}
			}
		}
		return at.err
	})
}

// inBlocks looks at all blocks, whose calls must rise within a term.
func (c *checking) inBlocks() error {
	term, last := "", uint32(0)
	return c.bucket.Bucket(blocks).ForEach(func(key, value []byte) error {
		of, first, err := splitBlockKey(key)
		if err != nil {
			return err
		}
		if string(of) != term {
			term, last = string(of), 0
		}
		calls, highest, err := c.block(term, first, last, value)
		c.blocks[term] += calls
		last = highest
		return err
	})
}

// block looks at one block, in which all calls must be higher than one.
func (c *checking) block(term string, first, last uint32, value []byte) (calls int, highest uint32, err error) {
	k := openBlock(first, value)
	for k.next() {
		if k.number <= last {
			return 0, 0, fmt.Errorf("order of calls: %w", ErrDamaged)
		}
		calls, last = calls+1, k.number
		if err := c.seen(term, k.number, k.positions); err != nil {
			return 0, 0, err
		}
	}
	return calls, last, k.err
}

// inTerms makes sure that terms say in how many calls they are.
func (c *checking) inTerms() error {
	var failed error
	err := pages{c.bucket.Bucket(terms)}.each(nil, func(key, value []byte) bool {
		term := string(key)
		calls, inline, err := readWord(value)
		found := c.blocks[term]
		if len(inline) > 0 {
			var there int
			there, _, failed = c.block(term, 0, 0, inline)
			found += there
		}
		failed = cmp.Or(failed, err, damagedIf(found != calls, "count of a word"))
		delete(c.blocks, term)
		return failed == nil
	})
	return cmp.Or(err, failed, damagedIf(len(c.blocks) > 0, "words that are not known"))
}

// known makes sure that just those terms are known that occur, and that they are found by their sound.
func (c *checking) known() error {
	var failed error
	err := lexiconOf(c.bucket, terms).each(nil, func(key []byte) bool {
		term := string(key)
		failed = damagedIf(!c.occur[term], "word that occurs nowhere")
		delete(c.occur, term)
		for _, s := range sound(term) {
			has, err := lexiconOf(c.bucket, sounds).has(pair(s, term))
			failed = cmp.Or(failed, err, damagedIf(!has, "sound of a word"))
		}
		return failed == nil
	})
	return cmp.Or(err, failed, damagedIf(len(c.occur) > 0, "words that are not known"))
}

// forms makes sure that stems and sounds lead to terms that are known.
func (c *checking) forms() error {
	for _, name := range [][]byte{stems, sounds} {
		var failed error
		err := lexiconOf(c.bucket, name).each(nil, func(key []byte) bool {
			_, term, ok := bytes.Cut(key, []byte{0})
			has, err := lexiconOf(c.bucket, terms).has(term)
			failed = cmp.Or(err, damagedIf(!ok || !has, "form of no word"))
			return failed == nil
		})
		if err := cmp.Or(err, failed); err != nil {
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
