package voice

import (
	"math"
	"math/bits"
)

// transform is a fast Fourier transform of one size, with all prepared that does not depend on the sound.
type transform struct {
	order  []int       // which sample comes at each place
	turns  []complex64 // half a circle, clockwise
	window []float32
}

// hann is the window that fades the samples of a spectrum in and out.
func hann(i, size int) float64 { return 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(size)) }

// newTransform prepares a transform of size samples, a power of two.
func newTransform(size int) *transform {
	t := &transform{}
	shift := bits.LeadingZeros(uint(size)) + 1
	for i := range size {
		t.order = append(t.order, int(bits.Reverse(uint(i))>>shift))
		t.window = append(t.window, float32(hann(i, size)))
	}
	for i := range size / 2 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(size))
		t.turns = append(t.turns, complex(float32(cos), -float32(sin)))
	}
	return t
}

// pair gives the spectra of two runs of real samples at once: z is that of a + ib, from which they can be told apart.
//
//go:norace
func (t *transform) pair(z []complex64, a, b []float32) {
	for i, from := range t.order {
		z[i] = complex(a[from]*t.window[from], b[from]*t.window[from])
	}
	for size := 2; size <= len(z); size *= 2 {
		half, step := size/2, len(z)/size
		for at := 0; at < len(z); at += size {
			t.butterflies(z[at:at+half], z[at+half:at+size], step)
		}
	}
}

// butterflies joins two spectra into one of twice the size. The product is written out: the language would compute
// it in double precision.
//
//go:norace
func (t *transform) butterflies(low, high []complex64, step int) {
	high = high[:len(low)]
	for i, a := range low {
		h, w := high[i], t.turns[i*step]
		b := complex(real(h)*real(w)-imag(h)*imag(w), real(h)*imag(w)+imag(h)*real(w))
		low[i], high[i] = a+b, a-b
	}
}

// powers gives the power of both runs at the frequency k, from what pair left.
//
//go:norace
func powers(z []complex64, k int) (a, b float32) {
	p, q := z[k], z[(len(z)-k)%len(z)]
	sumReal, sumImag := real(p)+real(q), imag(p)-imag(q)
	difReal, difImag := real(p)-real(q), imag(p)+imag(q)
	return (sumReal*sumReal + sumImag*sumImag) / 4, (difReal*difReal + difImag*difImag) / 4
}
