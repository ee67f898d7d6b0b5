package audio

import (
	"encoding/binary"
	"math"
)

// sampleReader gives the function that turns the bytes of one sample into 16 bits, or nil for an unknown form.
func sampleReader(form, bits int) func(b []byte) int16 {
	if bits < 1 {
		return nil
	}
	switch {
	case form == wavPCM && bits <= 8:
		return func(b []byte) int16 { return (int16(b[0]) - 128) << 8 }
	case form == wavPCM && bits <= 16:
		return func(b []byte) int16 { return int16(binary.LittleEndian.Uint16(b)) }
	case form == wavPCM && bits <= 24:
		return func(b []byte) int16 {
			return to16(int64(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)>>8), 24)
		}
	case form == wavPCM && bits <= 32:
		return func(b []byte) int16 { return to16(int64(int32(binary.LittleEndian.Uint32(b))), 32) }
	case form == wavFloat && bits == 32:
		return func(b []byte) int16 {
			return fromFloat(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
		}
	case form == wavFloat && bits == 64:
		return func(b []byte) int16 { return fromFloat(math.Float64frombits(binary.LittleEndian.Uint64(b))) }
	case form == wavALaw && bits == 8:
		return func(b []byte) int16 { return fromALaw(b[0]) }
	case form == wavMuLaw && bits == 8:
		return func(b []byte) int16 { return fromMuLaw(b[0]) }
	}
	return nil
}

// fromFloat turns a sample between -1 and 1 into 16 bits; what is louder is cut, what is no number is silence.
func fromFloat(v float64) int16 {
	if math.IsNaN(v) {
		return 0
	}
	return int16(math.RoundToEven(max(-32768, min(32767, v*32768))))
}

// fromMuLaw expands a sample of ITU-T G.711 mu-law.
func fromMuLaw(b byte) int16 {
	b = ^b
	v := (int16(b&0x0f)<<3+0x84)<<(b>>4&7) - 0x84
	if b&0x80 != 0 {
		return -v
	}
	return v
}

// fromALaw expands a sample of ITU-T G.711 A-law.
func fromALaw(b byte) int16 {
	b ^= 0x55
	v := int16(b&0x0f)<<4 + 8
	if exponent := b >> 4 & 7; exponent > 0 {
		v = (v + 0x100) << (exponent - 1)
	}
	if b&0x80 == 0 {
		return -v
	}
	return v
}
