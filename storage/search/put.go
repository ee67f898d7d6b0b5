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
	fresh   = []byte("fresh")   // number, first term → page of terms with their positions, until Merge has moved them
	terms   = []byte("terms")   // pages of terms, with their positions in all calls as long as those are few
	blocks  = []byte("blocks")  // term, 0, first number → positions of one call or several
	stems   = []byte("stems")   // pages of stem, 0, term
	sounds  = []byte("sounds")  // pages of sound, 0, term
	tongues = []byte("tongues") // language → how many calls are in it
)

// lexicons are kept in pages, and beside those what is young.
var lexicons = [][]byte{terms, stems, sounds}

var buckets = [][]byte{numbers, headers, texts, fresh, terms, youngOf(terms), blocks, stems, youngOf(stems), sounds, youngOf(sounds), tongues}

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
	for _, name := range [][]byte{headers, texts, fresh} {
		b.Bucket(name).FillPercent = 0.95 // keys come in their order
	}
	key := numberKey(number)
	if err := b.Bucket(numbers).Put([]byte(e.header.id), key); err != nil {
		return err
	}
	if err := b.Bucket(headers).Put(key, e.header.encode()); err != nil {
		return err
	}
	packed, err := e.packed()
	if err != nil {
		return err
	}
	for first, record := range packed {
		if err := b.Bucket(texts).Put(segmentKey(number, first), record); err != nil {
			return err
		}
	}
	if err := countLanguage(b, e.header.language, +1); err != nil {
		return err
	}
	var posted []item
	for _, term := range slices.Sorted(maps.Keys(e.posts)) {
		if err := learn(b, term, e.header.language); err != nil {
			return err
		}
		posted = append(posted, item{[]byte(term), appendPositions(nil, e.posts[term])})
	}
	for _, run := range divide(posted) {
		if err := b.Bucket(fresh).Put(freshKey(number, string(run[0].key)), encodePage(run)); err != nil {
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
	left, err := takeAllOut(b, number, all)
	if err != nil {
		return err
	}
	for _, name := range [][]byte{fresh, texts, headers} {
		if err := deleteAll(b.Bucket(name), key); err != nil {
			return err
		}
	}
	if err := forgetTerms(b, left); err != nil {
		return err
	}
	return b.Bucket(numbers).Delete([]byte(id))
}

// takeAllOut takes a call out of its terms, which rise, where Merge has put it, and lists those that are in no call any more but for new ones.
func takeAllOut(b *bbolt.Bucket, number uint32, all []string) (left []string, err error) {
	m, err := readMark(b)
	if err != nil {
		return nil, err
	}
	first, _ := b.Bucket(fresh).Cursor().Seek(numberKey(number))
	isFresh := bytes.HasPrefix(first, numberKey(number))
	known := edit(b.Bucket(terms))
	for _, term := range all {
		calls := 0
		if !isFresh || m.moved(number, term) {
			calls, err = takeOut(known, b.Bucket(blocks), term, number)
		} else if value, ok := known.get([]byte(term)); ok {
			calls, _, err = readWord(value)
		}
		if err != nil {
			return nil, err
		}
		if calls == 0 {
			left = append(left, term)
		}
	}
	return left, known.close()
}

// forgetTerms forgets those that are in no new call either.
func forgetTerms(b *bbolt.Bucket, all []string) error {
	waiting, err := waitingCalls(b)
	if err != nil {
		return err
	}
	var gone []string
	for _, term := range all {
		there, err := waiting.has(term)
		if err != nil {
			return err
		}
		if !there {
			gone = append(gone, term)
		}
	}
	return unlearn(b, gone)
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
