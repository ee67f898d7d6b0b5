package audio

import (
	"math"
	"slices"
	"testing"
)

// tone makes a sine of half full scale.
func tone(rate int, hertz float64, frames int) []int16 {
	out := make([]int16, frames)
	for i := range out {
		out[i] = int16(math.Round(16384 * math.Sin(2*math.Pi*hertz*float64(i)/float64(rate))))
	}
	return out
}

// gain gives the level of what a tone becomes, relative to what it was, in decibels.
func gain(from, to int, hertz float64) float64 {
	out := Resample(tone(from, hertz, from/8), from, to)
	sum := 0.0
	middle := out[len(out)/4 : len(out)*3/4]
	for _, v := range middle {
		sum += float64(v) * float64(v)
	}
	return 20 * math.Log10(math.Max(1e-9, math.Sqrt(sum/float64(len(middle)))/(16384/math.Sqrt2)))
}

func TestResamplerPassesAndStops(t *testing.T) {
	for _, rates := range [][2]int{{48000, 16000}, {44100, 16000}, {8000, 16000}, {22050, 16000}, {16000, 48000}, {16000, 44100}, {96000, 16000}, {192000, 16000}} {
		half := float64(min(rates[0], rates[1])) / 2
		ripple, stop := 0.0, -200.0
		for part := 0.02; part < 0.81; part += 0.1 {
			ripple = max(ripple, math.Abs(gain(rates[0], rates[1], half*part)))
		}
		if rates[0] > rates[1] {
			for hertz := half * 1.01; hertz < float64(rates[0])/2; hertz *= 1.2 {
				stop = max(stop, gain(rates[0], rates[1], hertz))
			}
		}
		t.Logf("%d → %d: pass band within %.3f dB, aliases at %.1f dB", rates[0], rates[1], ripple, stop)
		if ripple > 0.05 {
			t.Errorf("%d → %d: the pass band is off by %.3f dB", rates[0], rates[1], ripple)
		}
		if rates[0] > rates[1] && stop > -75 {
			t.Errorf("%d → %d: aliases at %.1f dB", rates[0], rates[1], stop)
		}
	}
}

func TestResamplerKeepsTime(t *testing.T) {
	const hertz = 440
	for _, rates := range [][2]int{{48000, 16000}, {44100, 16000}, {8000, 16000}, {16000, 48000}} {
		r := newResampler(rates[0], rates[1])
		in := tone(rates[0], hertz, rates[0]*2)
		var out []int16
		for len(in) > 0 { // in odd pieces
			n := min(len(in), 777)
			out = r.feed(out, in[:n])
			in = in[n:]
		}
		out = r.flush(out)
		if len(out) != 2*rates[1] {
			t.Errorf("%v: %d frames, wants %d", rates, len(out), 2*rates[1])
		}
		want := tone(rates[1], hertz, 2*rates[1])
		for i := 1000; i < len(out)-1000; i++ {
			if d := int(out[i]) - int(want[i]); d > 12 || d < -12 {
				t.Fatalf("%v: frame %d is %d, wants %d", rates, i, out[i], want[i])
			}
		}
	}
}

func TestResamplerOfOddRates(t *testing.T) {
	for _, from := range []int{4000, 7999, 44101, 384000} {
		out := Resample(tone(from, 300, from/2), from, 16000)
		if want := (from/2*16000 + from - 1) / from; len(out) != want {
			t.Errorf("from %d: %d frames, wants %d", from, len(out), want)
		}
	}
}

func TestResampleWithNothingToDo(t *testing.T) {
	frames := tone(16000, 440, 100)
	if out := Resample(frames, 16000, 16000); !slices.Equal(out, frames) {
		t.Errorf("at the same rate %v became %v", frames, out)
	}
	if out := Resample(nil, 8000, 16000); len(out) != 0 {
		t.Errorf("nothing became %v", out)
	}
}
