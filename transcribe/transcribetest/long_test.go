package transcribetest

import (
	"testing"

	"github.com/onrecord/onrecord/call"
)

// Each turn of a long call stands where its sound is.
func TestLongKeepsTurnsOnTheirSound(t *testing.T) {
	const rate = 100
	sample := Sample{Turns: map[call.Party][]Turn{
		call.Local:  {{Start: 1, End: 2, Text: "one"}, {Start: 5, End: 6, Text: "three"}},
		call.Remote: {{Start: 3, End: 4, Text: "two"}, {Start: 5.5, End: 7, Text: "four"}},
	}}
	for side, party := range call.Parties {
		sample.Sides[side] = make([]int16, 8*rate)
		for _, turn := range sample.Turns[party] {
			for i := turn.Start.Frames(rate); i < turn.End.Frames(rate); i++ {
				sample.Sides[side][i] = int16(len(turn.Text))
			}
		}
	}
	long := Long([]Sample{sample}, rate, 60)
	if got := len(long.Sides[0]); got < 60*rate || got != len(long.Sides[1]) {
		t.Errorf("the sides have %d and %d frames", got, len(long.Sides[1]))
	}
	for side, party := range call.Parties {
		loud := 0
		for _, x := range long.Sides[side] {
			if x != 0 {
				loud++
			}
		}
		for _, turn := range long.Turns[party] {
			for i := turn.Start.Frames(rate); i < turn.End.Frames(rate); i++ {
				if long.Sides[side][i] == int16(len(turn.Text)) {
					loud--
				}
			}
		}
		if loud != 0 {
			t.Errorf("%s: %d frames are not where the turns say", party, loud)
		}
	}
}
