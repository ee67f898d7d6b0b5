package selftest

import (
	"math"
	"math/bits"
	"math/cmplx"
)

// fourier is the discrete Fourier transform of one length.
type fourier struct {
	n     int          // a power of two
	turns []complex128 // the n-th roots of one, half of them
}

// newFourier makes one that holds as many frames at least.
func newFourier(frames int) fourier {
	f := fourier{n: 2}
	for f.n < frames {
		f.n *= 2
	}
	f.turns = make([]complex128, f.n/2)
	for i := range f.turns {
		f.turns[i] = cmplx.Rect(1, -2*math.Pi*float64(i)/float64(f.n))
	}
	return f
}

// spectrum transforms frames, with silence after them.
func (f fourier) spectrum(frames []int16) []complex128 {
	x := make([]complex128, f.n)
	for i, frame := range frames {
		x[i] = complex(float64(frame)/32768, 0)
	}
	f.forth(x)
	return x
}

// forth transforms in place.
func (f fourier) forth(x []complex128) {
	shift := bits.LeadingZeros64(uint64(f.n)) + 1
	for i := range x {
		if j := int(bits.Reverse64(uint64(i)) >> shift); i < j {
			x[i], x[j] = x[j], x[i]
		}
	}
	for size := 2; size <= f.n; size *= 2 {
		half, step := size/2, f.n/size
		for start := 0; start < f.n; start += size {
			low, high := x[start:start+half], x[start+half:start+size]
			for i := range low {
				turned := high[i] * f.turns[i*step]
				low[i], high[i] = low[i]+turned, low[i]-turned
			}
		}
	}
}

// back is the inverse of forth.
func (f fourier) back(x []complex128) {
	for i, v := range x {
		x[i] = cmplx.Conj(v)
	}
	f.forth(x)
	scale := complex(1/float64(f.n), 0)
	for i, v := range x {
		x[i] = cmplx.Conj(v) * scale
	}
}
