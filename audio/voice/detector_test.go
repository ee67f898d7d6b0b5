package voice_test

import (
	"maps"
	"math"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio/voice"
)

var samples = []string{"accountant", "debt_collector", "telemarketer"}

// heard says for each piece of a tenth of a second whether speech was counted in it, or found out then.
func heard(d *voice.Detector, pcm []int16) (speaking []bool) {
	const tenth = voice.Rate / 10
	for ; len(pcm) >= tenth; pcm = pcm[tenth:] {
		d.Add(pcm[:tenth])
		speaking = append(speaking, d.Speaking() || d.Spoke(0.3))
	}
	return speaking
}

func TestTurnsAreHeard(t *testing.T) {
	m := loaded(t)
	for _, name := range samples {
		reference := turns(t, name)
		for channel, pcm := range sound("assets/calls/" + name + ".flac") {
			d := m.NewDetector()
			speaking := heard(d, pcm)
			inTurns, late, outside := 0.0, 0.0, 0.0
			for _, turn := range reference[channel] {
				inTurns += turn.End - turn.Start
				after := 0
				for from := int(10 * turn.Start); !speaking[from+after]; {
					after++
				}
				late = max(late, float64(after+1)/10)
			}
			for i, now := range speaking {
				at := float64(i) / 10
				if now && !within(at, 0.5, reference[channel]) {
					outside += 0.1
				}
			}
			t.Logf("%s %d: %.1f s of turns, %.1f s of speech, known after %.1f s, %.1f s outside turns, longest silence %.1f s",
				name, channel, inTurns, d.Speech(), late, outside, d.LongestSilence())
			if share := float64(d.Speech()) / inTurns; share < 0.85 || share > 1.05 {
				t.Errorf("%s %d: %.0f %% of the turns' time found", name, channel, 100*share)
			}
			if late > 1 || outside > 0 {
				t.Errorf("%s %d: speech known after %.1f s, %.1f s of it outside turns", name, channel, late, outside)
			}
		}
	}
}

// within reports whether a moment lies in a turn, or so many seconds from one.
func within(at, near float64, turns []turn) bool {
	for _, turn := range turns {
		if at > turn.Start-near && at < turn.End+near {
			return true
		}
	}
	return false
}

func TestRealVoicesAreHeard(t *testing.T) {
	m := loaded(t)
	for name, want := range map[string][2]float64{
		"testdata/audio/jfk.flac":             {6, 8.5}, // of 11 s, with pauses
		"testdata/audio/librivox_austen.flac": {5.8, 7},
	} {
		plain := sound(name)[0]
		for _, c := range []struct {
			name string
			pcm  []int16
		}{
			{"as it is", plain},
			{"softly", mixed(plain, -20, noNoise)},
			{"in noise", mixed(plain, 0, -50)},
			{"softly in noise", mixed(plain, -20, -60)},
			{"by telephone", doubled(halved(plain))},
		} {
			d := m.NewDetector()
			d.Add(c.pcm)
			if got := float64(d.Speech()); got < want[0] || got > want[1] {
				t.Errorf("%s %s: %.1f s of speech", name, c.name, got)
			}
		}
	}
}

func TestNothingElseIsSpeech(t *testing.T) {
	m := loaded(t)
	sounds := map[string][]int16{
		"silence": make([]int16, 20*voice.Rate),
		"hum":     ringer(0, -30, harmonics(50, 1, 0.5, 0.5)...),
		"bell":    ringer(0, -12, partial{1000, 1}, partial{1250, 1}),
	}
	maps.Copy(sounds, trills())
	files, err := filepath.Glob("../../testdata/audio/*.flac")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		switch name := filepath.Base(file); name {
		case "jfk.flac", "librivox_austen.flac":
		default:
			sounds[name] = sound("testdata/audio/" + name)[0]
		}
	}
	if len(sounds) < 15 {
		t.Fatalf("only %d sounds", len(sounds))
	}
	for name, pcm := range sounds {
		for _, gain := range []float64{0, -20} {
			for _, noise := range []float64{noNoise, -70, -60} {
				if gain < 0 || noise > noNoise {
					pcm = pcm[:min(len(pcm), 8*voice.Rate)] // more of the same
				}
				d := m.NewDetector()
				d.Add(mixed(pcm, gain, noise))
				if d.Speech() > 0 {
					t.Errorf("%s at %.0f dB with noise at %.0f: %.1f s of speech", name, gain, noise, d.Speech())
				}
				if whole := float64(len(pcm)) / voice.Rate; math.Abs(whole-float64(d.LongestSilence())) > 0.04 {
					t.Errorf("%s: %.1f s of silence in %.1f s", name, d.LongestSilence(), whole)
				}
			}
		}
	}
}

// The network alone takes these for speech, so the check for tones must be what keeps them out.
func TestTonesThatTheNetworkTakesForSpeech(t *testing.T) {
	m := loaded(t)
	sounds := trills()
	sounds["keys"] = mixed(sound("testdata/audio/dtmf_1234567890.flac")[0], -20, -55)
	for name, pcm := range sounds {
		fooled := 0
		for _, p := range m.Probabilities(pcm) {
			if p > 0.5 {
				fooled++
			}
		}
		d := m.NewDetector()
		d.Add(pcm)
		t.Logf("%s: the network hears %.1f s of speech", name, float64(fooled*voice.Frame)/voice.Rate)
		if fooled < 20 {
			t.Errorf("%s: does not fool the network", name)
		}
		if d.Speech() > 0 {
			t.Errorf("%s: %.1f s of speech", name, d.Speech())
		}
	}
}

func TestVoiceAfterRinging(t *testing.T) {
	m := loaded(t)
	ring := trills()["trill of nine partials"]
	d := m.NewDetector()
	d.Add(ring)
	if d.Speaking() || d.Speech() > 0 {
		t.Fatal("ringing counts as speech")
	}
	words := sound("testdata/audio/librivox_austen.flac")[0][:3*voice.Rate]
	d.Add(words)
	if !d.Speaking() || d.Speech() < 1.2 {
		t.Errorf("%.1f of 3 s after ringing count as speech", d.Speech())
	}
}

func TestTimesAreMeasured(t *testing.T) {
	m := loaded(t)
	words := sound("testdata/audio/librivox_austen.flac")[0]
	d := m.NewDetector()
	silence := make([]int16, 30*voice.Rate)
	d.Add(silence[:10*voice.Rate])
	if d.SinceSpeech() < 9.9 || d.LongestSilence() < 9.9 {
		t.Errorf("%.1f s since speech after ten silent ones", d.SinceSpeech())
	}
	d.Add(words)
	first := d.Speech()
	d.Add(silence)
	if d.Speaking() || math.Abs(float64(d.SinceSpeech())-30) > 1 || math.Abs(float64(d.LongestSilence())-30) > 1 {
		t.Errorf("since speech %.1f s, longest silence %.1f s after thirty silent ones", d.SinceSpeech(), d.LongestSilence())
	}
	d.Add(words)
	if longest := d.LongestSilence(); math.Abs(float64(longest)-30.5) > 1 {
		t.Errorf("longest silence %.1f s of thirty", longest)
	}
	if math.Abs(float64(d.Speech()-2*first)) > 0.1 {
		t.Errorf("the same words are %.2f s, then %.2f s", first, d.Speech()-first)
	}
}

// However the samples are cut, the detector says the same; and its figures always fit together.
func TestPiecesDoNotMatter(t *testing.T) {
	m := loaded(t)
	pcm := sound("testdata/audio/jfk.flac")[0][:3*voice.Rate/2]
	whole := m.NewDetector()
	whole.Add(pcm)
	rapid.Check(t, func(t *rapid.T) {
		d := m.NewDetector()
		for rest := pcm; len(rest) > 0; {
			n := min(len(rest), rapid.IntRange(0, 4000).Draw(t, "piece"))
			d.Add(rest[:n])
			rest = rest[n:]
			sum := float64(d.Speech() + d.LongestSilence())
			if at := float64(len(pcm)-len(rest)) / voice.Rate; sum > at+1e-9 || d.SinceSpeech() > d.LongestSilence() {
				t.Fatalf("%.2f s of speech and %.2f s of silence in %.2f s", d.Speech(), d.LongestSilence(), at)
			}
		}
		if d.Speech() != whole.Speech() || d.SinceSpeech() != whole.SinceSpeech() || d.LongestSilence() != whole.LongestSilence() {
			t.Fatalf("%.2f s of speech in pieces, %.2f s at once", d.Speech(), whole.Speech())
		}
	})
}

func TestNothingIsAllocated(t *testing.T) {
	pcm := sound("testdata/audio/jfk.flac")[0]
	d := loaded(t).NewDetector()
	if n := testing.AllocsPerRun(1, func() { d.Add(pcm) }); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}
