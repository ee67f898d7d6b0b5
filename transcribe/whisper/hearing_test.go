package whisper

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// What is found does not depend on the pieces in which the sound comes, nor on the other side, which is heard in between.
func TestLiveOrLaterIsTheSame(t *testing.T) {
	e := loaded(t)
	var sides [2][]int16
	var want, got [2][]call.Segment
	var hearings [2]transcribe.Hearing
	for i := range sides {
		sides[i] = sound(t, "calls/debt_collector.flac", i)
		want[i], _ = heard(t, e, sides[i])
		hearings[i] = e.Begin(transcribe.Listener{Alive: func() {}, Window: func(w transcribe.Window) { got[i] = append(got[i], w.Segments...) }}, nil)
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
		if len(want[i]) == 0 || !reflect.DeepEqual(want[i], got[i]) {
			t.Errorf("side %d: %d segments in pieces, %d at once", i, len(got[i]), len(want[i]))
		}
	}
}

// A window that is known is told again, and not decoded.
func TestKnownWindowsAreNotDecoded(t *testing.T) {
	e := loaded(t)
	pcm := sound(t, "calls/debt_collector.flac", 1)
	run := func(known []transcribe.Window) (all []transcribe.Window) {
		h := e.Begin(transcribe.Listener{Alive: func() {}, Window: func(w transcribe.Window) { all = append(all, w) }}, known)
		if err := h.Hear(context.Background(), pcm); err != nil {
			t.Fatal(err)
		}
		if _, err := h.End(context.Background()); err != nil {
			t.Fatal(err)
		}
		return all
	}
	want := run(nil)
	if len(want) < 2 {
		t.Fatalf("%d windows", len(want))
	}
	want[0].Segments = []call.Segment{{Text: "from before"}}
	if got := run(want[:1]); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// However long a track is, little of it is kept.
func TestLittleSoundIsKept(t *testing.T) {
	e := loaded(t)
	h := e.Begin(transcribe.Listener{Alive: func() {}, Window: func(transcribe.Window) {}}, nil).(*hearing)
	voices := sound(t, "calls/debt_collector.flac", 1)
	most := 0
	for i := range 40 { // minutes
		minute := make([]int16, 60*transcribe.Rate)
		if i%4 == 0 { // a few words of a few seconds, so that the window stays open for long
			copy(minute, voices[20*transcribe.Rate:23*transcribe.Rate])
		}
		for piece := range slices.Chunk(minute, 16000) {
			if err := h.Hear(context.Background(), piece); err != nil {
				t.Fatal(err)
			}
			most = max(most, h.store.size())
		}
	}
	t.Logf("at most %.1f s are kept", float64(most)/transcribe.Rate)
	if most > longest+lasting+3*transcribe.Rate || h.speech < 10*transcribe.Rate {
		t.Errorf("%d samples are kept, %d are speech", most, h.speech)
	}
}

// Whatever the probabilities, spans are in order, windows hold each of them once, and words are mapped back onto them.
func TestSpansAndWindowsAreInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, p := newFinder(), packer{}
		var spans []span
		var windows []window
		heard := 0
		take := func(s span, ok bool) {
			if !ok {
				return
			}
			spans = append(spans, s)
			windows = append(windows, p.add(s, heard)...)
		}
		for range rapid.IntRange(1, 60).Draw(rt, "runs") {
			likely := rapid.Float32Range(0, 1).Draw(rt, "probability")
			for range rapid.IntRange(1, 1000).Draw(rt, "frames") {
				heard += voice.Frame
				take(f.next(likely))
			}
		}
		take(f.finish(heard))
		if w, ok := p.rest(heard); ok {
			windows = append(windows, w)
		}
		end, packed := 0, []span(nil)
		for _, w := range windows {
			packed = append(packed, w.speech...)
			if w.length() > longest {
				rt.Fatalf("a window of %d samples", w.length())
			}
			for i, part := range w.parts {
				if part.start < 0 || part.end > heard || i > 0 && part.start < w.parts[i-1].end {
					rt.Fatalf("part %v of %v", part, w.parts)
				}
			}
			into := rapid.Float64Range(0, 40).Draw(rt, "into")
			from, to := w.place(into, into+0.3)
			first, last := w.speech[0].start, w.speech[len(w.speech)-1].end
			if from < call.AtFrame(int64(first), transcribe.Rate) || to < from || to > call.AtFrame(int64(last), transcribe.Rate) {
				rt.Fatalf("a word from %v to %v", from, to)
			}
			for _, s := range w.speech {
				if s.start < end || s.length() < shortWords || s.length() > lasting+5*voice.Frame || s.end > heard {
					rt.Fatalf("span %v after %d", s, end)
				}
				end = s.end
			}
		}
		if !slices.Equal(packed, spans) {
			rt.Fatalf("spans %v are in windows as %v", spans, packed)
		}
	})
}
