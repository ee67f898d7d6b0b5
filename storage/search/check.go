package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

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
	for i, p := range e.passages {
		if !bytes.Equal(b.Bucket(passages).Get(passageKey(number, i)), p.encode()) {
			return false, nil
		}
	}
	known, err := decodeTerms(b.Bucket(terms).Get(key))
	if err != nil || len(known) != len(e.posts) || !slices.IsSorted(known) {
		return false, nil //nolint:nilerr // a damaged list is not the same
	}
	for term, positions := range e.posts {
		if !bytes.Equal(b.Bucket(posts).Get(postKey(term, number)), appendPositions(nil, positions)) {
			return false, nil
		}
	}
	return true, nil
}

// Check looks for what belongs to no indexed call, or is missing of one. The error is ErrDamaged when there is any.
func Check(b *bbolt.Bucket) error {
	for _, name := range [][]byte{numbers, headers, passages, terms, posts} {
		if b.Bucket(name) == nil {
			return fmt.Errorf("%s are missing: %w", name, ErrDamaged)
		}
	}
	known := map[string]int{}
	err := b.Bucket(numbers).ForEach(func(id, key []byte) error {
		if len(key) != numberSize {
			return fmt.Errorf("number of call %s: %w", id, ErrDamaged)
		}
		listed, err := decodeTerms(b.Bucket(terms).Get(key))
		known[string(key)] = len(listed)
		return err
	})
	if err != nil {
		return err
	}
	return errors.Join(
		checkPosts(b.Bucket(posts), known),
		checkKeys(b.Bucket(headers), known),
		checkKeys(b.Bucket(terms), known),
		checkKeys(b.Bucket(passages), known),
	)
}

// checkPosts compares the words with the lists of them.
func checkPosts(b *bbolt.Bucket, listed map[string]int) error {
	counted := map[string]int{}
	err := b.ForEach(func(key, _ []byte) error {
		if len(key) < numberSize+2 {
			return fmt.Errorf("key of a word: %w", ErrDamaged)
		}
		counted[string(key[len(key)-numberSize:])]++
		return nil
	})
	if err != nil {
		return err
	}
	for key, n := range counted {
		if listed[key] != n {
			return fmt.Errorf("words of call number %d: %w", binary.BigEndian.Uint32([]byte(key)), ErrDamaged)
		}
	}
	return nil
}

// checkKeys makes sure that every record belongs to a call that is known.
func checkKeys(b *bbolt.Bucket, known map[string]int) error {
	return b.ForEach(func(key, _ []byte) error {
		if len(key) < numberSize {
			return fmt.Errorf("key of a record: %w", ErrDamaged)
		}
		if _, ok := known[string(key[:numberSize])]; !ok {
			return fmt.Errorf("record of no call: %w", ErrDamaged)
		}
		return nil
	})
}
