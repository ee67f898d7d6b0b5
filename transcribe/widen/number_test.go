package widen

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
)

// Every half has its value back after a detour over a single, and the single between two goes to the even one.
func TestHalvesAreExact(t *testing.T) {
	for h := range 1 << 16 {
		x := fromHalf(uint16(h))
		if x != x {
			if back := toHalf(x); fromHalf(back) == fromHalf(back) {
				t.Errorf("%#x is no number, and becomes %#x", h, back)
			}
			continue
		}
		if back := toHalf(x); back != uint16(h) {
			t.Errorf("%#x is %g, and that %#x", h, x, back)
		}
		if next := fromHalf(uint16(h + 1)); h&0x7fff < 0x7bff {
			between := float32((float64(x) + float64(next)) / 2)
			if got, want := toHalf(between), uint16(h+h&1); got != want {
				t.Errorf("between %#x and the next: %#x, want %#x", h, got, want)
			}
		}
	}
	for x, want := range map[float32]uint16{1: 0x3c00, -2: 0xc000, 65504: 0x7bff, 65519: 0x7bff, 65520: 0x7c00, 1e9: 0x7c00, 1e-9: 0} {
		if got := toHalf(x); got != want {
			t.Errorf("%g: %#x, want %#x", x, got, want)
		}
	}
}

func TestBlocksAreScaledBytes(t *testing.T) {
	raw := binary.LittleEndian.AppendUint16(nil, toHalf(0.25))
	want := make([]float32, 32)
	for i := range want {
		raw = append(raw, byte(int8(8*i-128)))
		want[i] = float32(8*i-128) / 4
	}
	got := make([]float32, 32)
	decode(got, raw, bytes8)
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if single := encode(nil, got[:1], 0.5, singles); math.Float32frombits(binary.LittleEndian.Uint32(single)) != -16 {
		t.Errorf("%x", single)
	}
}
