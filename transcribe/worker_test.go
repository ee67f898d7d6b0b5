package transcribe_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// ramp is a track of so many frames whose last sample is known.
func ramp(party call.Party, frames int) transcribe.Track {
	pcm := make([]byte, 2*frames)
	pcm[len(pcm)-2], pcm[len(pcm)-1] = 0x39, 0x30 // 12345
	return transcribe.Track{Party: party, Frames: int64(frames), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(pcm)), nil
	}}
}

func twoTracks() transcribe.Request {
	return transcribe.Request{
		Language: "en", Model: call.Model{Name: "none", SHA256: "00"},
		Tracks: []transcribe.Track{ramp(call.Local, 100_000), ramp(call.Remote, 40_001)},
	}
}

func TestWorkerIsPoliteAndHearsEverything(t *testing.T) {
	var told []float64
	got, err := worker(t, "words").Transcribe(context.Background(), twoTracks(), func(p transcribe.Progress) {
		told = append(told, p.Fraction)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Segments) != 2 || got.Segments[0].Start > got.Segments[1].Start {
		t.Fatalf("segments out of order: %+v", got.Segments)
	}
	frames := map[call.Party]string{call.Local: "100000", call.Remote: "40001"}
	for _, s := range got.Segments {
		if want := "nice 10 omp passive entries 0 frames " + frames[s.Party] + " last 12345"; s.Text != want {
			t.Errorf("%s: the worker found %q, want %q", s.Party, s.Text, want)
		}
	}
	if !slices.IsSorted(told) || len(told) == 0 || told[len(told)-1] != 1 {
		t.Errorf("progress %v", told)
	}
	if got.Engine != "scripted 1" || got.Language != "en" || got.Timing.Speech != 2 || got.Duration != 6.25 {
		t.Errorf("transcript %+v", got)
	}
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

func TestWorkerFailuresAreOneClearSentence(t *testing.T) {
	ready := `echo '{"type":"ready","version":3}'; read line; `
	for name, c := range map[string]struct {
		worker *transcribe.Worker
		want   error
		text   string
	}{
		"abort":          {shell("echo 'GGML_ASSERT(x) failed' >&2; kill -ABRT $$"), transcribe.ErrWorkerDied, "it aborted (it said: GGML_ASSERT(x) failed)"},
		"out of memory":  {shell(ready + "kill -KILL $$"), transcribe.ErrWorkerDied, "memory ran out"},
		"crash":          {shell(ready + "kill -SEGV $$"), transcribe.ErrWorkerDied, "bad memory access"},
		"early end":      {shell("exit 3"), transcribe.ErrWorkerDied, "code 3"},
		"end in a line":  {shell(`printf '{"type":"rea'`), transcribe.ErrWorkerDied, "code 0"},
		"garbage":        {shell("echo Hello; sleep 60"), transcribe.ErrWorkerGarbled, "invalid character"},
		"unknown type":   {shell(`echo '{"type":"x"}'; sleep 60`), transcribe.ErrWorkerGarbled, `type "x"`},
		"other version":  {shell(`echo '{"type":"ready","version":9}'; sleep 60`), transcribe.ErrWorkerGarbled, "version 9"},
		"huge line":      {shell("head -c 600000 /dev/zero | tr '\\0' x; sleep 60"), transcribe.ErrWorkerGarbled, "a line of more than"},
		"out of turn":    {shell(ready + `echo '{"type":"done"}'; sleep 60`), transcribe.ErrWorkerGarbled, "wrong time"},
		"engine error":   {worker(t, "broken"), transcribe.ErrEngine, "the gears are jammed"},
		"no such worker": {&transcribe.Worker{Command: []string{"/nowhere/worker"}}, transcribe.ErrEngine, "nowhere"},
		"no command":     {&transcribe.Worker{}, transcribe.ErrEngine, "nothing to do it with"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.worker.Transcribe(context.Background(), twoTracks(), nil)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want %q with %q", err, c.want, c.text)
			}
			t.Log(err)
		})
	}
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

func TestHungWorkerIsKilled(t *testing.T) {
	for _, w := range []*transcribe.Worker{worker(t, "stuck"), shell("sleep 60 & sleep 60")} {
		w.Stall = 500 * time.Millisecond
		if w.Command[0] != "sh" {
			w.Stall = 3 * time.Second // the test binary takes a moment to start
		}
		_, err := w.Transcribe(context.Background(), twoTracks(), nil)
		if !errors.Is(err, transcribe.ErrWorkerHung) {
			t.Errorf("error %v", err)
		}
	}
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

func TestWorkIsBegunOnceMore(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "model")
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	request := twoTracks()
	request.ModelPath = marker
	got, err := worker(t, "flaky").Transcribe(context.Background(), request, nil)
	if err != nil || len(got.Segments) != 2 {
		t.Errorf("%d segments, error %v", len(got.Segments), err)
	}
}

// What the recogniser was told stands in the transcript, and what it was not.
func TestWordsStandInTheTranscript(t *testing.T) {
	request := twoTracks()
	request.Words = []string{"Berg", "Rechtsanwaltskammer", "FDCPA"}
	got, err := worker(t, "words").Transcribe(context.Background(), request, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Settings.Words, []string{"Berg", "FDCPA"}) || !slices.Equal(got.Settings.WordsLeftOut, []string{"Rechtsanwaltskammer"}) {
		t.Errorf("told %q, left out %q", got.Settings.Words, got.Settings.WordsLeftOut)
	}
}

// A worker that dies does not take with it what was found before.
func TestWhatWasFoundIsNotLost(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "model")
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	request := twoTracks()
	request.ModelPath = marker
	var told []transcribe.Window
	request.Found = func(engine string, w transcribe.Window) {
		if engine != "scripted 1" {
			t.Errorf("found by %q", engine)
		}
		told = append(told, w)
	}
	got, err := worker(t, "mortal").Transcribe(context.Background(), request, nil)
	if err != nil || len(got.Segments) != 2 || got.Segments[0].Text == got.Segments[1].Text {
		t.Fatalf("wants one segment from each of two processes: %+v, error %v", got.Segments, err)
	}
	if len(told) != 2 || told[0].Party == told[1].Party {
		t.Errorf("told of %+v", told)
	}
	request.Known = transcribe.Known{Engine: "scripted 1", Windows: told}
	told = nil
	again, err := worker(t, "mortal").Transcribe(context.Background(), request, nil)
	if err != nil || !reflect.DeepEqual(again.Segments, got.Segments) || len(told) != 0 {
		t.Errorf("again: %+v, %d windows found, error %v", again.Segments, len(told), err)
	}
	request.Known.Engine = "another"
	other, err := worker(t, "mortal").Transcribe(context.Background(), request, nil)
	if err != nil || other.Segments[0].Text == got.Segments[0].Text || len(told) != 2 {
		t.Errorf("what another engine has found was taken: %+v, %d windows, error %v", other.Segments, len(told), err)
	}
}

func TestUnreadableTrackIsNotBegunAgain(t *testing.T) {
	opened := 0
	request := twoTracks()
	request.Tracks[1].Open = func(context.Context) (io.ReadCloser, error) {
		opened++
		return io.NopCloser(io.MultiReader(bytes.NewReader(make([]byte, 50_000)), badDisk{})), nil
	}
	_, err := worker(t, "words").Transcribe(context.Background(), request, nil)
	if !errors.Is(err, transcribe.ErrBadTrack) || opened != 1 {
		t.Errorf("opened %d times, error %v", opened, err)
	}
}

type badDisk struct{}

func (badDisk) Read([]byte) (int, error) { return 0, errors.New("a bad sector") }

func TestCancelEndsTheWorkerAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var cancelled time.Time
	time.AfterFunc(1500*time.Millisecond, func() { cancelled = time.Now(); cancel() })
	_, err := worker(t, "stuck").Transcribe(ctx, twoTracks(), nil)
	took := time.Since(cancelled)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	t.Logf("cancelled in %v", took)
	if took > time.Second {
		t.Errorf("cancelling took %v", took)
	}
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}
