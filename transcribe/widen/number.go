package widen

import (
	"encoding/binary"
	"math"
)

// ggml's numbers for the formats that can be read.
const (
	singles = 0
	halves  = 1
	bytes8  = 8 // q8_0: blocks of 32 numbers in 8 bits with one scale
)

// layout gives how many numbers of a kind stand together, in how many bytes; 0 for a kind that cannot be read.
func layout(kind int32) (numbers, size int) {
	switch kind {
	case singles:
		return 1, 4
	case halves:
		return 1, 2
	case bytes8:
		return 32, 34
	}
	return 0, 0
}

// decode turns the bytes of a row into its numbers.
func decode(row []float32, raw []byte, kind int32) {
	switch kind {
	case singles:
		for i := range row {
			row[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	case halves:
		for i := range row {
			row[i] = fromHalf(binary.LittleEndian.Uint16(raw[2*i:]))
		}
	case bytes8:
		for i := 0; i < len(row); i, raw = i+32, raw[34:] {
			scale := fromHalf(binary.LittleEndian.Uint16(raw))
			for j := range 32 {
				row[i+j] = scale * float32(int8(raw[2+j]))
			}
		}
	}
}

// encode appends a row times a factor, in singles or halves.
func encode(to []byte, row []float32, by float32, kind int32) []byte {
	for _, x := range row {
		if kind == singles {
			to = binary.LittleEndian.AppendUint32(to, math.Float32bits(x*by))
		} else {
			to = binary.LittleEndian.AppendUint16(to, toHalf(x*by))
		}
	}
	return to
}

// fromHalf is the value of a 16-bit floating-point number.
func fromHalf(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&31), uint32(h&0x3ff)
	switch exponent {
	case 0: // a multiple of 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)/(1<<24)))
	case 31:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}

// toHalf is the 16-bit floating-point number nearest to x, the even one of two.
func toHalf(x float32) uint16 {
	b := math.Float32bits(x)
	sign, size := uint16(b>>16)&0x8000, b&0x7fffffff
	switch {
	case size > 0x7f800000: // not a number
		return sign | 0x7e00
	case size >= 0x477ff000: // rounds to more than the largest
		return sign | 0x7c00
	case size < 0x38800000: // a multiple of 2^-24
		return sign | uint16(math.RoundToEven(float64(math.Float32frombits(size))*(1<<24)))
	}
	size += 0xfff + size>>13&1
	return sign | uint16((size-112<<23)>>13)
}
