package tally

import (
	"bufio"
	"encoding/binary"
	"math"
)

// Format is a way to store the numbers of a matrix.
type Format int32

// The formats, by ggml's numbers for them.
const (
	Singles Format = 0 // 32 bits
	Halves  Format = 1 // 16 bits
	Bytes   Format = 8 // q8_0: blocks of 32 numbers in 8 bits with one scale
)

// precision is the format as a model's header names it.
func (f Format) precision() int32 {
	if f == Bytes {
		return 2007 // generation 2, "mostly q8_0"
	}
	return int32(f)
}

// size is how many bytes so many numbers take.
func (f Format) size(numbers int32) int32 {
	switch f {
	case Halves:
		return 2 * numbers
	case Bytes:
		return numbers / 32 * 34
	}
	return 4 * numbers
}

// writer writes a model from front to back, until something fails.
type writer struct {
	w      *bufio.Writer
	format Format
	err    error
}

func (w *writer) bytes(b []byte) {
	if w.err == nil {
		_, w.err = w.w.Write(b)
	}
}

func (w *writer) text(s string) { w.bytes([]byte(s)) }

func (w *writer) numbers(all ...int32) {
	for _, n := range all {
		w.bytes(binary.LittleEndian.AppendUint32(nil, uint32(n)))
	}
}

func (w *writer) single(x float32) {
	w.bytes(binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)))
}

// row writes numbers in a format.
func (w *writer) row(row []float32, f Format) {
	switch f {
	case Singles:
		for _, x := range row {
			w.single(x)
		}
	case Halves:
		for _, x := range row {
			w.half(x)
		}
	case Bytes:
		for ; len(row) >= 32; row = row[32:] {
			w.block(row[:32])
		}
	}
}

// block writes 32 numbers with one scale, which is their largest by 127.
func (w *writer) block(row []float32) {
	var largest float32
	for _, x := range row {
		largest = max(largest, x, -x)
	}
	w.half(largest / 127)
	packed := make([]byte, len(row))
	for i, x := range row {
		if largest > 0 {
			packed[i] = byte(int8(math.Round(float64(x / largest * 127))))
		}
	}
	w.bytes(packed)
}

// half writes a number in 16 bits, rounded towards zero. One that is too small for them is zero.
func (w *writer) half(x float32) {
	b := math.Float32bits(x)
	h := uint16(b>>16) & 0x8000
	if exponent := int(b>>23&0xff) - 127 + 15; exponent > 0 {
		h |= uint16(exponent)<<10 | uint16(b>>13&0x3ff)
	}
	w.bytes(binary.LittleEndian.AppendUint16(nil, h))
}
