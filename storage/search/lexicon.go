package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"

	"go.etcd.io/bbolt"
)

// lexicon is a list of terms, or of forms that lead to terms. It lives in pages; what came with new calls stands apart, each key for
// itself, until Merge brings it into pages, because a new word would cost a whole page.
type lexicon struct {
	pages pages
	young *bbolt.Bucket
}

func lexiconOf(b *bbolt.Bucket, name []byte) lexicon {
	return lexicon{pages{b.Bucket(name)}, b.Bucket(youngOf(name))}
}

func youngOf(name []byte) []byte { return append([]byte("young "), name...) }

func (l lexicon) has(key []byte) (bool, error) {
	if l.young.Get(key) != nil {
		return true, nil
	}
	_, ok, err := l.pages.get(key)
	return ok, err
}

// add puts a key in, if it is not there, and reports whether it was new.
func (l lexicon) add(key []byte) (isNew bool, err error) {
	if has, err := l.has(key); has || err != nil {
		return false, err
	}
	return true, l.young.Put(key, []byte{})
}

// remove takes out keys; it costs least when they rise.
func (l lexicon) remove(keys [][]byte) error {
	e := edit(l.pages.bucket)
	for _, key := range keys {
		if err := l.young.Delete(key); err != nil {
			return err
		}
		e.delete(key)
	}
	return e.close()
}

// each goes through the keys that begin with a prefix, as long as look wants more: those in pages in their order, then the young ones in theirs.
// A key is valid during that call only.
func (l lexicon) each(prefix []byte, look func(key []byte) bool) error {
	wanted := true
	err := l.pages.each(prefix, func(key, _ []byte) bool {
		if !bytes.HasPrefix(key, prefix) {
			return false
		}
		wanted = look(key)
		return wanted
	})
	cursor := l.young.Cursor()
	for key, _ := cursor.Seek(prefix); err == nil && wanted && key != nil && bytes.HasPrefix(key, prefix); key, _ = cursor.Next() {
		wanted = look(key)
	}
	return err
}

// settle brings young keys into pages, so many at most, and reports how many.
func (l lexicon) settle(most int) (moved int, err error) {
	var keys [][]byte
	cursor := l.young.Cursor()
	for key, _ := cursor.First(); key != nil && len(keys) < most; key, _ = cursor.Next() {
		keys = append(keys, bytes.Clone(key))
	}
	e := edit(l.pages.bucket)
	for _, key := range keys {
		e.put(key, noCalls)
		if err := l.young.Delete(key); err != nil {
			return 0, err
		}
	}
	return len(keys), e.close()
}

// The value of a term says in how many calls it stands, as far as Merge has seen to them, and behind that, as long as it is not much, where:
// a block that begins with call 0. Terms that are more frequent have their blocks in a bucket of their own.

// mostInline is how many bytes of positions stand with their term.
const mostInline = 1024

// noCalls is the value of a term whose calls are all new; forms have it, too.
var noCalls = appendWord(0, nil)

func appendWord(calls int, inline []byte) []byte {
	return append(binary.AppendUvarint(nil, uint64(calls)), inline...)
}

func readWord(value []byte) (calls int, inline []byte, err error) {
	if value == nil {
		return 0, nil, nil
	}
	r := reader{rest: value}
	n := r.uvarint()
	return int(min(n, math.MaxInt32)), r.rest, r.err
}

// counted gives in how many calls a term stands, new ones left aside.
func counted(b *bbolt.Bucket, term string) (int, error) {
	value, _, err := pages{b.Bucket(terms)}.get([]byte(term))
	if err != nil {
		return 0, err
	}
	calls, _, err := readWord(value)
	return calls, err
}

// putBehind puts postings, whose numbers rise and are higher than all that are there, behind those of a term.
func putBehind(terms *editor, blocks *bbolt.Bucket, term string, all []posting) error {
	value, _ := terms.get([]byte(term))
	calls, inline, err := readWord(value)
	if err != nil {
		return err
	}
	if calls > 0 && len(inline) == 0 {
		err = appendBlocks(blocks, term, all)
	} else {
		inline, err = putInline(inline, blocks, term, all)
	}
	terms.put([]byte(term), appendWord(calls+len(all), inline))
	return err
}

// putInline puts postings behind those that stand with their term; none stand there any more when they are too many.
func putInline(inline []byte, blocks *bbolt.Bucket, term string, all []posting) ([]byte, error) {
	known, err := postings(0, inline)
	if err != nil {
		return nil, err
	}
	if n := len(known); n > 0 && all[0].number <= known[n-1].number {
		return nil, fmt.Errorf("word of call number %d is there already: %w", all[0].number, ErrDamaged)
	}
	known = append(known, all...)
	if inline = encodeBlock(0, known); len(inline) > mostInline {
		return nil, appendBlocks(blocks, term, known)
	}
	return inline, nil
}

// takeOut removes a call from a term. The term stays, even when it is in no call any more.
func takeOut(terms *editor, blocks *bbolt.Bucket, term string, number uint32) (left int, err error) {
	value, _ := terms.get([]byte(term))
	calls, inline, err := readWord(value)
	switch {
	case err != nil:
		return 0, err
	case calls == 0:
		return 0, fmt.Errorf("word of call number %d is missing: %w", number, ErrDamaged)
	case len(inline) == 0:
		err = takeFromBlocks(blocks, term, number)
	default:
		var left []posting
		left, err = without(0, inline, number)
		inline = encodeBlock(0, left)
	}
	terms.put([]byte(term), appendWord(calls-1, inline))
	return calls - 1, err
}
