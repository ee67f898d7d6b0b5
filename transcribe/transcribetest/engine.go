package transcribetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// Hear runs a track through an engine at once.
func Hear(tb testing.TB, e transcribe.Engine, pcm []int16) ([]call.Segment, transcribe.Heard) {
	tb.Helper()
	windows, heard := hearKnowing(tb, e, pcm, nil)
	var all []call.Segment
	for _, w := range windows {
		all = append(all, w.Segments...)
	}
	return all, heard
}

// hearKnowing gives the windows of a track of which some are known.
func hearKnowing(tb testing.TB, e transcribe.Engine, pcm []int16, known []transcribe.Window) (all []transcribe.Window, heard transcribe.Heard) {
	tb.Helper()
	h := e.Begin(listener(&all), known)
	if err := h.Hear(context.Background(), pcm); err != nil {
		tb.Fatal(err)
	}
	heard, err := h.End(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return all, heard
}

func listener(all *[]transcribe.Window) transcribe.Listener {
	return transcribe.Listener{Alive: func() {}, Window: func(w transcribe.Window) { *all = append(*all, w) }}
}

// Engine is the conformance suite of engines. It gets one that is loaded with a model that finds words in the sample calls,
// and the folder of the test data.
func Engine(t *testing.T, e transcribe.Engine, testdata string) {
	conversation := [2][]int16{}
	for side := range conversation {
		conversation[side] = Sound(t, testdata+"/calls/debt_collector.flac", side)
	}
	t.Run("live or later is the same", func(t *testing.T) { liveOrLater(t, e, conversation) })
	t.Run("known windows are not decoded", func(t *testing.T) { knownWindows(t, e, conversation[1]) })
	t.Run("no words without speech", func(t *testing.T) { noWordsWithoutSpeech(t, e, testdata+"/audio/") })
	t.Run("words lie in the sound", func(t *testing.T) { wordsLieInTheSound(t, e, conversation[0]) })
	t.Run("an end is heeded", func(t *testing.T) { endIsHeeded(t, e, conversation[1]) })
	t.Run("guesses decide nothing", func(t *testing.T) { guessesDecideNothing(t, e, conversation[1]) })
}

// What is found does not depend on the pieces in which the sound comes, nor on the other side, which is heard in between.
func liveOrLater(t *testing.T, e transcribe.Engine, sides [2][]int16) {
	var want, got [2][]transcribe.Window
	var hearings [2]transcribe.Hearing
	for i := range sides {
		want[i], _ = hearKnowing(t, e, sides[i], nil)
		hearings[i] = e.Begin(listener(&got[i]), nil)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for rest := sides; len(rest[0])+len(rest[1]) > 0; {
		i := random.IntN(2)
		n := min(random.IntN(30000), len(rest[i]))
		if err := hearings[i].Hear(context.Background(), rest[i][:n]); err != nil {
			t.Fatal(err)
		}
		rest[i] = rest[i][n:]
	}
	for i := range hearings {
		if _, err := hearings[i].End(context.Background()); err != nil {
			t.Fatal(err)
		}
		if len(want[i]) == 0 || len(want[i][0].Segments) == 0 || !reflect.DeepEqual(want[i], got[i]) {
			t.Errorf("side %d: %d windows in pieces, %d at once", i, len(got[i]), len(want[i]))
		}
	}
}

// A window that is known is told again, and not decoded.
func knownWindows(t *testing.T, e transcribe.Engine, pcm []int16) {
	want, _ := hearKnowing(t, e, pcm, nil)
	if len(want) < 2 {
		t.Fatalf("%d windows", len(want))
	}
	want[0].Segments = []call.Segment{{Text: "from before"}}
	if got, _ := hearKnowing(t, e, pcm, want[:1]); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func noWordsWithoutSpeech(t *testing.T, e transcribe.Engine, folder string) {
	for name, pcm := range map[string][]int16{
		"nothing":          nil,
		"one frame":        make([]int16, 1),
		"digital silence":  make([]int16, 60*transcribe.Rate),
		"noise at -60":     noise(20, -60),
		"noise at -30":     noise(20, -30),
		"noise":            Sound(t, folder+"sb_noise1.flac", 0),
		"hold music":       Sound(t, folder+"hold_music.flac", 0),
		"dial tone":        Sound(t, folder+"us_dialtone.flac", 0),
		"busy tone":        Sound(t, folder+"us_busy.flac", 0),
		"American ringing": Sound(t, folder+"us_ringback.flac", 0),
		"British ringing":  Sound(t, folder+"uk_ringback.flac", 0),
		"keys":             Sound(t, folder+"dtmf_1234567890.flac", 0),
		"beeps":            Sound(t, folder+"rec_beep_1400.flac", 0),
		"bell":             bell(20, 1000, 1, 1250, 1),
		"deep bell":        bell(25, 440, 1, 480, 1, 1320, 0.3),
	} {
		if got, h := Hear(t, e, pcm); len(got) != 0 {
			t.Errorf("%s: %q out of %.1f s taken for speech", name, got[0].Text, h.Speech)
		}
	}
}

// Words are in order, likely to some degree, and nowhere but where there is sound.
func wordsLieInTheSound(t *testing.T, e transcribe.Engine, pcm []int16) {
	segments, heard := Hear(t, e, pcm)
	if heard.Speech <= 0 || heard.Language == "" {
		t.Errorf("heard %+v", heard)
	}
	var last call.Seconds
	for _, s := range segments {
		for _, w := range s.Words {
			if w.Start < last || w.End < w.Start || w.End > call.AtFrame(int64(len(pcm)), transcribe.Rate) || !(w.P > 0 && w.P <= 1) {
				t.Errorf("word %+v after %v", w, last)
			}
			last = w.Start
		}
	}
}

// When its context ends a hearing is over with the context's error, and the engine goes on with others.
func endIsHeeded(t *testing.T, e transcribe.Engine, pcm []int16) {
	want, _ := Hear(t, e, pcm[:30*transcribe.Rate])
	ctx, end := context.WithCancel(t.Context())
	end()
	h := e.Begin(transcribe.Listener{Alive: func() {}, Window: func(transcribe.Window) { t.Error("a window after the end") }}, nil)
	err := h.Hear(ctx, pcm)
	if err == nil {
		_, err = h.End(ctx)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got, _ := Hear(t, e, pcm[:30*transcribe.Rate]); !reflect.DeepEqual(got, want) {
		t.Error("another hearing differs")
	}
}

// Guesses are of the speech that waits, and change nothing.
func guessesDecideNothing(t *testing.T, e transcribe.Engine, pcm []int16) {
	want, _ := hearKnowing(t, e, pcm, nil)
	var got []transcribe.Window
	h := e.Begin(listener(&got), nil)
	guesses := 0
	for rest := pcm; len(rest) > 0; {
		n := min(5*transcribe.Rate, len(rest))
		if err := h.Hear(context.Background(), rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
		guessed, err := h.Guess(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		guesses += len(guessed)
		if again, err := h.Guess(context.Background()); err != nil || len(again) > 0 {
			t.Errorf("the same guess again: %v, error %v", again, err)
		}
	}
	if _, err := h.End(context.Background()); err != nil {
		t.Fatal(err)
	}
	if guesses == 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d guesses, %d windows instead of %d", guesses, len(got), len(want))
	}
}
