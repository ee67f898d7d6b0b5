package whisper

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
	"github.com/onrecord/onrecord/transcribe/widen"
)

// widened gives the demo model in the shape of one that people use.
func widened(t testing.TB, shape widen.Shape) string {
	t.Helper()
	small, err := os.Open(demoModel(t))
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	large, err := os.Create(filepath.Join(t.TempDir(), string(shape)+".bin"))
	if err != nil {
		t.Fatal(err)
	}
	if err := widen.Widen(large, small, shape); err != nil {
		t.Fatal(err)
	}
	if err := large.Close(); err != nil {
		t.Fatal(err)
	}
	return large.Name()
}

// A widened model writes what the small one writes, at the same times.
func TestWidenedModelWritesTheSame(t *testing.T) {
	pcm := transcribetest.Sound(t, "../../testdata/calls/debt_collector.flac", 1)[:30*transcribe.Rate]
	want, _ := transcribetest.Hear(t, loaded(t), pcm)
	e := New()
	t.Cleanup(e.Close)
	setup := transcribe.Setup{ModelPath: widened(t, widen.Tiny), VADPath: vadWeights, Language: "en", Threads: 2}
	if err := e.Load(context.Background(), setup, func() {}); err != nil {
		t.Fatal(err)
	}
	got, _ := transcribetest.Hear(t, e, pcm)
	if len(want) == 0 || len(got) != len(want) {
		t.Fatalf("%d segments instead of %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Text != want[i].Text {
			t.Errorf("%q instead of %q", got[i].Text, want[i].Text)
		}
		for j, word := range want[i].Words {
			if off := math.Abs(float64(got[i].Words[j].Start - word.Start)); off > 0.011 {
				t.Errorf("%q is %.3f s off", word.Text, off)
			}
		}
	}
}
