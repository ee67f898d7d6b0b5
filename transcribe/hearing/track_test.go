package hearing

import (
	"context"
	"slices"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// voices gives the voice detection.
func voices(t *testing.T) *voice.Model {
	t.Helper()
	m, err := loadVoice("../../assets/models/ggml-silero-v6.2.0.bin")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// yes hears the same word in each window.
type yes struct{}

func (yes) Places() int { return 2 }

func (yes) Recognise(context.Context, Sound) (Heard, error) {
	return Heard{Stretches: []Stretch{{Pieces: []Piece{{" yes", 0, 1, 1}}}}, Language: "en"}, nil
}

// However long a track is, little of it is kept.
func TestLittleSoundIsKept(t *testing.T) {
	h := Begin(yes{}, voices(t).NewEar(), "en", transcribe.Listener{Alive: func() {}, Window: func(transcribe.Window) {}}, nil)
	speech := transcribetest.Sound(t, "../../testdata/calls/debt_collector.flac", 1)
	most := 0
	for i := range 40 { // minutes
		minute := make([]int16, 60*transcribe.Rate)
		if i%4 == 0 { // a few words of a few seconds, so that the window stays open for long
			copy(minute, speech[20*transcribe.Rate:23*transcribe.Rate])
		}
		for piece := range slices.Chunk(minute, 16000) {
			if err := h.Hear(context.Background(), piece); err != nil {
				t.Fatal(err)
			}
			most = max(most, h.store.size())
		}
	}
	t.Logf("at most %.1f s are kept", float64(most)/transcribe.Rate)
	if most > Longest+lasting+3*transcribe.Rate || h.speech < 10*transcribe.Rate {
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
			if w.length() > Longest {
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

// speech finds the spans of a track.
func speech(m *voice.Model, pcm []int16) []span {
	var spans []span
	ear, f := m.NewEar(), newFinder()
	for at := 0; at < len(pcm); at += voice.Frame {
		var frame [voice.Frame]int16
		copy(frame[:], pcm[at:])
		if s, ok := f.next(ear.Probability(&frame)); ok {
			spans = append(spans, s)
		}
	}
	if s, ok := f.finish(len(pcm)); ok {
		spans = append(spans, s)
	}
	return spans
}

func TestRealVoicesAreNotTakenForTones(t *testing.T) {
	m := voices(t)
	for name, channels := range map[string]int{
		"audio/jfk.flac": 1, "audio/librivox_austen.flac": 1,
		"calls/telemarketer.flac": 2,
	} {
		for channel := range channels {
			pcm := transcribetest.Sound(t, "../../testdata/"+name, channel)
			spans := speech(m, pcm)
			if total(spans) < transcribe.Rate {
				t.Errorf("%s: only %d samples of speech", name, total(spans))
			}
			for _, s := range spans {
				if voice.Tone(pcm[s.start:s.end]) {
					t.Errorf("%s: the voice from sample %d is taken for a tone", name, s.start)
				}
			}
		}
	}
}
