package selftest_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/selftest"
)

// window is long enough for the sound and short enough for many tries.
const window = 23000

// Nothing that may be heard while the test runs is taken for its sound, wherever it is cut and however loud it is.
func TestNothingElseIsFound(t *testing.T) {
	finder := selftest.NewFinder()
	worst, whose := 0.0, ""
	for _, name := range sounds {
		frames := load(name)
		for _, gain := range []float64{0, -40, 25} {
			for at := 0; at+window <= len(frames); at += 4 * window {
				match, found := finder.Find(scale(frames[at:at+window], gain))
				if found {
					t.Errorf("%s at %d, %v dB: %+v", name, at, gain, match)
				}
				if match.Score > worst {
					worst, whose = match.Score, name
				}
			}
		}
	}
	t.Logf("nearest to it comes %s with a score of %.3f", whose, worst)
	if worst > 0.32 {
		t.Errorf("%s scores %.2f, which leaves no room below the threshold", whose, worst)
	}
}

// Noise of any colour and loudness is never taken for the sound, and neither are sweeps of other kinds.
func TestNoiseIsNotFound(t *testing.T) {
	finder := selftest.NewFinder()
	rapid.Check(t, func(t *rapid.T) {
		frames := noise(rapid.Uint64().Draw(t, "seed"), rapid.Float64Range(1, 20000).Draw(t, "loudness"), rapid.Float64Range(0, 0.98).Draw(t, "colour"))
		from, to := rapid.Float64Range(100, 4000).Draw(t, "from"), rapid.Float64Range(100, 4000).Draw(t, "to")
		turn := 0.0
		for i := range 9600 { // an even sweep of the same length; the sound's own is even for the ear
			turn += 2 * math.Pi * (from + (to-from)*float64(i)/9600) / selftest.Rate
			frames[6000+i] = clip(float64(frames[6000+i]) + 1000*math.Sin(turn))
		}
		if match, found := finder.Find(frames); found {
			t.Fatalf("found %+v", match)
		}
	})
}

// The sound is found at its place and with its gain, at any rate, beneath noise and other sound that is louder by 6 dB.
func TestTheSoundIsFound(t *testing.T) {
	finder := selftest.NewFinder()
	others := [][]int16{load("jfk"), load("hold_music"), load("sb_noise1"), load("uk_ringback")}
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.SampledFrom([]int{8000, 16000, 22050, 44100, 48000, 96000}).Draw(t, "rate")
		gain := rapid.Float64Range(-25, 20).Draw(t, "gain")
		at := rapid.IntRange(0, window-9600-10).Draw(t, "at")
		played := make([]int16, at*rate/selftest.Rate)
		played = append(played, scale(selftest.Sound(rate), gain)...)
		played = audio.Resample(append(played, make([]int16, rate/10)...), rate, selftest.Rate)
		frames := noise(rapid.Uint64().Draw(t, "seed"), 12*math.Pow(10, min(0, gain)/20), 0)
		add(frames, played, 0)
		if rapid.Bool().Draw(t, "other sound") {
			other := rapid.SampledFrom(others).Draw(t, "which")
			from := rapid.IntRange(0, len(other)-window).Draw(t, "from")
			other = other[from : from+window]
			add(frames, scale(other, gain-33+6-selftest.Measure(other[at:at+9600]).RMS), 0)
		}
		match, found := finder.Find(frames)
		if !found || match.At < at-16 || match.At > at+16 || math.Abs(match.Gain-gain) > 2.5 {
			t.Fatalf("played at %d with %.1f dB, found %v: %+v", at, gain, found, match)
		}
	})
}

// noise is Gaussian; the nearer colour is to 1, the more of it is deep.
func noise(seed uint64, loudness, colour float64) []int16 {
	random := rand.New(rand.NewPCG(seed, 1))
	frames := make([]int16, window)
	last := 0.0
	for i := range frames {
		last = colour*last + (1-colour)*random.NormFloat64()
		frames[i] = clip(loudness * last)
	}
	return frames
}

// A loudspeaker and a room turn the phase, smear and colour; the sound is found all the same.
func TestTheSoundIsFoundInARoom(t *testing.T) {
	finder := selftest.NewFinder()
	random := rand.New(rand.NewPCG(5, 6))
	sound := scale(selftest.Sound(selftest.Rate), -20)
	frames := noise(7, 4, 0.9)
	for range 300 { // reflections within 200 ms, ever weaker
		delay := random.IntN(3200)
		strength := -10 - 30*float64(delay)/3200
		reflection := scale(sound, strength)
		if random.IntN(2) == 0 {
			for i := range reflection {
				reflection[i] = -reflection[i]
			}
		}
		add(frames, reflection, 10000+delay)
	}
	add(frames, sound, 10000)
	if match, found := finder.Find(frames); !found || match.At < 9900 || match.At > 10400 {
		t.Errorf("found %v: %+v", found, match)
	}
}

func TestSilenceAndScrapsAreNotFound(t *testing.T) {
	finder := selftest.NewFinder()
	for _, n := range []int{0, 1, 9599, 9600, window} {
		if match, found := finder.Find(make([]int16, n)); found || match.Score > 0.1 {
			t.Errorf("%d frames of silence: %+v", n, match)
		}
	}
	if _, found := finder.Find(selftest.Sound(selftest.Rate)); !found {
		t.Error("the sound alone is not found")
	}
	if _, found := finder.Find(selftest.Sound(selftest.Rate)[4800:]); found {
		t.Error("half of the sound is taken for all of it")
	}
}

// The sound is quiet, short, and begins and ends softly.
func TestSoundIsGentle(t *testing.T) {
	sound := selftest.Sound(48000)
	if level := selftest.Measure(sound); level.Peak > -29.9 || level.Peak < -30.2 {
		t.Errorf("its peak is %.1f dBFS", level.Peak)
	}
	if len(sound) != 28800 || sound[0] != 0 || selftest.Measure(sound[:48]).Peak > -60 || selftest.Measure(sound[len(sound)-48:]).Peak > -60 {
		t.Errorf("it has %d frames and begins with %v", len(sound), sound[:48])
	}
}

// Fill plays the sound once, in both ears, however the output asks for it.
func TestFill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fill, want := selftest.Fill(48000), selftest.Sound(48000)
		var heard []int16
		for len(heard) < len(want)+1000 {
			stereo := make([]int16, 2*rapid.IntRange(1, 9000).Draw(t, "asked"))
			for i := range stereo {
				stereo[i] = 99
			}
			fill(stereo)
			for i := 0; i < len(stereo); i += 2 {
				if stereo[i] != stereo[i+1] {
					t.Fatal("the ears differ")
				}
				heard = append(heard, stereo[i])
			}
		}
		for i, frame := range heard {
			if i < len(want) && frame != want[i] || i >= len(want) && frame != 0 {
				t.Fatalf("frame %d is %d", i, frame)
			}
		}
	})
}
