package selftest_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio/selftest"
)

// listen is a moment of quiet and what follows: what a self-test judges.
func listen(frames []int16, quiet int) []int16 {
	heard := noise(9, 12, 0.5)[:quiet*selftest.Rate/1000]
	return append(heard, frames...)
}

// Words are heard at any loudness that can be understood, and within the second in which they are said.
func TestSpeechIsSpoken(t *testing.T) {
	for name, from := range map[string]int{"jfk": 4000, "librivox_austen": 8000} {
		for _, gain := range []float64{6, 0, -12, -24} {
			words := load(t, name)[from : from+selftest.Rate]
			if !selftest.Spoken(listen(scale(words, gain), 300)) {
				t.Errorf("%s at %v dB is not heard", name, gain)
			}
		}
	}
}

// Telephone tones and noise are no words, whatever their level. Two sounds may pass for a voice, which does no harm in a
// self-test: an orchestra, and digits dialled so quickly that their pitch seems to move.
func TestTonesAndNoiseAreNotSpoken(t *testing.T) {
	for _, name := range sounds {
		switch name {
		case "jfk", "librivox_austen", "hold_music", "dtmf_1234567890":
			continue
		}
		frames := load(t, name)
		for at := 0; at < len(frames); at += 2 * selftest.Rate {
			for _, gain := range []float64{0, -20} {
				if part := frames[at:min(at+3*selftest.Rate, len(frames))]; selftest.Spoken(listen(scale(part, gain), 300)) {
					t.Errorf("%s at %d s, %v dB is taken for speech", name, at/selftest.Rate, gain)
				}
			}
		}
	}
}

func TestNoiseIsNotSpoken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frames := noise(rapid.Uint64().Draw(t, "seed"), rapid.Float64Range(0, 8000).Draw(t, "loudness"), rapid.Float64Range(0, 0.9).Draw(t, "colour"))
		if selftest.Spoken(listen(frames, rapid.IntRange(0, 500).Draw(t, "quiet"))) {
			t.Fatal("noise is taken for speech")
		}
	})
}

func TestKnocksAreNotSpoken(t *testing.T) {
	frames := noise(2, 12, 0.5)
	for k := range 5 {
		for i := range 1600 {
			frames[2000+4500*k+i] = clip(9000 * math.Exp(-float64(i)/200) * math.Sin(float64(i)*0.06))
		}
	}
	if selftest.Spoken(frames) {
		t.Error("knocks are taken for speech")
	}
}

func TestMeasure(t *testing.T) {
	for _, c := range []struct {
		name    string
		frames  []int16
		peak    float64
		clipped int
	}{
		{"nothing", nil, selftest.Nothing, 0},
		{"silence", make([]int16, 100), selftest.Nothing, 0},
		{"offset", []int16{7, 7, 7, 7}, selftest.Nothing, 0},
		{"half", []int16{16384, -16384}, -6.02, 0},
		{"full", []int16{32767, -32768, 32767, -32768}, 0, 4},
	} {
		if got := selftest.Measure(c.frames); math.Abs(got.Peak-c.peak) > 0.01 || got.Clipped != c.clipped {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// A tone keeps its level and length at another rate, and what the rate cannot hold is gone.
func TestAtRate(t *testing.T) {
	for _, rate := range []int{8000, 11025, 32000, 44100, 48000, 192000} {
		pure := func(hertz float64) []int16 {
			frames := make([]int16, rate)
			for i := range frames {
				frames[i] = clip(10000 * math.Sin(2*math.Pi*hertz*float64(i)/float64(rate)))
			}
			return selftest.AtRate(frames, rate)[1000:15000]
		}
		if got := selftest.Measure(pure(1000)).Peak; math.Abs(got+10.3) > 0.1 {
			t.Errorf("from %d Hz a tone has %.2f dBFS", rate, got)
		}
		if rate < 32000 {
			continue
		}
		if got := selftest.Measure(pure(10000)).Peak; got > -50 {
			t.Errorf("from %d Hz, 10 kHz are left with %.1f dBFS", rate, got)
		}
	}
}
