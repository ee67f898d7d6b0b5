package call

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// largestTable bounds the work of aligning: beyond it, which no turn comes near, words in the middle are not paired.
const largestTable = 16_000_000

// byHand is how sure words are that a person wrote.
const byHand = 1

// retime gives new words their times. One that stayed keeps its own; one that differs in capitals or punctuation alone
// keeps its time; others share the time of the old words whose place they take, or of the pause in which they stand.
func retime(old []Word, texts []string, start, end Seconds) []Word {
	partners := align(wordTexts(old), texts)
	fresh := make([]Word, len(texts))
	for i := 0; i < len(texts); {
		if p := partners[i]; p >= 0 {
			fresh[i] = old[p]
			if fresh[i].Text != texts[i] {
				fresh[i].Text, fresh[i].P = texts[i], byHand
			}
			i++
			continue
		}
		run := i
		for run < len(texts) && partners[run] < 0 {
			run++
		}
		first, last := 0, len(old) // the old words that have gone from here
		if i > 0 {
			first = partners[i-1] + 1
		}
		if run < len(texts) {
			last = partners[run]
		}
		from, to := room(old, first, last, start, end)
		share(fresh[i:run], texts[i:run], from, to)
		i = run
	}
	return fresh
}

// room is the time of the old words from first to before last, or of the pause between their neighbours if there are none.
func room(old []Word, first, last int, start, end Seconds) (from, to Seconds) {
	if first < last {
		return old[first].Start, max(old[first].Start, old[last-1].End)
	}
	from, to = start, end
	if first > 0 {
		from = old[first-1].End
	}
	if last < len(old) {
		to = old[last].Start
	}
	return from, max(from, to)
}

// share spreads words over a stretch of time by their length in letters.
func share(fresh []Word, texts []string, from, to Seconds) {
	total := 0
	for _, text := range texts {
		total += utf8.RuneCountInString(text)
	}
	before := 0
	at := func(letters int) Seconds {
		return inMilliseconds(from + (to-from)*Seconds(float64(letters)/float64(max(1, total))))
	}
	for i, text := range texts {
		after := before + utf8.RuneCountInString(text)
		fresh[i] = Word{Text: text, Start: at(before), End: at(after), P: byHand}
		before = after
	}
}

// inMilliseconds is a time as it will be read back from a document.
func inMilliseconds(s Seconds) Seconds { return Seconds(math.Round(float64(s)*1000) / 1000) }

func wordTexts(words []Word) []string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	return texts
}

// align gives for each word of b the place of the same word in a, or -1; the places rise. As many words as possible are
// paired, equal ones rather than those that differ in capitals and punctuation.
func align(a, b []string) []int {
	partners := make([]int, len(b))
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		partners[head] = head
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
		partners[len(b)-tail] = len(a) - tail
	}
	middle := alignMiddle(a[head:len(a)-tail], b[head:len(b)-tail])
	for i, p := range middle {
		partners[head+i] = p
		if p >= 0 {
			partners[head+i] = head + p
		}
	}
	return partners
}

// alignMiddle is the longest common subsequence, weighed by how alike words are.
func alignMiddle(a, b []string) []int {
	partners := make([]int, len(b))
	for j := range partners {
		partners[j] = -1
	}
	if len(a)*len(b) > largestTable {
		return partners
	}
	plainA, plainB := plainAll(a), plainAll(b)
	worth := func(i, j int) int {
		switch {
		case a[i] == b[j]:
			return 3
		case plainA[i] != "" && plainA[i] == plainB[j]:
			return 2
		}
		return 0
	}
	best := make([][]int32, len(a)+1) // best[i][j]: of a[i:] and b[j:]
	for i := range best {
		best[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if w := worth(i, j); w > 0 {
				best[i][j] = max(best[i][j], best[i+1][j+1]+int32(w))
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		w := worth(i, j)
		switch {
		case w > 0 && best[i][j] == best[i+1][j+1]+int32(w):
			partners[j] = i
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
	return partners
}

func plainAll(words []string) []string {
	plain := make([]string, len(words))
	for i, word := range words {
		plain[i] = plainWord(word)
	}
	return plain
}

// plainWord is a word without capitals and punctuation.
func plainWord(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}
