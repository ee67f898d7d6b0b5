package voice_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/audio/voice"
)

// The network gives what whisper.cpp gives with the same weights. Its probabilities were printed with libwhisper 1.9.5.
func TestNetworkAgreesWithLibwhisper(t *testing.T) {
	m := loaded(t)
	text, err := os.ReadFile("testdata/libwhisper.tsv")
	if err != nil {
		t.Fatal(err)
	}
	most := 0.0
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		name, want := fields[0], fields[1:]
		got := m.Probabilities(sound("testdata/" + name)[0])
		if len(got) != len(want) || len(want) < 100 {
			t.Fatalf("%s: %d frames, %d in the library", name, len(got), len(want))
		}
		for i := range want {
			p, err := strconv.ParseFloat(want[i], 64)
			if err != nil {
				t.Fatal(err)
			}
			if off := max(float64(got[i])-p, p-float64(got[i])); off > 0.01 {
				t.Errorf("%s: frame %d is speech with %.4f, in the library with %.4f", name, i, got[i], p)
			} else {
				most = max(most, off)
			}
		}
	}
	t.Logf("at most %.4f apart", most)
}

// An ear hears what the network hears, but no silence.
func TestEarHearsAllButSilence(t *testing.T) {
	m := loaded(t)
	pcm := sound("testdata/audio/jfk.flac")[0]
	want := m.Probabilities(pcm)
	ear := m.NewEar()
	for i := range want {
		var frame [voice.Frame]int16
		copy(frame[:], pcm[i*voice.Frame:])
		if got := ear.Probability(&frame); got != want[i] {
			t.Fatalf("frame %d: %v, the network alone says %v", i, got, want[i])
		}
	}
	for i := range 1000 {
		if got := ear.Probability(&[voice.Frame]int16{}); i > 20 && got != 0 {
			t.Fatalf("silence is speech with %v", got)
		}
	}
}
