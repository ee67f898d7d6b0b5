package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// The buckets inside the one that is handed in. A call goes by a small number, which keeps the keys short; a call that is put
// again gets a higher one.
var (
	numbers = []byte("numbers") // call ID → number
	headers = []byte("headers") // number → header
	texts   = []byte("texts")   // number, first segment → passages, packed
	fresh   = []byte("fresh")   // number, term → positions, until Merge moves them into blocks
	blocks  = []byte("blocks")  // term, 0, first number → positions of one call or several
	terms   = []byte("terms")   // term → how many calls have it in blocks
	stems   = []byte("stems")   // stem, 0, term
	sounds  = []byte("sounds")  // sound, 0, term
	tongues = []byte("tongues") // language → how many calls are in it
)

var buckets = [][]byte{numbers, headers, texts, fresh, blocks, terms, stems, sounds, tongues}

// Create makes an empty index in the bucket.
func Create(b *bbolt.Bucket) error {
	for _, name := range buckets {
		if _, err := b.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("create search index: %w", err)
		}
	}
	return nil
}

// Put makes a call's words searchable. Whatever was known of the call before is forgotten.
func Put(b *bbolt.Bucket, doc Document) error {
	e, err := newEntry(doc)
	if err != nil {
		return err
	}
	if err := Delete(b, doc.Call); err != nil {
		return err
	}
	sequence, err := b.Bucket(numbers).NextSequence()
	if err != nil {
		return fmt.Errorf("number call %s: %w", doc.Call, err)
	}
	if err := e.store(b, uint32(sequence)); err != nil {
		return fmt.Errorf("index call %s: %w", doc.Call, err)
	}
	return nil
}

func (e entry) store(b *bbolt.Bucket, number uint32) error {
	key := numberKey(number)
	if err := b.Bucket(numbers).Put([]byte(e.header.id), key); err != nil {
		return err
	}
	if err := b.Bucket(headers).Put(key, e.header.encode()); err != nil {
		return err
	}
	for _, c := range e.chunks() {
		packed, err := c.pack()
		if err != nil {
			return err
		}
		if err := b.Bucket(texts).Put(segmentKey(number, c.first), packed); err != nil {
			return err
		}
	}
	if err := countLanguage(b, e.header.language, +1); err != nil {
		return err
	}
	waiting := b.Bucket(fresh)
	for _, term := range slices.Sorted(maps.Keys(e.posts)) {
		if err := learn(b, term, e.header.language); err != nil {
			return err
		}
		if err := waiting.Put(freshKey(number, term), appendPositions(nil, e.posts[term])); err != nil {
			return err
		}
	}
	return nil
}

// Delete removes every trace of a call. It is no error when there is none.
func Delete(b *bbolt.Bucket, id call.ID) error {
	key := bytes.Clone(b.Bucket(numbers).Get([]byte(id)))
	if key == nil {
		return nil
	}
	if len(key) != numberSize {
		return fmt.Errorf("read number of call %s: %w", id, ErrDamaged)
	}
	if err := remove(b, key, id); err != nil {
		return fmt.Errorf("remove call %s from the index: %w", id, err)
	}
	return nil
}

func remove(b *bbolt.Bucket, key []byte, id call.ID) error {
	number := binary.BigEndian.Uint32(key)
	h, _, err := decodeHeader(b.Bucket(headers).Get(key))
	if err != nil {
		return err
	}
	if err := countLanguage(b, h.language, -1); err != nil {
		return err
	}
	all, err := termsOf(b, number)
	if err != nil {
		return err
	}
	for _, term := range slices.Sorted(maps.Keys(all)) {
		if b.Bucket(fresh).Get(freshKey(number, term)) != nil {
			continue
		}
		if err := takeOut(b, term, number); err != nil {
			return err
		}
	}
	for _, name := range [][]byte{fresh, texts, headers} {
		if err := deleteAll(b.Bucket(name), key); err != nil {
			return err
		}
	}
	if err := forgetTerms(b, all); err != nil {
		return err
	}
	return b.Bucket(numbers).Delete([]byte(id))
}

// forgetTerms forgets those that occur nowhere any more.
func forgetTerms(b *bbolt.Bucket, all map[string]bool) error {
	waiting := freshCalls(b, 0)
	for term := range all {
		n, err := counted(b, term)
		if err != nil {
			return err
		}
		occurs := n > 0 || slices.ContainsFunc(waiting, func(number uint32) bool {
			return b.Bucket(fresh).Get(freshKey(number, term)) != nil
		})
		if !occurs {
			if err := unlearn(b, term); err != nil {
				return err
			}
		}
	}
	return nil
}

// deleteAll removes every key that begins so.
func deleteAll(b *bbolt.Bucket, prefix []byte) error {
	cursor := b.Cursor()
	for at, _ := cursor.Seek(prefix); bytes.HasPrefix(at, prefix); at, _ = cursor.Seek(prefix) {
		if err := cursor.Delete(); err != nil {
			return err
		}
	}
	return nil
}

const numberSize = 4

func numberKey(number uint32) []byte { return binary.BigEndian.AppendUint32(nil, number) }

func segmentKey(number uint32, segment int) []byte {
	return binary.BigEndian.AppendUint32(numberKey(number), uint32(segment))
}

func freshKey(number uint32, term string) []byte { return append(numberKey(number), term...) }
