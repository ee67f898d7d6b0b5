// Package transcribetest measures transcripts against references, for tests and benchmarks.
//
// Words are compared in lower case, split at everything that is neither a letter, a digit nor an apostrophe; numbers
// and spellings are left alone. The word error rate is the least number of words to change, add or drop, divided by
// the number of words in the reference.
package transcribetest

import (
	"encoding/json"
	"os"
	"slices"
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

// Mark tells how one side of a transcript compares with its reference.
type Mark struct {
	WER float64
	// Starts and Ends hold for each turn whose first or last word was found how far that word's time is off.
	Starts, Ends []call.Seconds
	// Extra holds the words that answer to none of the reference, in order.
	Extra []call.Word
}

// Score compares one side of a call with its reference.
func Score(want []Turn, got []call.Segment) Mark {
	var found []string
	var words []call.Word
	for _, segment := range got {
		for _, word := range segment.Words {
			for _, part := range plain(word.Text) {
				found = append(found, part)
				words = append(words, word)
			}
		}
	}
	var wanted []string
	for _, turn := range want {
		wanted = append(wanted, plain(turn.Text)...)
	}
	wrong, matched := align(wanted, found)
	mark := Mark{WER: float64(wrong) / float64(max(len(wanted), 1)), Extra: extra(words, matched)}
	at := 0
	for _, turn := range want {
		first := matched[at]
		at += len(plain(turn.Text))
		last := matched[at-1]
		if first >= 0 {
			mark.Starts = append(mark.Starts, words[first].Start-turn.Start)
		}
		if last >= 0 {
			mark.Ends = append(mark.Ends, words[last].End-turn.End)
		}
	}
	return mark
}

func extra(words []call.Word, matched []int) (none []call.Word) {
	answers := make([]bool, len(words))
	for _, j := range matched {
		if j >= 0 {
			answers[j] = true
		}
	}
	for j, word := range words {
		if !answers[j] {
			none = append(none, word)
		}
	}
	return none
}

// near is how far from a turn a word may be and still belong to it.
const near = call.Seconds(0.5)

// Invented counts those of the words at whose time nobody spoke in any of the turns.
func Invented(words []call.Word, turns []Turn) (count int) {
	for _, word := range words {
		if !slices.ContainsFunc(turns, func(t Turn) bool { return t.around(word) }) {
			count++
		}
	}
	return count
}

// Strayed counts those of the words that the other side said at that time.
func Strayed(words []call.Word, other []Turn) (count int) {
	for _, word := range words {
		said := func(t Turn) bool {
			return t.around(word) && slices.Contains(plain(t.Text), strings.Join(plain(word.Text), ""))
		}
		if slices.ContainsFunc(other, said) {
			count++
		}
	}
	return count
}

func (t Turn) around(word call.Word) bool {
	middle := (word.Start + word.End) / 2
	return middle > t.Start-near && middle < t.End+near
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
