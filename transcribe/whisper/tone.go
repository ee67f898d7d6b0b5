package whisper

import (
	"math"
	"math/bits"
	"math/cmplx"
	"slices"
)

// The voice detection takes some telephone bells and tones for speech. They differ from it in that their few partials
// stand still: over a whole span nearly all the power lies in the same handful of narrow bands, while a voice glides.

const (
	bands  = vadFrame / 2 // of 31 Hz each, with frames of 32 ms
	lowest = 8            // bands below 250 Hz say nothing: mains hum, and a voice's own lowest partials
	strong = 12           // how many bands may hold a tone's power: four partials and their neighbours
	// tonal is the share of the power in the strongest bands from which a span is a tone. Tones reach 0.98 and more; the
	// most even half second of a voice among the samples reaches 0.86.
	tonal = 0.93
)

// tone reports whether the samples hold tones rather than a voice.
func tone(pcm []int16) bool { return tonality(pcm) >= tonal }

// tonality is the share of the power that stays within the strongest bands, 0 to 1. Each frame counts alike.
func tonality(pcm []int16) float64 {
	var mean [bands]float64
	frames := 0.0
	for at := 0; at+vadFrame <= len(pcm); at += vadFrame {
		if addSpectrum(&mean, pcm[at:at+vadFrame]) {
			frames++
		}
	}
	if frames == 0 {
		return 0
	}
	slices.Sort(mean[:])
	top := 0.0
	for _, share := range mean[bands-strong:] {
		top += share
	}
	return top / frames
}

// addSpectrum adds the frame's power in each band, as a share of the frame's whole; false when there is none.
func addSpectrum(mean *[bands]float64, frame []int16) bool {
	var x [vadFrame]complex128
	for i, s := range frame {
		window := 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/vadFrame)
		x[i] = complex(float64(s)*window, 0)
	}
	transform(x[:])
	var power [bands]float64
	total := 0.0
	for i := lowest; i < bands; i++ {
		power[i] = real(x[i])*real(x[i]) + imag(x[i])*imag(x[i])
		total += power[i]
	}
	if total == 0 {
		return false
	}
	for i, p := range power {
		mean[i] += p / total
	}
	return true
}

// transform is the fast Fourier transform in place; len(x) is a power of two.
func transform(x []complex128) {
	shift := bits.LeadingZeros(uint(len(x))) + 1
	for i := range x {
		if j := int(bits.Reverse(uint(i)) >> shift); j > i {
			x[i], x[j] = x[j], x[i]
		}
	}
	for size := 2; size <= len(x); size *= 2 {
		turn := cmplx.Rect(1, -2*math.Pi/float64(size))
		for at := 0; at < len(x); at += size {
			butterflies(x[at:at+size], turn)
		}
	}
}

func butterflies(x []complex128, turn complex128) {
	half, w := len(x)/2, complex(1, 0)
	for i := range half {
		a, b := x[i], x[i+half]*w
		x[i], x[i+half] = a+b, a-b
		w *= turn
	}
}
