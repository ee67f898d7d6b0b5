package audio_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
)

// What was packed comes back as long as it was, nearly as loud, never louder, and packing it again changes nothing.
func TestAPackedWaveformIsNearlyWhatItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w audio.Waveform
		for lane := range w {
			w[lane] = rapid.SliceOf(rapid.Custom(func(t *rapid.T) audio.Peak {
				return audio.Peak{Min: -rapid.Int16Min(0).Draw(t, "down"), Max: rapid.Int16Min(0).Draw(t, "up")}
			})).Draw(t, "peaks")
		}
		packed, err := w.Pack()
		if err != nil {
			t.Fatal(err)
		}
		got, err := audio.UnpackWaveform(packed)
		if err != nil {
			t.Fatal(err)
		}
		for lane, peaks := range w {
			if len(got[lane]) != len(peaks) {
				t.Fatalf("%d peaks became %d", len(peaks), len(got[lane]))
			}
			for i, peak := range peaks {
				was, is := peak.Reach(), got[lane][i].Reach()
				if is > was || float64(is) <= float64(was)*15/16-1 || was < 32 && is != was {
					t.Fatalf("a peak of %d became one of %d", was, is)
				}
			}
		}
		if again, err := got.Pack(); err != nil || !bytes.Equal(again, packed) {
			t.Fatalf("packed again it is another: %v", err)
		}
	})
}

func TestTheLoudestPeakCanBePacked(t *testing.T) {
	packed, err := audio.Waveform{{{Min: math.MinInt16}}, nil}.Pack()
	if err != nil {
		t.Fatal(err)
	}
	got, err := audio.UnpackWaveform(packed)
	if err != nil || got[0][0].Reach() < 31000 || got[1] != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func FuzzUnpackWaveform(f *testing.F) {
	packed, err := audio.Waveform{{{Min: -7, Max: 300}, {}}, {{Max: 9}, {Min: -32768}}}.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Add(packed[:len(packed)-3])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, packed []byte) {
		w, err := audio.UnpackWaveform(packed)
		if err != nil {
			if !errors.Is(err, audio.ErrDamaged) {
				t.Errorf("got %v", err)
			}
			return
		}
		if again, err := w.Pack(); err != nil {
			t.Error(err)
		} else if _, err := audio.UnpackWaveform(again); err != nil {
			t.Error(err)
		}
	})
}
