package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
)

// A page holds keys in rising order, each with a value. Of a key stands only what it does not have in common with the one in
// front of it, but of every 32nd all. Where those stand is listed at the end, so that a key is found by halving.

const (
	pageSize = 8 << 10 // bytes that a page may have before it is divided
	waymark  = 32      // keys from one that stands whole to the next
	markSize = 4       // bytes
)

// item is a key of a page with its value.
type item struct{ key, value []byte }

// size is about how many bytes an item takes behind another one.
func (i item) size(behind []byte) int { return 3 + len(i.key) - common(behind, i.key) + len(i.value) }

// common is how many bytes two keys begin with in common.
func common(a, b []byte) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// encodePage writes items as a page.
func encodePage(items []item) []byte {
	var page, marks, last []byte
	for i, item := range items {
		shared := 0
		if i%waymark == 0 {
			marks = binary.BigEndian.AppendUint32(marks, uint32(len(page)))
		} else {
			shared = common(last, item.key)
		}
		page = binary.AppendUvarint(page, uint64(shared))
		page = appendText(page, string(item.key[shared:]))
		page = appendText(page, string(item.value))
		last = item.key
	}
	page = append(page, marks...)
	return binary.BigEndian.AppendUint32(page, uint32(len(marks)/markSize))
}

// divide cuts items into runs of about the same size, each of which fits a page.
func divide(items []item) (runs [][]item) {
	total := 0
	var last []byte
	for _, item := range items {
		total += item.size(last)
		last = item.key
	}
	most := total/(total/pageSize+1) + 1
	from, size := 0, 0
	last = nil
	for i, item := range items {
		if size >= most {
			runs = append(runs, items[from:i])
			from, size = i, 0
		}
		size += item.size(last)
		last = item.key
	}
	if from < len(items) {
		runs = append(runs, items[from:])
	}
	return runs
}

// page goes through the items of a page.
type page struct {
	reader         // what is left
	entries, marks []byte
	key, value     []byte // where it stands; the key is valid up to the next step
}

// openPage stands before the first item. A page that is damaged has none, and an error.
func openPage(record []byte) page {
	end := len(record) - markSize
	if end < 0 {
		return page{reader: reader{err: fmt.Errorf("read page: %w", ErrDamaged)}}
	}
	marks := uint64(binary.BigEndian.Uint32(record[end:])) * markSize
	if marks > uint64(end) {
		return page{reader: reader{err: fmt.Errorf("read page: %w", ErrDamaged)}}
	}
	from := end - int(marks)
	return page{reader: reader{rest: record[:from]}, entries: record[:from], marks: record[from:end]}
}

// next goes to the next item; it reports false at the end, and when the page is damaged.
func (p *page) next() bool {
	if len(p.rest) == 0 || p.err != nil {
		return false
	}
	shared := p.uvarint()
	own := p.bytes(p.uvarint())
	p.value = p.bytes(p.uvarint())
	if shared > uint64(len(p.key)) {
		p.fail()
	}
	if p.err != nil {
		return false
	}
	p.key = append(p.key[:shared], own...)
	return true
}

// seek goes to the first item from a key on; it reports false when there is none.
func (p *page) seek(key []byte) bool {
	behind := sort.Search(len(p.marks)/markSize, func(i int) bool { return bytes.Compare(p.marked(i), key) > 0 })
	p.stand(max(behind-1, 0))
	for p.next() {
		if bytes.Compare(p.key, key) >= 0 {
			return true
		}
	}
	return false
}

// stand goes in front of a key that stands whole.
func (p *page) stand(mark int) {
	if p.err != nil || len(p.marks) == 0 {
		return
	}
	at := uint64(binary.BigEndian.Uint32(p.marks[mark*markSize:]))
	if at > uint64(len(p.entries)) {
		p.fail()
		return
	}
	p.rest, p.key = p.entries[at:], p.key[:0]
}

// marked gives a key that stands whole.
func (p *page) marked(mark int) []byte {
	p.stand(mark)
	if p.err != nil {
		return nil
	}
	if p.uvarint() != 0 {
		p.fail()
	}
	return p.bytes(p.uvarint())
}
