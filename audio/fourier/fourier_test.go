package fourier_test

import (
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio/fourier"
)

// Every size gives what the definition says, and comes back.
func TestForthAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := 1 << rapid.IntRange(0, 7).Draw(t, "size")
		part := rapid.Float64Range(-1, 1)
		sound := make([]complex128, size)
		for i := range sound {
			sound[i] = complex(part.Draw(t, "real"), part.Draw(t, "imaginary"))
		}
		transform, x := fourier.New(size), slices.Clone(sound)
		transform.Forth(x)
		if want := defined(sound); !near(x, want) {
			t.Fatalf("%v becomes %v, wants %v", sound, x, want)
		}
		if transform.Back(x); !near(x, sound) {
			t.Fatalf("%v comes back as %v", sound, x)
		}
	})
}

// defined is the transform by its definition.
func defined(sound []complex128) []complex128 {
	n := len(sound)
	spectrum := make([]complex128, n)
	for k := range spectrum {
		for i, v := range sound {
			spectrum[k] += v * cmplx.Rect(1, -2*math.Pi*float64(i*k%n)/float64(n))
		}
	}
	return spectrum
}

func near(a, b []complex128) bool {
	return slices.EqualFunc(a, b, func(x, y complex128) bool { return cmplx.Abs(x-y) < 1e-9 })
}
