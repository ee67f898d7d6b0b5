package whisper

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// whisper-cli with five beams makes these errors with the same model on each channel; five points more are allowed.
var yardstick = []struct {
	name          string
	local, remote float64
}{
	{"telemarketer", 0.105, 0.109},
	{"debt_collector", 0.000, 0.094},
	{"accountant", 0.081, 0.019},
}

func TestSampleCallsAreUnderstood(t *testing.T) {
	e := loaded(t)
	var off []call.Seconds
	for _, y := range yardstick {
		for channel, party := range call.Parties {
			pcm := transcribetest.Sound(t, "../../testdata/calls/"+y.name+".flac", channel)
			began := time.Now()
			got, h := transcribetest.Hear(t, e, pcm)
			wall := time.Since(began).Seconds()
			mark := transcribetest.Score(transcribetest.Reference(t, "../../testdata/calls/"+y.name+".json", party), got)
			median, most := spread(slices.Concat(mark.Starts, mark.Ends))
			allowed := []float64{y.local, y.remote}[channel]
			t.Logf("%s %s: WER %.1f%% (whisper-cli %.1f%%), times off by %.2f s (median), %.2f s (95 %%), %.1f s speech, %.3f x real time",
				y.name, party, 100*mark.WER, 100*allowed, median, most, h.Speech, wall/(float64(len(pcm))/transcribe.Rate))
			if mark.WER > allowed+0.05 {
				t.Errorf("%s %s: WER %.1f%%, allowed %.1f%%", y.name, party, 100*mark.WER, 100*allowed+5)
			}
			off = append(off, mark.Starts...)
			off = append(off, mark.Ends...)
		}
	}
	median, most := spread(off)
	t.Logf("times off by %.2f s (median), %.2f s (95 %% of %d)", median, most, len(off))
	if median > 0.15 || most > 0.5 {
		t.Errorf("times are off by %.2f s (median), %.2f s (95 %%)", median, most)
	}
}

// spread gives the median and the 95th of 100 of the sizes.
func spread(off []call.Seconds) (median, most float64) {
	sizes := make([]float64, len(off))
	for i, x := range off {
		sizes[i] = math.Abs(float64(x))
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2], sizes[len(sizes)*95/100]
}
