package hearing

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

var plainWindow = window{parts: []span{{0, samplesIn(20)}}, speech: []span{{0, samplesIn(20)}}}

// spoken makes a stretch of the pieces, a tenth of a second each.
func spoken(pieces ...string) Stretch {
	var s Stretch
	for i, p := range pieces {
		s.Pieces = append(s.Pieces, Piece{p, float64(i) / 10, float64(i+1) / 10, 0.9})
	}
	return s
}

func texts(words []word) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
	}
	return strings.Join(all, "|")
}

func TestPiecesBecomeWords(t *testing.T) {
	for _, c := range []struct {
		pieces []string
		want   string
	}{
		{[]string{" Hel", "lo", ",", " wor", "ld", "."}, "Hello,|world."},
		{[]string{" caf", "\xc3", "\xa9", " au"}, "café|au"},
		{[]string{" \xf0\x9f", "\x98", "\x80"}, "😀"},
		{[]string{" x\xc3", " y"}, "x\uFFFD y"},
		{[]string{"你", "\xe5\xa5", "\xbd", "。"}, "你|好。"},
		{[]string{" [", "BLANK", "_", "AUDIO", "]", " Yes"}, "Yes"},
		{[]string{" [BLANK_AUDIO]"}, ""},
		{[]string{" (", "silence", ")"}, ""},
		{[]string{" (soft", " music", " plays"}, ""},
		{[]string{" ♪", " la", " la", " ♪", " Hi"}, "Hi"},
		{[]string{" *", "sighs", "*", " Well"}, "Well"},
		{[]string{" .", " -"}, ""},
		{[]string{" it", "'s"}, "it's"},
	} {
		if got := texts(words([]Stretch{spoken(c.pieces...)}, plainWindow)); got != c.want {
			t.Errorf("%q: %q, want %q", c.pieces, got, c.want)
		}
	}
}

func TestWordsAreAlwaysTextInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Stretch
		for _, text := range rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 6)).Draw(t, "pieces") {
			s.Pieces = append(s.Pieces, Piece{
				string(text), rapid.Float64Range(0, 30).Draw(t, "start"), rapid.Float64Range(0, 30).Draw(t, "end"), rapid.Float64Range(0, 1).Draw(t, "p"),
			})
		}
		found := words([]Stretch{s}, plainWindow)
		var last call.Seconds
		for _, w := range found {
			if !utf8.ValidString(w.Text) || w.Text == "" || w.Start < last || w.End < w.Start || w.P < 0 || w.P > 1 {
				t.Fatalf("word %+v after %v", w, last)
			}
			last = w.Start
		}
		count := 0
		for _, s := range segments(found) {
			count += len(s.Words)
		}
		if count != len(found) {
			t.Fatalf("%d words in segments of %d", count, len(found))
		}
	})
}

func TestSegmentsAreSentences(t *testing.T) {
	for said, want := range map[string]string{
		" Hello. Who is this? I am.":     "Hello.|Who is this?|I am.",
		" Ask Mr. Smith or J. Doe now.":  "Ask Mr. Smith or J. Doe now.",
		" It costs 3.50 in all":          "It costs 3.50 in all",
		` He said "no." Then he went on`: `He said "no."|Then he went on`,
	} {
		var pieces []string
		for _, w := range strings.Fields(said) {
			pieces = append(pieces, " "+w)
		}
		var got []string
		for _, s := range segments(words([]Stretch{spoken(pieces...)}, plainWindow)) {
			got = append(got, s.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestDoubtIsMarked(t *testing.T) {
	sure := func(text string, p, noSpeech float64) []word {
		var all []word
		for i, w := range strings.Fields(text) {
			x := begin(Piece{" " + w, float64(i) / 2, float64(i+1) / 2, p}, noSpeech, plainWindow)
			x.Text = w
			all = append(all, x)
		}
		return all
	}
	for _, c := range []struct {
		words []word
		want  string
	}{
		{sure("put me on your list", 0.9, 0), ""},
		{sure("put me on your list", 0.3, 0.7), "silence"},
		{sure("put me on your list", 0.1, 0), "uncertain"},
		{sure("no no no no", 0.9, 0), "again"},
		{sure("no no no", 0.9, 0), ""},
		{sure("I know. I know. I know. I know.", 0.9, 0), "again"},
		{sure("Thank you for watching!", 0.9, 0.4), "makes up"},
		{sure("Thank you.", 0.9, 0), ""},
	} {
		if got := doubt(c.words); (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%q: doubt %q, want %q", texts(c.words), got, c.want)
		}
	}
}

// Where another person begins, a segment does, whatever stands there.
func TestAnotherPersonBeginsASegment(t *testing.T) {
	got := segments(words([]Stretch{
		{Another: true, Pieces: []Piece{{" so", 1, 1.2, 1}, {" I", 1.2, 1.4, 1}}},
		{Another: true, Pieces: []Piece{{" [BLANK_AUDIO]", 1.4, 1.4, 1}}},
		{Pieces: []Piece{{" no", 1.5, 1.7, 1}}},
		{Pieces: []Piece{{" you", 1.8, 2, 1}}},
	}, plainWindow))
	if len(got) != 2 || got[0].Text != "so I" || got[0].Another || got[1].Text != "no you" || !got[1].Another {
		t.Errorf("%+v", got)
	}
}
