package voice

import (
	"math"

	"github.com/onrecord/onrecord/audio/fourier"
)

// windowed is the Fourier transform of samples that a window fades in and out.
type windowed struct {
	fourier *fourier.Transform
	window  []float64
}

// hann is the window.
func hann(i, size int) float64 { return 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(size)) }

// newWindowed prepares the transform of size samples, a power of two.
func newWindowed(size int) *windowed {
	w := &windowed{fourier: fourier.New(size)}
	for i := range size {
		w.window = append(w.window, hann(i, size))
	}
	return w
}

// pair gives the spectra of two runs of real samples at once: z is that of a + ib, from which they can be told apart.
//
//go:norace
func (w *windowed) pair(z []complex128, a, b []float32) {
	b = b[:len(a)]
	for i, fade := range w.window {
		z[i] = complex(float64(a[i])*fade, float64(b[i])*fade)
	}
	w.fourier.Forth(z)
}

// powers gives the power of both runs at the frequency k, from what pair left.
//
//go:norace
func powers(z []complex128, k int) (a, b float32) {
	p, q := z[k], z[(len(z)-k)%len(z)]
	sumReal, sumImag := real(p)+real(q), imag(p)-imag(q)
	difReal, difImag := real(p)-real(q), imag(p)+imag(q)
	return float32((sumReal*sumReal + sumImag*sumImag) / 4), float32((difReal*difReal + difImag*difImag) / 4)
}
