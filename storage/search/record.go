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

func (h *header) encode() []byte {
	b := appendTime(nil, h.started)
	b = appendText(b, string(h.id))
	b = binary.AppendUvarint(b, uint64(milliseconds(max(h.length, 0))))
	b = appendText(appendText(appendText(b, h.name), h.number), h.in)
	b = appendText(b, h.language)
	b = binary.AppendUvarint(b, uint64(len(h.tags)))
	for _, tag := range h.tags {
		b = appendText(b, tag)
	}
	b = binary.AppendUvarint(b, uint64(h.count))
	last := uint32(0)
	for _, end := range h.ends {
		b = binary.AppendUvarint(b, uint64(end-last))
		last = end
	}
	b = binary.AppendUvarint(b, uint64(len(h.spans)))
	end, passage := uint32(0), 0
	for _, s := range h.spans {
		b = binary.AppendUvarint(b, zigzag(int64(s.passage-passage)))
		b = binary.AppendUvarint(b, uint64(s.first-end))
		b = binary.AppendUvarint(b, uint64(s.count))
		end, passage = s.end(), s.passage
	}
	return b
}

// decodeHeader reads a header, without its spans, which rest holds.
func decodeHeader(record []byte) (h header, rest reader, err error) {
	r := reader{rest: record}
	h = header{started: r.time(), id: call.ID(r.text())}
	h.length = call.Seconds(float64(min(r.uvarint(), math.MaxInt32)) / 1000)
	h.name, h.number, h.in, h.language = r.text(), r.text(), r.text(), r.text()
	h.tags = make([]string, r.count())
	for i := range h.tags {
		h.tags[i] = r.text()
	}
	h.count = uint32(r.uvarint())
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

// readSpans reads the spans of a header. They lie in the given slice as far as they fit.
func readSpans(r reader, spans []span) ([]span, error) {
	count := r.count()
	spans = slices.Grow(spans[:0], count)
	end, passage := uint32(0), 0
	for range count {
		passage += int(unzigzag(r.uvarint()))
		s := span{passage: passage}
		s.first = end + uint32(r.uvarint())
		s.count = uint32(r.uvarint())
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
