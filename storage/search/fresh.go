package search

import (
	"bytes"
	"encoding/binary"

	"go.etcd.io/bbolt"
)

// freshCalls lists the calls that have words in fresh, most of them at most (0 for all).
func freshCalls(b *bbolt.Bucket, most int) (all []uint32) {
	cursor := b.Bucket(fresh).Cursor()
	for key, _ := cursor.First(); len(key) > numberSize && (most == 0 || len(all) < most); {
		number := binary.BigEndian.Uint32(key)
		all = append(all, number)
		if number++; number == 0 {
			break
		}
		key, _ = cursor.Seek(numberKey(number))
	}
	return all
}

// freshPage goes to the page of a fresh call in which a term must be, or to its first when all of its terms are higher; there is none when the
// call is not fresh.
func freshPage(cursor *bbolt.Cursor, number uint32, term string) (record []byte) {
	name, record := pageOf(cursor, freshKey(number, term))
	if !bytes.HasPrefix(name, numberKey(number)) || len(name) <= numberSize {
		if name, record = cursor.Seek(numberKey(number)); !bytes.HasPrefix(name, numberKey(number)) {
			return nil
		}
	}
	return record
}

// waiting are the calls whose words, or some of them, are found in fresh.
type waiting struct {
	calls  []uint32
	merged mark
	bucket *bbolt.Bucket
}

func waitingCalls(b *bbolt.Bucket) (waiting, error) {
	m, err := readMark(b)
	return waiting{freshCalls(b, 0), m, b.Bucket(fresh)}, err
}

// of lists the calls in which fresh is to be asked for a term.
func (w waiting) of(term string) []uint32 {
	from := 0
	for from < len(w.calls) && w.merged.moved(w.calls[from], term) {
		from++
	}
	return w.calls[from:]
}

// positionsIn gives those of a term in a fresh call; none when it does not occur there.
func positionsIn(cursor *bbolt.Cursor, number uint32, term string) ([]byte, error) {
	record := freshPage(cursor, number, term)
	if record == nil {
		return nil, nil
	}
	at := openPage(record)
	if at.seek([]byte(term)) && string(at.key) == term {
		return at.value, nil
	}
	return nil, at.err
}

// has reports whether a term is in one of the calls.
func (w waiting) has(term string) (bool, error) {
	cursor := w.bucket.Cursor()
	for _, number := range w.of(term) {
		if positions, err := positionsIn(cursor, number, term); positions != nil || err != nil {
			return err == nil, err
		}
	}
	return false, nil
}
