package search

import (
	"encoding/binary"
	"fmt"
	"math"
)

// appendPositions writes rising positions as the distances between them.
func appendPositions(to []byte, positions []uint32) []byte {
	last := uint32(0)
	for _, p := range positions {
		to = binary.AppendUvarint(to, uint64(p-last))
		last = p
	}
	return to
}

// readStretches reads what appendPositions wrote, behind those in the given slice, each as a stretch of one word.
func readStretches(into []stretch, from []byte) ([]stretch, error) {
	last := uint64(0)
	for i := 0; i < len(from); {
		step, n := uint64(from[i]), 1
		if step >= 0x80 { // most are not
			step, n = binary.Uvarint(from[i:])
		}
		if last += step; n <= 0 || last >= math.MaxUint32 {
			return nil, fmt.Errorf("read positions of a word: %w", ErrDamaged)
		}
		i += n
		into = append(into, stretch{uint32(last), uint32(last) + 1})
	}
	return into, nil
}

// countPositions tells how many positions there are, by the bytes with which a number ends.
func countPositions(from []byte) (n int) {
	for _, b := range from {
		if b < 0x80 {
			n++
		}
	}
	return n
}

// reader takes numbers and texts from the front of a record. After a fault it gives zeros; the fault is in err.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail() {
	r.rest, r.err = nil, fmt.Errorf("read record: %w", ErrDamaged)
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// number takes the bytes of a number.
func (r *reader) number() []byte {
	_, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail()
		return nil
	}
	return r.bytes(uint64(n))
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.fail()
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// text takes a text that its length stands before.
func (r *reader) text() string { return string(r.bytes(r.uvarint())) }

// count takes a number of things that follow, each at least one byte long.
func (r *reader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}
