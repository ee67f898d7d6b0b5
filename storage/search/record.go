package search

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// header is what the index knows of one call as a whole.
type header struct {
	started  time.Time
	id       call.ID
	length   call.Seconds  // to the millisecond
	name     string        // of the far party, folded
	number   string        // of the far party, digits only
	in       string        // the case, folded
	tags     []string      // folded
	language string        // a code
	count    uint32        // words
	ends     [lanes]uint32 // position behind the last word of each lane; rising
	spans    []span        // by position
}

// span is where the words of one passage stand among all words of the call.
type span struct {
	passage int    // its number: see passageOf
	first   uint32 // position of the first word
	count   uint32 // how many words it has; never zero
}

func (s span) end() uint32 { return s.first + s.count }

// lane gives the one in which a position lies.
func (h *header) lane(position uint32) lane {
	for l, end := range h.ends {
		if position < end {
			return lane(l)
		}
	}
	return aboutLane
}

// encode puts in front what is wanted most often.
func (h *header) encode() []byte {
	b := appendTime(nil, h.started)
	b = binary.AppendUvarint(b, uint64(h.count))
	b = appendText(b, string(h.id))
	b = binary.AppendUvarint(b, uint64(milliseconds(max(h.length, 0))))
	b = appendText(appendText(appendText(b, h.name), h.number), h.in)
	b = appendText(b, h.language)
	b = binary.AppendUvarint(b, uint64(len(h.tags)))
	for _, tag := range h.tags {
		b = appendText(b, tag)
	}
	last := uint32(0)
	for _, end := range h.ends {
		b = binary.AppendUvarint(b, uint64(end-last))
		last = end
	}
	return appendSpans(b, h.spans)
}

// decodeBrief reads when a call began, and how many words it has.
func decodeBrief(record []byte) (h header, rest reader, err error) {
	r := reader{rest: record}
	h = header{started: r.time(), count: uint32(r.uvarint())}
	return h, r, r.err
}

// decodeHeader reads a header, without its spans, which rest holds.
func decodeHeader(record []byte) (h header, rest reader, err error) {
	h, r, _ := decodeBrief(record)
	h.id = call.ID(r.text())
	h.length = call.Seconds(float64(min(r.uvarint(), math.MaxInt32)) / 1000)
	h.name, h.number, h.in, h.language = r.text(), r.text(), r.text(), r.text()
	h.tags = make([]string, r.count())
	for i := range h.tags {
		h.tags[i] = r.text()
	}
	last := uint32(0)
	for i := range h.ends {
		h.ends[i] = last + uint32(r.uvarint())
		if h.ends[i] < last {
			r.fail()
		}
		last = h.ends[i]
	}
	return h, r, r.err
}

// Most spans begin where the one before ended, or behind a hole of one; are of the second passage after that one's, because two
// people take turns; and have few words. They take one byte.
const (
	holeBits = 3 // holes up to 2; 3: the hole's size follows
	nextTurn = 4 // the passage is the second after the one before; otherwise how far away it is follows
	spanBits = 3
)

func appendSpans(b []byte, spans []span) []byte {
	b = binary.AppendUvarint(b, uint64(len(spans)))
	end, passage := uint32(0), 0
	for _, s := range spans {
		hole, step := s.first-end, s.passage-passage
		code := uint64(s.count)<<spanBits | uint64(min(hole, holeBits))
		if step == 2 {
			code |= nextTurn
		}
		b = binary.AppendUvarint(b, code)
		if hole >= holeBits {
			b = binary.AppendUvarint(b, uint64(hole))
		}
		if step != 2 {
			b = binary.AppendUvarint(b, zigzag(int64(step)))
		}
		end, passage = s.end(), s.passage
	}
	return b
}

// readSpans reads the spans of a header. They lie in the given slice as far as they fit.
func readSpans(r reader, spans []span) ([]span, error) {
	count := r.count()
	spans = slices.Grow(spans[:0], count)
	end, passage := uint32(0), 0
	for range count {
		code := r.uvarint()
		hole, step := code&holeBits, 2
		if hole == holeBits {
			hole = r.uvarint()
		}
		if code&nextTurn == 0 {
			step = int(unzigzag(r.uvarint()))
		}
		passage += step
		s := span{passage: passage, first: end + uint32(hole), count: uint32(code >> spanBits)}
		if s.count == 0 || s.first < end || s.end() < s.first || passage < 0 {
			r.fail()
			break
		}
		spans, end = append(spans, s), s.end()
	}
	return spans, r.err
}

// passage is one segment, note or other text as a hit shows it.
type passage struct {
	party   call.Party // who said it; empty for what nobody said
	suspect bool
	text    string
	starts  []int64 // of each word of the text, in milliseconds; rising or not
}

// A passage has a number: a segment its position in the transcript, a note its position among the notes behind notePassages. One
// more holds what is known about the call.
const (
	notePassages = 1 << 30
	aboutPassage = 1<<31 - 1
)

// appendTo writes a passage without its times.
func (p passage) appendTo(b []byte) []byte {
	b = appendText(b, string(p.party))
	flag := byte(0)
	if p.suspect {
		flag = 1
	}
	return appendText(append(b, flag), p.text)
}

func (r *reader) passage() passage {
	p := passage{party: call.Party(r.text())}
	if flag := r.bytes(1); len(flag) == 1 {
		p.suspect = flag[0] == 1
	}
	p.text = r.text()
	return p
}

// clock writes and reads times by how much later each is than the one before, in hundredths of a second: as exact as anybody hears, and
// one byte in most cases.
type clock int64

const tick = 10 // milliseconds

func (c *clock) append(to []byte, starts []int64) []byte {
	to = binary.AppendUvarint(to, uint64(len(starts)))
	for _, start := range starts {
		at := clock((start + tick/2) / tick)
		to = binary.AppendUvarint(to, zigzag(int64(at-*c)))
		*c = at
	}
	return to
}

func (c *clock) read(r *reader) []int64 {
	starts := make([]int64, r.count())
	for i := range starts {
		*c += clock(unzigzag(r.uvarint()))
		starts[i] = int64(*c) * tick
	}
	return starts
}

// zigzag makes small numbers of both signs small.
func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

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
