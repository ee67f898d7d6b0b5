package app

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio/voice"
)

// said is a moment of hiss, then frames so many decibels louder, in the same hiss.
func said(frames []int16, gain float64) []int16 {
	const quiet = voice.Rate * 3 / 10
	heard := someHiss(5, 3)[:quiet+len(frames)]
	for i, frame := range frames {
		heard[quiet+i] = full(float64(heard[quiet+i]) + float64(frame)*math.Pow(10, gain/20))
	}
	return heard
}

// full cuts a sample off at full scale.
func full(sample float64) int16 { return int16(max(-32768, min(32767, sample))) }

// between cuts a recording, from one second to another.
func between(name string, from, to float64) []int16 {
	return recorded(name)[int(from*voice.Rate):int(to*voice.Rate)]
}

// A single word is enough, and so is the beginning of a sentence, hardly audible or distorted.
func TestWordsAreSpoken(t *testing.T) {
	model := newVoice(t)
	for name, word := range map[string][]int16{
		"ask":               between("jfk", 3.23, 3.91),
		"not":               between("jfk", 3.91, 4.46),
		"a word":            between("librivox_austen", 4.36, 4.77),
		"a quarter second":  between("librivox_austen", 4.97, 5.22),
		"a third word":      between("librivox_austen", 6.40, 6.77),
		"jfk's beginning":   between("jfk", 0.25, 1.25),
		"a sentence's rest": between("librivox_austen", 5.20, 6.41),
	} {
		for _, gain := range []float64{12, 0, -12, -24, -40} {
			if !spoke(model, said(word, gain)) {
				t.Errorf("%s at %v dB is not heard", name, gain)
			}
		}
	}
}

// Telephone tones, music and noise are no words, wherever and whenever one looks, and whatever their level.
func TestOtherSoundIsNotSpoken(t *testing.T) {
	model := newVoice(t)
	for _, name := range []string{
		"hold_music", "sb_noise1", "dtmf_1234567890", "rec_beep_1400", "uk_ringback", "us_busy", "us_dialtone", "us_ringback",
	} {
		frames := recorded(name)
		for at, gain := 0, 0.0; at < len(frames); at, gain = at+5*voice.Rate, -30-gain {
			for length := voice.Rate / 4; length <= 3*voice.Rate; length += voice.Rate / 4 {
				if spoke(model, said(frames[at:min(at+length, len(frames))], gain)) {
					t.Errorf("%s at %d s, %v dB, for %d frames is taken for a word", name, at/voice.Rate, gain, length)
				}
			}
		}
	}
}

func TestNoiseAndKnocksAreNotSpoken(t *testing.T) {
	model := newVoice(t)
	knocks := make([]int16, 2*voice.Rate)
	for i := range knocks {
		since := float64(i % 4500)
		knocks[i] = full(9000 * math.Exp(-since/200) * math.Sin(since*0.06))
	}
	for _, gain := range []float64{0, -30} {
		if spoke(model, said(knocks, gain)) {
			t.Errorf("knocks at %v dB are taken for a word", gain)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		loudness, colour := rapid.Float64Range(0, 8000).Draw(t, "loudness"), rapid.Float64Range(0, 0.98).Draw(t, "colour")
		frames, last := make([]int16, rapid.IntRange(0, 2*voice.Rate).Draw(t, "frames")), 0.0
		for i := range frames { // the nearer colour is to 1, the deeper it sounds
			last = colour*last + (1-colour)*random.NormFloat64()
			frames[i] = full(loudness * last)
		}
		if spoke(model, frames) || spoke(model, said(frames, 0)) {
			t.Fatal("noise is taken for a word")
		}
	})
}

func TestSilenceIsNotSpoken(t *testing.T) {
	model := newVoice(t)
	for name, frames := range map[string][]int16{
		"nothing": nil, "silence": make([]int16, voice.Rate), "the last bit": someHiss(1, 1), "offset": slices.Repeat([]int16{37}, voice.Rate),
		"full scale": slices.Repeat([]int16{-32768}, voice.Rate),
	} {
		if spoke(model, frames) {
			t.Errorf("%s is taken for a word", name)
		}
	}
}

func newVoice(t *testing.T) *voice.Model {
	t.Helper()
	model, err := readVoice()
	if err != nil {
		t.Fatal(err)
	}
	return model
}
