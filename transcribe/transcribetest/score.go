// Package transcribetest measures transcripts against references, for tests and benchmarks.
//
// Words are compared in lower case, split at everything that is neither a letter, a digit nor an apostrophe; numbers
// and spellings are left alone. The word error rate is the least number of words to change, add or drop, divided by
// the number of words in the reference.
package transcribetest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/onrecord/onrecord/call"
)

// Turn is one entry of a sample call's reference.
type Turn struct {
	Speaker    string // me or them
	Start, End call.Seconds
	Text       string
}

// Reference reads one party's turns from a reference file.
func Reference(tb testing.TB, file string, party call.Party) []Turn {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var all, side []Turn
	if err := json.Unmarshal(text, &all); err != nil {
		tb.Fatal(err)
	}
	speaker := map[call.Party]string{call.Local: "me", call.Remote: "them"}[party]
	for _, turn := range all {
		if turn.Speaker == speaker {
			side = append(side, turn)
		}
	}
	return side
}

// Score compares one side of a call with its reference: the word error rate, and for each turn whose first word was
// found how far its time is off.
func Score(want []Turn, got []call.Segment) (wer float64, off []call.Seconds) {
	var found []string
	var starts []call.Seconds
	for _, segment := range got {
		for _, word := range segment.Words {
			for _, part := range plain(word.Text) {
				found = append(found, part)
				starts = append(starts, word.Start)
			}
		}
	}
	var wanted []string
	var first []int
	for _, turn := range want {
		first = append(first, len(wanted))
		wanted = append(wanted, plain(turn.Text)...)
	}
	wrong, matched := align(wanted, found)
	for i, at := range first {
		if j := matched[at]; j >= 0 {
			off = append(off, starts[j]-want[i].Start)
		}
	}
	return float64(wrong) / float64(len(wanted)), off
}

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
