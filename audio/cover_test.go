package audio_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// Whatever is read, and wherever the reading begins: what is covered holds nothing of the sound, and all else is as it was.
func TestWhatIsCoveredHoldsNothingOfTheSound(t *testing.T) {
	sound := speechlike(3*4096 + 1000)
	file := imported(t, rate, sound)
	rapid.Check(t, func(t *rapid.T) {
		rec, err := audio.OpenRecording(file)
		if err != nil {
			t.Fatal(err)
		}
		frames := rec.Frames()
		from := rapid.Int64Range(0, frames-1).Draw(t, "from")
		to := rapid.Int64Range(from+1, frames+500).Draw(t, "to")
		rec.Cover(call.Spans{{From: call.AtFrame(from, rate), To: call.AtFrame(to, rate)}})
		start := rapid.Int64Range(0, frames-1).Draw(t, "start")
		if err := rec.SeekFrame(start); err != nil {
			t.Fatal(err)
		}
		got := make([]int16, 2*(frames-start))
		for done := 0; done < len(got); {
			n, err := rec.Read(got[done:min(len(got), done+2*rapid.IntRange(1, 5000).Draw(t, "some"))])
			if err != nil {
				t.Fatal(err)
			}
			done += 2 * n
		}
		in := func(at int64) int { return int(2 * (min(max(at, start), frames) - start)) }
		if !slices.Equal(got[:in(from)], sound[2*start:][:in(from)]) || !slices.Equal(got[in(to):], sound[2*start:][in(to):]) {
			t.Fatal("what is not covered is not as it was")
		}
		for i := in(from); i < in(to); i += 2 {
			if got[i] != got[i+1] || got[i] > 400 || got[i] < -400 {
				t.Fatalf("covered is %d, %d", got[i], got[i+1])
			}
		}
	})
}
