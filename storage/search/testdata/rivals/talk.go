package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// conversation is a call made up of words that are as frequent as in a language.
type conversation struct {
	number   int
	started  time.Time
	segments []string
}

func (c conversation) text() string { return strings.Join(c.segments, " ") }

// vocabulary is how many different words there are.
const vocabulary = 300_000

// The commonest words are real, so that queries can be read; the others are made of syllables.
var common = strings.Fields("the i you to a of and is that it we my your call please in for this on not payment thank will have number " +
	"letter account dollars quarterly tax return lawyer debt receipt office next deadline list company name written balance")

// People say their names, and numbers.
var (
	firstNames = strings.Fields("Maria James Linda Robert Anna Thomas Sofia Daniel Julia Peter Emma Karl Nora Paul Elena Victor Clara Martin Ruth Simon")
	lastNames  = strings.Fields("Smith Berg Johnson Novak Garcia Weber Rossi Dubois Miller Larsen Keller Brown Costa Meyer Svensson Clark Moreau Fischer Lopez Young")
)

func wordAt(n uint64) string {
	if n < uint64(len(common)) {
		return common[n]
	}
	if n%17 == 0 {
		return fmt.Sprint(n)
	}
	syllables := strings.Fields("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru sha the stri plo que")
	var b strings.Builder
	for x := n; x > 0; x /= uint64(len(syllables)) {
		b.WriteString(syllables[x%uint64(len(syllables))])
	}
	return b.String()
}

// startOf gives the time of a call: four a day.
func startOf(n int) time.Time { return time.Date(2020, 1, 1, 6*n, 0, 0, 0, time.UTC) }

// talk makes the nth call. It is always the same.
func talk(n, words int) conversation {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	zipf := rand.NewZipf(random, 1.07, 2, vocabulary)
	c := conversation{number: n, started: startOf(n)}
	for range words / 12 {
		sentence := make([]string, 12)
		for i := range sentence {
			sentence[i] = wordAt(zipf.Uint64())
		}
		switch random.IntN(40) {
		case 0:
			sentence[10], sentence[11] = firstNames[random.IntN(len(firstNames))], lastNames[random.IntN(len(lastNames))]
		case 1:
			sentence[10], sentence[11] = fmt.Sprint(200+random.IntN(800)), fmt.Sprintf("555-%04d", random.IntN(10_000))
		}
		c.segments = append(c.segments, strings.Join(sentence, " "))
	}
	return c
}

// textSize is how many bytes of text there are.
func textSize(calls, words int) (total int) {
	for n := range calls {
		total += len(talk(n, words).text())
	}
	return total
}

func queries(calls int) []query {
	return []query{
		{name: "rare word", words: []string{wordAt(40_000)}},
		{name: "word", words: []string{wordAt(700)}},
		{name: "common word", words: []string{"payment"}},
		{name: "commonest word", words: []string{"the"}},
		{name: "two words", words: []string{wordAt(300), wordAt(700)}},
		{name: "two common words", words: []string{"lawyer", "payment"}},
		{name: "phrase", words: []string{"quarterly", "payment"}, phrase: true},
		{name: "commonest phrase", words: []string{"the", "i"}, phrase: true},
		{name: "name", words: []string{"Elena", "Moreau"}, phrase: true},
		{name: "common word, of a quarter", words: []string{"payment"}, since: calls * 3 / 4 / 4 * 4},
		{name: "prefix", words: []string{"quar"}, prefix: true},
	}
}
