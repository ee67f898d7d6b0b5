package selftest_test

import (
	"math"
	"testing"

	"github.com/onrecord/onrecord/audio/selftest"
	"github.com/onrecord/onrecord/call"
)

func TestMeasure(t *testing.T) {
	for _, c := range []struct {
		name    string
		frames  []int16
		peak    float64
		clipped int
	}{
		{"nothing", nil, call.Silence, 0},
		{"silence", make([]int16, 100), call.Silence, 0},
		{"offset", []int16{7, 7, 7, 7}, call.Silence, 0},
		{"half", []int16{16384, -16384}, -6.02, 0},
		{"full", []int16{32767, -32768, 32767, -32768}, 0, 4},
	} {
		if got := selftest.Measure(c.frames); math.Abs(got.Peak-c.peak) > 0.01 || got.Clipped != c.clipped {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
