package search

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// header is what the index knows of one call as a whole.
type header struct {
	started time.Time
	id      call.ID
	spans   []span // by position
}

// span is where the words of one segment stand among all words of the call.
type span struct {
	segment int    // position in the transcript's segments
	first   uint32 // position of the segment's first word
	count   uint32 // how many words it has; never zero
}

func (s span) end() uint32 { return s.first + s.count }

func (h header) encode() []byte {
	b := appendTime(nil, h.started)
	b = appendText(b, string(h.id))
	b = binary.AppendUvarint(b, uint64(len(h.spans)))
	end := uint32(0)
	for _, s := range h.spans {
		b = binary.AppendUvarint(b, uint64(s.segment))
		b = binary.AppendUvarint(b, uint64(s.first-end))
		b = binary.AppendUvarint(b, uint64(s.count))
		end = s.end()
	}
	return b
}

// decodeHeader reads a header. Its spans lie in the given slice as far as they fit.
func decodeHeader(record []byte, spans []span) (header, error) {
	r := reader{rest: record}
	h := header{started: r.time(), id: call.ID(r.text())}
	count := r.count()
	h.spans = slices.Grow(spans[:0], count)
	end := uint32(0)
	for range count {
		s := span{segment: int(r.uvarint())}
		s.first = end + uint32(r.uvarint())
		s.count = uint32(r.uvarint())
		if s.count == 0 || s.first < end || s.end() < s.first {
			r.fail()
			break
		}
		h.spans, end = append(h.spans, s), s.end()
	}
	return h, r.err
}

// passage is one segment as a hit shows it.
type passage struct {
	party   call.Party
	suspect bool
	text    string
	starts  []int64 // of each word of the text, in milliseconds; rising or not
}

func (p passage) encode() []byte {
	b := appendText(nil, string(p.party))
	flag := byte(0)
	if p.suspect {
		flag = 1
	}
	b = appendText(append(b, flag), p.text)
	b = binary.AppendUvarint(b, uint64(len(p.starts)))
	last := int64(0)
	for _, start := range p.starts {
		b = binary.AppendUvarint(b, zigzag(start-last))
		last = start
	}
	return b
}

func decodePassage(record []byte) (passage, error) {
	r := reader{rest: record}
	p := passage{party: call.Party(r.text())}
	if flag := r.bytes(1); len(flag) == 1 {
		p.suspect = flag[0] == 1
	}
	p.text = r.text()
	p.starts = make([]int64, r.count())
	last := int64(0)
	for i := range p.starts {
		v := r.uvarint()
		last += int64(v>>1) ^ -int64(v&1)
		p.starts[i] = last
	}
	return p, r.err
}

// zigzag makes small numbers of both signs small.
func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

const timeSize = 12

func appendTime(to []byte, t time.Time) []byte {
	to = binary.BigEndian.AppendUint64(to, uint64(t.Unix()))
	return binary.BigEndian.AppendUint32(to, uint32(t.Nanosecond()))
}

func (r *reader) time() time.Time {
	b := r.bytes(timeSize)
	if b == nil {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint32(b[8:]))).UTC()
}
