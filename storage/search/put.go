package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// The buckets inside the one that is handed in. A call goes by a small number, which keeps the keys short.
var (
	numbers  = []byte("numbers")  // call ID → number
	headers  = []byte("headers")  // number → header
	passages = []byte("passages") // number, segment → passage
	terms    = []byte("terms")    // number → every term of the call, for Delete
	posts    = []byte("posts")    // term, 0, number → positions
)

// Create makes an empty index in the bucket.
func Create(b *bbolt.Bucket) error {
	for _, name := range [][]byte{numbers, headers, passages, terms, posts} {
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
	for _, s := range e.header.spans {
		if err := b.Bucket(passages).Put(passageKey(number, s.segment), e.passages[s.segment].encode()); err != nil {
			return err
		}
	}
	all := slices.Sorted(maps.Keys(e.posts))
	if err := b.Bucket(terms).Put(key, encodeTerms(all)); err != nil {
		return err
	}
	for _, term := range all {
		if err := b.Bucket(posts).Put(postKey(term, number), appendPositions(nil, e.posts[term])); err != nil {
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
	known, err := decodeTerms(b.Bucket(terms).Get(key))
	if err != nil {
		return err
	}
	number := binary.BigEndian.Uint32(key)
	for _, term := range known {
		if err := b.Bucket(posts).Delete(postKey(term, number)); err != nil {
			return err
		}
	}
	cursor := b.Bucket(passages).Cursor()
	for at, _ := cursor.Seek(key); bytes.HasPrefix(at, key); at, _ = cursor.Seek(key) {
		if err := cursor.Delete(); err != nil {
			return err
		}
	}
	for _, name := range [][]byte{terms, headers} {
		if err := b.Bucket(name).Delete(key); err != nil {
			return err
		}
	}
	return b.Bucket(numbers).Delete([]byte(id))
}

// SetStarted notes when a call began, which orders equal hits. It is no error when the call is not indexed.
func SetStarted(b *bbolt.Bucket, id call.ID, started time.Time) error {
	key := b.Bucket(numbers).Get([]byte(id))
	if key == nil {
		return nil
	}
	record := b.Bucket(headers).Get(key)
	if len(record) < timeSize {
		return fmt.Errorf("read header of call %s: %w", id, ErrDamaged)
	}
	changed := append(appendTime(nil, started), record[timeSize:]...)
	if bytes.Equal(changed, record) {
		return nil
	}
	if err := b.Bucket(headers).Put(bytes.Clone(key), changed); err != nil {
		return fmt.Errorf("note start of call %s: %w", id, err)
	}
	return nil
}

const numberSize = 4

func numberKey(number uint32) []byte { return binary.BigEndian.AppendUint32(nil, number) }

func passageKey(number uint32, segment int) []byte {
	return binary.BigEndian.AppendUint32(numberKey(number), uint32(segment))
}

func postKey(term string, number uint32) []byte {
	key := make([]byte, 0, len(term)+1+numberSize)
	return binary.BigEndian.AppendUint32(append(append(key, term...), 0), number)
}

func encodeTerms(all []string) []byte {
	b := binary.AppendUvarint(nil, uint64(len(all)))
	for _, term := range all {
		b = appendText(b, term)
	}
	return b
}

func decodeTerms(record []byte) ([]string, error) {
	r := reader{rest: record}
	all := make([]string, r.count())
	for i := range all {
		all[i] = r.text()
	}
	return all, r.err
}
