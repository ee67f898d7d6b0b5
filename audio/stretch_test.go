package audio

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/assets"
)

var stretchSpeeds = []float64{0.75, 1.25, 1.5, 2}

// stretched gives sound at another speed.
func stretched(sound []int16, rate int, speed float64) []int16 {
	s := newStretcher(rate, speed)
	return s.flush(s.feed(nil, sound))
}

// spokenSample is one side of a sample call at 16 kHz.
func spokenSample(t *testing.T, name string, side int) []int16 {
	t.Helper()
	content, err := assets.Calls.ReadFile("calls/" + name + ".flac")
	if err != nil {
		t.Fatal(err)
	}
	rec, err := OpenRecording(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, rec.Frames()*2)
	if _, err := rec.Read(frames); err != nil {
		t.Fatal(err)
	}
	mono := make([]int16, len(frames)/2)
	for i := range mono {
		mono[i] = frames[2*i+side]
	}
	return Resample(mono, rec.Rate(), 16000)
}

func TestStretchedSoundLastsAsLongAsItShould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		speed := rapid.Float64Range(0.5, 3).Draw(t, "speed")
		frames := rapid.IntRange(0, 20000).Draw(t, "frames")
		sound := tone(16000, 200, frames)
		want := stretched(sound, 16000, speed)
		if len(want) != int(math.Round(float64(frames)/speed)) {
			t.Fatalf("%d frames at speed %v became %d", frames, speed, len(want))
		}
		// In whatever pieces it comes, it is the same sound; and a stretcher can be used again.
		s := newStretcher(16000, speed)
		for range 2 {
			var got []int16
			for rest := sound; len(rest) > 0; {
				n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
				got = s.feed(got, rest[:n])
				rest = rest[n:]
			}
			if got = s.flush(got); !slices.Equal(got, want) {
				t.Fatal("pieces sound other than the whole")
			}
		}
	})
}

func TestAToneKeepsItsPitch(t *testing.T) {
	for _, rate := range []int{8000, 16000, 48000} {
		for _, hertz := range []float64{90, 220, 440, 1000, 2500} {
			for _, speed := range stretchSpeeds {
				got := stretched(tone(rate, hertz, 4*rate), rate, speed)
				if pitch := crossings(got) / 2 * float64(rate) / float64(len(got)); math.Abs(pitch/hertz-1) > 0.01 {
					t.Errorf("%v Hz at %d, speed %v: %.1f Hz", hertz, rate, speed, pitch)
				}
				if steepest(got) > 1.3*steepest(tone(rate, hertz, rate)) {
					t.Errorf("%v Hz at %d, speed %v: it clicks", hertz, rate, speed)
				}
			}
		}
	}
}

// crossings counts how often sound changes its sign.
func crossings(sound []int16) float64 {
	count := 0.0
	for i := 1; i < len(sound); i++ {
		if (sound[i-1] < 0) != (sound[i] < 0) {
			count++
		}
	}
	return count
}

// steepest is the largest step from one sample to the next.
func steepest(sound []int16) float64 {
	largest := 0.0
	for i := 1; i < len(sound); i++ {
		largest = max(largest, math.Abs(float64(sound[i])-float64(sound[i-1])))
	}
	return largest
}

// At every moment at which a voice sounds, its pitch is what it was at that moment of the call.
func TestAVoiceKeepsItsPitch(t *testing.T) {
	for name, side := range map[string]int{"telemarketer": 1, "debt_collector": 0} {
		sound := spokenSample(t, name, side)[:40*16000]
		for _, speed := range stretchSpeeds {
			if off := pitchRatio(t, sound, stretched(sound, 16000, speed), speed); math.Abs(off-1) > 0.01 {
				t.Errorf("%s at speed %v: %.4f times the pitch", name, speed, off)
			}
		}
		// The measure itself sees sound that merely runs faster.
		if off := pitchRatio(t, sound, Resample(sound, 16000*21/20, 16000), 1.05); math.Abs(off-1.05) > 0.01 {
			t.Errorf("%s: the pitch of quicker sound is measured as %.4f times what it was", name, off)
		}
	}
}

// pitchRatio is the median of how much higher a voice is at the same moments of quicker sound.
func pitchRatio(t *testing.T, sound, quicker []int16, speed float64) float64 {
	t.Helper()
	var all []float64
	for at := 0; at < len(quicker); at += 320 {
		a, b := pitchAt(sound, int(float64(at)*speed)), pitchAt(quicker, at)
		if a > 0 && b > 0 {
			all = append(all, b/a)
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d moments of voice", len(all))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// pitchAt is the fundamental of what is voiced around a sample, at 16 kHz, by autocorrelation over 32 ms; else 0.
func pitchAt(sound []int16, at int) float64 {
	const window, least, most = 512, 40, 200 // lags: 400 to 80 Hz
	at -= (window + most) / 2
	if at < 0 || at+window+most > len(sound) {
		return 0
	}
	of := func(lag int) float64 {
		var product, a, b float64
		for i := range window {
			x, y := float64(sound[at+i]), float64(sound[at+i+lag])
			product, a, b = product+x*y, a+x*x, b+y*y
		}
		if a < window*500*500 {
			return 0
		}
		return product / math.Sqrt(a*b)
	}
	best, lag := 0.0, 0
	for l := least; l <= most; l++ {
		if likeness := of(l); likeness > best+0.02 { // not a multiple of the first good one
			best, lag = likeness, l
		} else if lag == 0 && likeness == 0 {
			return 0
		}
	}
	if best < 0.85 || lag == least || lag == most {
		return 0
	}
	before, after := of(lag-1), of(lag+1)
	return 16000 / (float64(lag) + (before-after)/(2*(before-2*best+after)))
}

// What sounds at a time of the call is heard at that time divided by the speed, after an hour as after a second.
func TestStretchedSoundStaysInItsPlace(t *testing.T) {
	const rate = 8000
	for _, speed := range stretchSpeeds {
		sound := make([]int16, 600*rate)
		var want []float64
		for at := 3 * rate; at+rate < len(sound); at += 7*rate + 123 {
			copy(sound[at:], tone(rate, 700, rate/10))
			want = append(want, float64(at)/rate/speed)
		}
		got := onsets(stretched(sound, rate, speed), rate)
		if len(got) != len(want) {
			t.Errorf("speed %v: %d sounds became %d", speed, len(want), len(got))
			continue
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 0.03 {
				t.Errorf("speed %v: the sound that belongs at %.3f s is heard at %.3f s", speed, want[i], got[i])
			}
		}
	}
}

// onsets are the seconds at which it becomes loud after a silence.
func onsets(sound []int16, rate int) []float64 {
	var all []float64
	quiet := rate
	for i, v := range sound {
		if v > 2000 || v < -2000 {
			if quiet > rate/2 {
				all = append(all, float64(i)/float64(rate))
			}
			quiet = 0
			continue
		}
		quiet++
	}
	return all
}

// BenchmarkStretch says how much of a second of processor time a second of quick playing takes.
func BenchmarkStretch(b *testing.B) {
	for _, rate := range []int{16000, 48000} {
		sound := tone(rate, 220, 10*rate)
		b.Run(map[int]string{16000: "16kHz", 48000: "48kHz"}[rate], func(b *testing.B) {
			for b.Loop() {
				stretched(sound, rate, 1.5)
			}
		})
	}
}
