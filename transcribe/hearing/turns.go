package hearing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

const (
	silence = call.Seconds(0.8) // a pause this long ends a segment
	lengthy = call.Seconds(15)  // a segment this long ends at the next comma
	overdue = call.Seconds(25)  // and this long at the next word
)

// segments makes sentence-sized segments of the words of one window.
func segments(all []word) []call.Segment {
	var done []call.Segment
	from := 0
	for i := 1; i <= len(all); i++ {
		if i == len(all) || ends(all[from:i], all[i]) {
			done = append(done, segment(all[from:i]))
			from = i
		}
	}
	return done
}

func segment(all []word) call.Segment {
	var text strings.Builder
	s := call.Segment{Start: all[0].Start, End: all[len(all)-1].End, Another: all[0].another}
	for _, x := range all {
		text.WriteString(x.raw)
		s.Words = append(s.Words, x.Word)
	}
	s.Text = strings.TrimFunc(text.String(), unicode.IsSpace)
	if reason := doubt(all); reason != "" {
		s.Suspect = &reason
	}
	return s
}

// ends reports whether a segment of these words ends before next.
func ends(all []word, next word) bool {
	last := all[len(all)-1]
	length := last.End - all[0].Start
	switch {
	case next.another, next.Start-last.End > silence, sentence(last.Text), length > overdue:
		return true
	default:
		return length > lengthy && strings.HasSuffix(last.Text, ",")
	}
}

// sentence reports whether a word ends a sentence, as far as its looks tell.
func sentence(text string) bool {
	text = strings.TrimRight(text, `"'”’»)`)
	last, size := utf8.DecodeLastRuneInString(text)
	switch last {
	case '?', '!', '…', '。', '？', '！':
		return true
	case '.':
		return !abbreviation(text[:len(text)-size])
	default:
		return false
	}
}

func abbreviation(text string) bool {
	switch strings.ToLower(text) {
	case "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "inc", "jr", "sr":
		return true
	default:
		return utf8.RuneCountInString(text) == 1 && unicode.IsUpper([]rune(text)[0]) && text != "I"
	}
}
