package rules

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// Captions come in the order in which the recogniser has them, not in that of time, and the last ones are guesses that are taken back.
func TestListenerHearsWhatStandsInTheWholeCall(t *testing.T) {
	p := phrases(t)
	var lines []string
	for _, c := range p.Categories {
		lines = append(lines, c.Positive...)
	}
	lines = append(lines, "Please put me on your", "do not call list.", "Okay.", "Is it okay if I record this call?", "Well")
	turn := rapid.Custom(func(t *rapid.T) call.Segment {
		line := rapid.SampledFrom(lines).Draw(t, "line")
		at := call.Seconds(rapid.IntRange(0, 40).Draw(t, "start"))
		return spoken(rapid.SampledFrom(call.Parties[:]).Draw(t, "party"), at, line)
	})
	rapid.Check(t, func(t *rapid.T) {
		listener := p.Listen()
		var said []call.Segment
		for range rapid.IntRange(1, 8).Draw(t, "captions") {
			guess := turn.Draw(t, "guess")
			guess.Words = slices.Clone(guess.Words)
			said = append(said, turn.Draw(t, "turn"))
			slices.SortStableFunc(said, func(a, b call.Segment) int { return cmp.Compare(a.Start, b.Start) })
			for _, now := range [][]call.Segment{append(slices.Clone(said), guess), said} {
				if got, want := findings(listener.Hear(now)), findings(p.Find(now)); !slices.Equal(got, want) {
					t.Fatalf("hears %q, and in one go %q", got, want)
				}
			}
			guess.Words[0].Start -= 0.2 // the same words, at other times
			now := append(slices.Clone(said), guess)
			if got, want := findings(listener.Hear(now)), findings(p.Find(now)); !slices.Equal(got, want) {
				t.Fatalf("hears %q, and in one go %q", got, want)
			}
		}
	})
}

func BenchmarkHearOneMoreInAnHour(b *testing.B) {
	p, said := phrases(b), hourOfTalk(b)
	listener := p.Listen()
	listener.Hear(said)
	guesses := []call.Segment{spoken(call.Local, said[len(said)-1].End, "Well, please put me on your do not"), spoken(call.Local, said[len(said)-1].End, "Well, please put me on your do not call list.")}
	for i := 0; b.Loop(); i++ {
		listener.Hear(append(said, guesses[i%2]))
	}
}
