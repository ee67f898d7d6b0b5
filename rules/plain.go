package rules

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/onrecord/onrecord/call"
)

// reading is a text as patterns read it, with the way back to the text itself.
type reading struct {
	text   string
	at     []int // of each byte: where in the text itself its letter begins
	source string
}

// plainly gives the words of a text alone: in small letters without accents, with straight apostrophes and single spaces, without the signs of
// sentences except inside numbers.
func plainly(text string) reading { return readAs(text, false) }

// rawly keeps the signs.
func rawly(text string) reading { return readAs(text, true) }

func readAs(text string, signs bool) reading {
	out, at := make([]byte, 0, len(text)+1), make([]int, 0, len(text)+1)
	put := func(r rune, i int) {
		out = utf8.AppendRune(out, r)
		for len(at) < len(out) {
			at = append(at, i)
		}
	}
	spaced := true // what leads is dropped
	for i, r := range text {
		switch {
		case unicode.IsSpace(r):
			if !spaced {
				put(' ', i)
			}
			spaced = true
			continue
		case !signs && strings.ContainsRune(",.!?;:…\"“”„«»¿¡", r) && !insideNumber(text, i):
			continue
		case r == 'ß':
			put('s', i)
		}
		put(small(r), i)
		spaced = false
	}
	return reading{string(out), at, text}
}

// small makes a letter small and takes its accent away, with which expressions could not tell where a word ends; and of a curly apostrophe it makes a
// straight one.
func small(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ':
		return '\''
	case utf8.RuneError:
		return ' '
	case 'ß':
		return 's'
	}
	if r < utf8.RuneSelf {
		return unicode.ToLower(r)
	}
	var decomposed [utf8.UTFMax * 4]byte
	plain, _ := utf8.DecodeRune(norm.NFD.AppendString(decomposed[:0], string(unicode.ToLower(r))))
	return plain
}

// insideNumber reports whether the byte at i stands between digits.
func insideNumber(text string, i int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return digit(i-1) && digit(i+1)
}

// place gives where in the text itself stands what goes from one byte to before another of the reading, which is not empty.
func (r reading) place(from, to int) (int, int) {
	last := r.at[to-1]
	_, size := utf8.DecodeRuneInString(r.source[last:])
	return r.at[from], last + size
}

// clocks says when each word of a segment was said: the place of its end in the text, and its seconds.
type clocks struct {
	segment call.Segment
	ends    []int
}

func clocksOf(s call.Segment) clocks {
	c := clocks{segment: s, ends: make([]int, len(s.Words))}
	end := 0
	for i, word := range s.Words {
		text := strings.TrimSpace(word.Text)
		if at := strings.Index(s.Text[end:], text); at >= 0 {
			end += at + len(text)
		}
		c.ends[i] = end
	}
	return c
}

// from is when the word at a place of the text begins. Where words have no times, it is the segment's own beginning.
func (c clocks) from(place int) call.Seconds {
	if i, _ := slices.BinarySearch(c.ends, place+1); i < len(c.ends) {
		return c.segment.Words[i].Start
	}
	return c.segment.Start
}

// to is when the word ends before a place of the text. Where words have no times, it is the segment's own end.
func (c clocks) to(place int) call.Seconds {
	if i, _ := slices.BinarySearch(c.ends, place); i < len(c.ends) {
		return c.segment.Words[i].End
	}
	return c.segment.End
}
