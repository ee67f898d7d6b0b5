// Package fourier is the discrete Fourier transform in double precision, for what looks closely at stretches of sound.
package fourier

import (
	"math"
	"math/bits"
	"math/cmplx"
)

// Transform is the transform of one size, with all prepared that does not depend on the sound. It never changes, so any
// number of goroutines can share one.
type Transform struct {
	size  int
	order []int        // which sample comes at each place
	turns []complex128 // half a circle, clockwise
}

// New prepares the transform of so many samples, a power of two.
func New(size int) *Transform {
	t := &Transform{size: size, order: make([]int, size), turns: make([]complex128, size/2)}
	shift := bits.LeadingZeros(uint(size)) + 1
	for i := range t.order {
		t.order[i] = int(bits.Reverse(uint(i)) >> shift)
	}
	for i := range t.turns {
		t.turns[i] = cmplx.Rect(1, -2*math.Pi*float64(i)/float64(size))
	}
	return t
}

// Forth transforms x, which has the transform's size, in place. The race detector leaves it alone, so that tests that
// listen stay quick: it touches nothing but x.
//
//go:norace
func (t *Transform) Forth(x []complex128) {
	for i, j := range t.order {
		if i < j {
			x[i], x[j] = x[j], x[i]
		}
	}
	for at := 0; at+1 < t.size; at += 2 { // nothing is turned yet
		x[at], x[at+1] = x[at]+x[at+1], x[at]-x[at+1]
	}
	for size := 4; size <= t.size; size *= 2 {
		half, step := size/2, t.size/size
		for at := 0; at < t.size; at += size {
			t.join(x[at:at+half], x[at+half:at+size], step)
		}
	}
}

// join makes two spectra one of twice the size.
//
//go:norace
func (t *Transform) join(low, high []complex128, step int) {
	high = high[:len(low)]
	for i, a := range low {
		b := high[i] * t.turns[i*step]
		low[i], high[i] = a+b, a-b
	}
}

// Back is the inverse of Forth.
func (t *Transform) Back(x []complex128) {
	for i, v := range x {
		x[i] = cmplx.Conj(v)
	}
	t.Forth(x)
	scale := complex(1/float64(t.size), 0)
	for i, v := range x {
		x[i] = cmplx.Conj(v) * scale
	}
}
