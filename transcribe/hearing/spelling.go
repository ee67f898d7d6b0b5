package hearing

import (
	"context"
	"math"
	"strings"
	"unicode"
)

// A prompt can do harm: it pulls other words after it, makes some up, and lets others go. So the text is always the one that the
// recogniser found by itself. Where that has words of which it was not sure, it is asked again with the prompt, and of that answer
// nothing counts but the listed words that stand in their place and of which it is more sure.

// certain is the probability from which a word is left alone.
const certain = 0.7

// spell gives the words of a window, with those that the recogniser expects where they belong. A guess is not worth a second look.
func (t *Track) spell(ctx context.Context, found []word, sound Sound, w window) ([]word, error) {
	speller, ok := t.recogniser.(Speller)
	if !ok || sound.Guess || len(speller.Words()) == 0 || !uncertain(found) {
		return found, nil
	}
	heard, err := speller.Spell(ctx, sound)
	return spelled(found, words(heard.Stretches, w), speller.Words()), err
}

// uncertain reports whether a list of words could do any good here.
func uncertain(all []word) bool {
	for _, x := range all {
		if x.P < certain {
			return true
		}
	}
	return false
}

// spelled gives what was found, with the listed words of the other answer where they belong.
func spelled(found, prompted []word, list []string) []word {
	matches := matched(found, prompted)
	var all []word
	taken := 0 // of found
	for a := 0; a < len(prompted); a++ {
		b := a + listedAt(prompted[a:], list)
		if b == a {
			continue
		}
		from, to, ok := between(matches, a, b, len(found))
		if !ok || from < taken || !better(prompted[a:b], found[from:to]) {
			continue
		}
		all = append(append(all, found[taken:from]...), prompted[a:b]...)
		all[len(all)-(b-a)].another = found[from].another
		taken = to
		a = b - 1
	}
	return append(all, found[taken:]...)
}

// listedAt gives how many words at the front are one entry of the list, the longest; 0 if none is.
func listedAt(words []word, list []string) (longest int) {
	for _, entry := range list {
		want, got := letters(entry), ""
		for n := 0; n < len(words) && len(got) < len(want); n++ {
			if got += letters(words[n].Text); got == want {
				longest = max(longest, n+1)
			}
		}
	}
	return longest
}

// letters is what is left of a text when only letters and digits count.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// between gives the words that were found where the other answer has those from a to b. Both answers must agree on what stands
// before and behind.
func between(matches []int, a, b, found int) (from, to int, ok bool) {
	to = found
	if a > 0 {
		from = matches[a-1] + 1
	}
	if b < len(matches) {
		to = matches[b]
	}
	return from, to, (a == 0 || matches[a-1] >= 0) && (b == len(matches) || matches[b] >= 0) && from < to
}

// better reports whether listed words may stand in the place of others: about as many, at the same time, and surer.
func better(listed, others []word) bool {
	const more = 2 // words that a name may have been taken for
	was, least := sureness(others)
	is, _ := sureness(listed)
	overlap := min(listed[len(listed)-1].End, others[len(others)-1].End) > max(listed[0].Start, others[0].Start)
	return least < certain && is > was && overlap && len(others) <= len(listed)+more
}

// sureness gives the mean and the least probability of words.
func sureness(all []word) (mean, least float64) {
	log, count := 0.0, 0
	least = 1
	for _, x := range all {
		log, count, least = log+x.log, count+x.count, min(least, x.P)
	}
	return math.Exp(log / float64(max(count, 1))), least
}

// matched gives for each word of the one answer its place in the other, -1 for none, so that as many as possible have one.
func matched(found, prompted []word) []int {
	most := make([][]int, len(prompted)+1) // that can be matched from there on
	for i := range most {
		most[i] = make([]int, len(found)+1)
	}
	same := func(i, j int) bool { return letters(prompted[i].Text) == letters(found[j].Text) }
	for i := len(prompted) - 1; i >= 0; i-- {
		for j := len(found) - 1; j >= 0; j-- {
			most[i][j] = max(most[i+1][j], most[i][j+1])
			if same(i, j) {
				most[i][j] = most[i+1][j+1] + 1
			}
		}
	}
	places := make([]int, len(prompted))
	for i, j := 0, 0; i < len(prompted); i++ {
		places[i] = -1
		for j < len(found) && most[i][j] > most[i+1][j] && !same(i, j) {
			j++
		}
		if j < len(found) && same(i, j) {
			places[i] = j
			j++
		}
	}
	return places
}
