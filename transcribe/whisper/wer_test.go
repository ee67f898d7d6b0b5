package whisper

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/onrecord/onrecord/call"
)

// turn is one entry of a sample call's reference.
type turn struct {
	Speaker    string // me or them
	Start, End float64
	Text       string
}

func reference(t *testing.T, name, speaker string) []turn {
	t.Helper()
	text, err := os.ReadFile("../../testdata/calls/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all, side []turn
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		if x.Speaker == speaker {
			side = append(side, x)
		}
	}
	return side
}

// plain normalises text for the count of errors: lower case, split at everything that is neither a letter, a digit nor
// an apostrophe. Numbers and spellings are left alone.
func plain(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
}

// align gives the least number of words to change, add or drop to get from want to got, and for each word of want the
// place in got that it was matched with (-1 when it is missing or another word).
func align(want, got []string) (int, []int) {
	cost := make([][]int, len(want)+1)
	for i := range cost {
		cost[i] = make([]int, len(got)+1)
		for j := range cost[i] {
			cost[i][j] = cheapest(cost, want, got, i, j)
		}
	}
	matched := make([]int, len(want))
	for i, j := len(want), len(got); i > 0; {
		switch {
		case j > 0 && want[i-1] == got[j-1] && cost[i][j] == cost[i-1][j-1]:
			i, j = i-1, j-1
			matched[i] = j
		case j > 0 && cost[i][j] == cost[i-1][j-1]+1:
			i, j = i-1, j-1
			matched[i] = -1
		case j > 0 && cost[i][j] == cost[i][j-1]+1:
			j--
		default:
			i--
			matched[i] = -1
		}
	}
	return cost[len(want)][len(got)], matched
}

func cheapest(cost [][]int, want, got []string, i, j int) int {
	if i == 0 || j == 0 {
		return i + j
	}
	change := cost[i-1][j-1]
	if want[i-1] != got[j-1] {
		change++
	}
	return min(change, cost[i-1][j]+1, cost[i][j-1]+1)
}

// score compares one side of a call with its reference: the share of wrong words, and for each turn whose first word
// was found how far its time is off, in seconds.
func score(want []turn, got []call.Segment) (wer float64, off []float64) {
	var wanted, found []string
	var starts []call.Seconds
	for _, s := range got {
		for _, x := range s.Words {
			for _, p := range plain(x.Text) {
				found = append(found, p)
				starts = append(starts, x.Start)
			}
		}
	}
	var first []int
	for _, x := range want {
		first = append(first, len(wanted))
		wanted = append(wanted, plain(x.Text)...)
	}
	wrong, matched := align(wanted, found)
	for i, at := range first {
		if j := matched[at]; j >= 0 {
			off = append(off, float64(starts[j])-want[i].Start)
		}
	}
	return float64(wrong) / float64(len(wanted)), off
}

func TestAlignCountsWordErrors(t *testing.T) {
	for _, c := range []struct {
		want, got string
		wrong     int
	}{
		{"Hello, who is this?", "hello who is this", 0},
		{"a b c", "a c", 1},
		{"a b c", "a x c d", 2},
		{"", "a b", 2},
		{"a b", "", 2},
	} {
		if wrong, _ := align(plain(c.want), plain(c.got)); wrong != c.wrong {
			t.Errorf("%q against %q: %d wrong, want %d", c.got, c.want, wrong, c.wrong)
		}
	}
}
