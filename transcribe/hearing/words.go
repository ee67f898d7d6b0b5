package hearing

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// word is a word with what is needed to make segments of it.
type word struct {
	call.Word
	raw      string  // its bytes, with the space before it if there is one
	noSpeech float64 // of the stretch it came from
	another  bool    // another person begins with it
	log      float64 // sum of its pieces' log-probabilities
	count    int     // of its pieces
}

// words joins pieces into words, without marks such as [BLANK_AUDIO], and places them on the track.
func words(stretches []Stretch, w window) []word {
	var all []word
	another := false
	for _, s := range stretches {
		marks := marked(s.Pieces)
		another = another || s.Another && len(all) > 0
		for i, p := range s.Pieces {
			if marks[i] || p.Text == "" {
				continue
			}
			if n := len(all); n > 0 && !another && joins(all[n-1].raw, p.Text) {
				all[n-1].join(p, w)
				continue
			}
			all = append(all, begin(p, s.NoSpeech, w))
			all[len(all)-1].another, another = another, false
		}
	}
	return tidy(all)
}

func begin(p Piece, noSpeech float64, w window) word {
	first := word{raw: "", noSpeech: noSpeech}
	first.Start, first.End = w.place(p.Start, p.End)
	first.join(p, w)
	return first
}

func (x *word) join(p Piece, w window) {
	_, end := w.place(p.Start, p.End)
	x.End = max(x.End, end)
	x.raw += p.Text
	x.log += math.Log(max(p.P, 1e-9))
	x.count++
	x.P = math.Exp(x.log / float64(x.count))
}

// joins reports whether a piece goes on with the word before it. Pieces are bytes: a character may end in the next one.
func joins(before, piece string) bool {
	if !complete(before) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(piece)
	if unicode.IsSpace(first) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return !spaceless(first) && !spaceless(last) || unicode.IsPunct(first)
}

// complete reports whether text does not end within a character.
func complete(text string) bool {
	for i := 1; i <= min(utf8.UTFMax, len(text)); i++ {
		if tail := text[len(text)-i:]; utf8.RuneStart(tail[0]) {
			return utf8.FullRuneInString(tail)
		}
	}
	return true
}

// spaceless reports whether r belongs to a script that puts no spaces between words.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// tidy gives each word its text in valid UTF-8, drops those that have none, and keeps times from running backwards.
func tidy(all []word) []word {
	kept := all[:0]
	var last call.Seconds
	for _, x := range all {
		x.raw = strings.ToValidUTF8(x.raw, "\uFFFD")
		x.Text = strings.TrimFunc(x.raw, unicode.IsSpace)
		if !strings.ContainsFunc(x.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsSymbol(r) }) {
			continue
		}
		x.Start = max(x.Start, last)
		x.End = max(x.End, x.Start)
		last = x.Start
		kept = append(kept, x)
	}
	return kept
}

var closing = map[rune]rune{'[': ']', '(': ')', '{': '}', '*': '*', '♪': '♪', '（': '）', '【': '】'}

// marked tells for each piece whether it belongs to a remark about the sound, such as [Music] or (silence), which nobody
// said. A remark that is not closed goes on to the end of its stretch.
func marked(pieces []Piece) []bool {
	marks := make([]bool, len(pieces))
	var until rune
	for i, p := range pieces {
		marks[i] = until != 0
		for _, r := range p.Text {
			switch {
			case until == 0 && closing[r] != 0:
				until, marks[i] = closing[r], true
			case r == until && until != 0:
				until = 0
			case r == '♫' || r == '♬':
				marks[i] = true
			}
		}
	}
	return marks
}
