//go:build soak

package app

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
	"github.com/onrecord/onrecord/transcribe/widen"
)

// Twenty minutes of talk in real time: how far behind are the captions, and how soon after the call is the transcript there?
// SOAK_SHAPE gives the model the shape of tiny, base or small; without it, it is the demo model as it is.
func TestSoakHangUp(t *testing.T) {
	const length = 20 * time.Minute
	var samples []transcribetest.Sample
	for _, name := range []string{"telemarketer", "debt_collector", "accountant"} {
		turns := map[call.Party][]transcribetest.Turn{}
		for _, party := range call.Parties {
			turns[party] = transcribetest.Reference(t, "../assets/calls/"+name+".json", party)
		}
		sides := audiotest.Sound(os.DirFS(".."), "assets/calls/"+name+".flac", 16000)
		samples = append(samples, transcribetest.Sample{Sides: [2][]int16(sides), Turns: turns})
	}
	long := transcribetest.Long(samples, 16000, call.Since(length))
	a := open(t, t.TempDir(), devices{audio.Microphone: {Frames: long.Sides[0]}, audio.FarSide: {Frames: long.Sides[1]}})
	useShape(t, a, widen.Shape(os.Getenv("SOAK_SHAPE")))
	a.StartJobs()
	feed := a.Subscribe()
	defer feed.Close()
	id, err := a.StartTake(t.Context(), TakeRequest{})
	if err != nil {
		t.Fatal(err)
	}
	delays := captionDelays(t, a, feed, id, length)
	stopped := time.Now()
	doc, err := a.StopTake()
	if err != nil {
		t.Fatal(err)
	}
	if job, found, err := a.jobOf(id); err != nil || found {
		if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the transcript was ready %.1f s after the call of %v; %s", time.Since(stopped).Seconds(), doc.Audio.Duration, doc.Capture.Verdict)
	slices.Sort(delays)
	at := func(share float64) float64 { return float64(delays[int(share*float64(len(delays)-1))]) }
	t.Logf("%d words could be read %.1f s after they were said in the median, %.1f s in 95 of 100, %.1f s at worst",
		len(delays), at(0.5), at(0.95), at(1))
	for _, party := range call.Parties {
		said := slices.DeleteFunc(segmentsOf(t, a, id), func(s call.Segment) bool { return s.Party != party || s.Echo != nil })
		mark := transcribetest.Score(long.Turns[party], said)
		t.Logf("%s: WER %.1f %%, %d words invented", party, 100*mark.WER, transcribetest.Invented(mark.Extra, long.Turns[party]))
		if mark.WER > 0.1 {
			t.Errorf("%s: WER %.1f %%", party, 100*mark.WER)
		}
	}
	if len(delays) < 1000 {
		t.Errorf("%d words could be read during the call", len(delays))
	}
}

// captionDelays gives for each word that could be read during the call how long after it was said that was.
func captionDelays(t *testing.T, a *App, feed *Feed, id call.ID, length time.Duration) (delays []call.Seconds) {
	t.Helper()
	running, over := context.WithTimeout(t.Context(), length)
	defer over()
	read := map[call.Party]call.Seconds{}
	behind := call.Seconds(0)
	for event, more := feed.Next(running); more; event, more = feed.Next(running) {
		changed, ok := event.(JobChanged)
		if !ok || changed.Job.Call != id {
			continue
		}
		levels, _ := a.Levels()
		behind = max(behind, levels.Elapsed-changed.Job.Heard)
		for _, s := range slices.Concat(changed.Job.Segments, changed.Job.Guesses) {
			for _, w := range s.Words {
				if w.End > read[s.Party] {
					read[s.Party] = w.End
					delays = append(delays, levels.Elapsed-w.End)
				}
			}
		}
	}
	t.Logf("the worker was up to %.1f s behind", math.Max(0, float64(behind)))
	return delays
}

// useShape lets an App transcribe with the demo model in a shape; "" leaves it as it is.
func useShape(t *testing.T, a *App, shape widen.Shape) {
	t.Helper()
	if shape == "" {
		return
	}
	small, err := assets.DemoModel()
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	path := filepath.Join(t.TempDir(), "wide.bin")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := widen.Widen(file, small, shape); err != nil {
		t.Fatal(err)
	}
	added, err := a.scribe.Models.Add(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	settings := a.Settings()
	settings.Model = added.Name
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
}
