package search

import (
	"bytes"
	"slices"

	"go.etcd.io/bbolt"
)

// pages is a bucket of pages, each under its first key. bbolt itself takes some 20 bytes for each key besides, a page 3.
type pages struct{ bucket *bbolt.Bucket }

// get gives the value of a key.
func (p pages) get(key []byte) (value []byte, ok bool, err error) {
	cursor := p.bucket.Cursor()
	_, record := pageOf(cursor, key)
	if record == nil {
		return nil, false, nil
	}
	at := openPage(record)
	if !at.seek(key) || !bytes.Equal(at.key, key) {
		return nil, false, at.err
	}
	return at.value, true, nil
}

// each goes through the keys from one on, in their order, as long as look wants more. The key is valid during that call only.
func (p pages) each(from []byte, look func(key, value []byte) bool) error {
	cursor := p.bucket.Cursor()
	name, record := pageOf(cursor, from)
	if name == nil {
		name, record = cursor.First()
	}
	for ; name != nil; name, record = cursor.Next() {
		at := openPage(record)
		for more := at.seek(from); more; more = at.next() {
			if !look(at.key, at.value) {
				return at.err
			}
		}
		if at.err != nil {
			return at.err
		}
	}
	return nil
}

// pageOf goes to the page in which a key must be; there is none when all keys are higher.
func pageOf(cursor *bbolt.Cursor, key []byte) (name, record []byte) {
	if name, record = cursor.Seek(key); bytes.Equal(name, key) {
		return name, record
	}
	return before(cursor, name)
}

// editor changes pages. It holds one of them until a key of another is wanted, so that many changes in rising order write each page once.
// close writes the last one. An error stays, and is what close returns.
type editor struct {
	bucket    *bbolt.Bucket
	open      bool
	name      []byte // of the page at hand; nil when it is new
	low, high []byte // keys from one up to the other belong to it; a nil high: all
	items     []item
	changed   bool
	err       error
}

func edit(bucket *bbolt.Bucket) *editor { return &editor{bucket: bucket} }

// get gives the value of a key.
func (e *editor) get(key []byte) (value []byte, ok bool) {
	if at, ok := e.find(key); ok {
		return e.items[at].value, true
	}
	return nil, false
}

// put sets the value of a key, both of which must stay as they are until the transaction ends.
func (e *editor) put(key, value []byte) {
	at, ok := e.find(key)
	switch {
	case e.err != nil:
		return
	case ok:
		e.items[at].value = value
	default:
		e.items = slices.Insert(e.items, at, item{key, value})
	}
	e.changed = true
}

// delete removes a key, if it is there.
func (e *editor) delete(key []byte) {
	if at, ok := e.find(key); ok {
		e.items = slices.Delete(e.items, at, at+1)
		e.changed = true
	}
}

// find gives the place of a key in its page, which it opens.
func (e *editor) find(key []byte) (at int, ok bool) {
	if !e.open || bytes.Compare(key, e.low) < 0 || e.high != nil && bytes.Compare(key, e.high) >= 0 {
		e.turn(key)
	}
	if e.err != nil {
		return 0, false
	}
	return slices.BinarySearchFunc(e.items, key, func(i item, key []byte) int { return bytes.Compare(i.key, key) })
}

// turn opens the page of a key.
func (e *editor) turn(key []byte) {
	if e.write(); e.err != nil {
		return
	}
	cursor := e.bucket.Cursor()
	name, record := pageOf(cursor, key)
	if name == nil {
		name, record = cursor.First() // which takes in what is lower
	}
	*e = editor{bucket: e.bucket, open: true, name: bytes.Clone(name), low: bytes.Clone(key)}
	if name == nil {
		return
	}
	if bytes.Compare(name, key) < 0 {
		e.low = e.name
	}
	at := openPage(record)
	for at.next() {
		e.items = append(e.items, item{bytes.Clone(at.key), at.value})
	}
	e.err = at.err
	next, _ := cursor.Next()
	e.high = bytes.Clone(next)
}

// write puts the page at hand back, as several when it has become too large.
func (e *editor) write() {
	if !e.changed || e.err != nil {
		return
	}
	e.changed = false
	if e.name != nil && (len(e.items) == 0 || !bytes.Equal(e.items[0].key, e.name)) {
		e.err = e.bucket.Delete(e.name)
	}
	for _, run := range divide(e.items) {
		if e.err == nil {
			e.err = e.bucket.Put(run[0].key, encodePage(run))
		}
	}
}

// close writes what is not written yet.
func (e *editor) close() error {
	e.write()
	e.open = false
	return e.err
}
