package hearing

import (
	"slices"
	"strings"
	"unicode"
)

const (
	unsure    = -1.0 // mean log-probability of the pieces below which text over likely silence is doubtful
	guessed   = -1.6 // and below which any text is: the mean piece had a chance of one in five
	likely    = 0.6  // probability of silence from which silence is likely
	babble    = 9.0  // words in a second that nobody says
	repeated  = 4    // how often a phrase may not follow on itself
	phraseMax = 6    // in words
)

// doubt says in words why the text of a segment is doubtful; "" when nothing speaks against it.
func doubt(all []word) string {
	mean, noSpeech := confidence(all)
	length := float64(all[len(all)-1].End - all[0].Start)
	switch {
	case repeats(all):
		return "the same words again and again"
	case mean < unsure && noSpeech > likely:
		return "uncertain words where there may have been silence"
	case mean < guessed:
		return "very uncertain words"
	case len(all) > 3 && float64(len(all)) > babble*max(length, 0.1):
		return "more words than anybody can say in that time"
	case stock(all) && (noSpeech > likely/2 || mean < unsure/2):
		return "a phrase that the recogniser makes up over silence"
	default:
		return ""
	}
}

func confidence(all []word) (mean, noSpeech float64) {
	count := 0
	for _, x := range all {
		mean += x.log
		count += x.count
		noSpeech = max(noSpeech, x.noSpeech)
	}
	return mean / float64(max(count, 1)), noSpeech
}

// repeats reports whether a phrase stands there several times in a row.
func repeats(all []word) bool {
	plain := make([]string, len(all))
	for i, x := range all {
		plain[i] = bare(x.Text)
	}
	for size := 1; size <= phraseMax; size++ {
		run := 0 // how many words in a row equal the one a phrase before them
		for i := size; i < len(plain); i++ {
			if plain[i] != plain[i-size] {
				run = 0
				continue
			}
			if run++; run >= size*(repeated-1) {
				return true
			}
		}
	}
	return false
}

func bare(text string) string {
	return strings.ToLower(strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }))
}

// stock reports whether the words are one of the phrases that Whisper models learnt from the ends of films.
func stock(all []word) bool {
	plain := make([]string, len(all))
	for i, x := range all {
		plain[i] = bare(x.Text)
	}
	return slices.Contains([]string{
		"thank you for watching", "thanks for watching", "please subscribe", "subtitles by the amara.org community",
		"thank you for watching this video", "you", "bye", "thank you",
	}, strings.Join(plain, " "))
}
