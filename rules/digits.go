package rules

import (
	"strings"

	"github.com/onrecord/onrecord/call"
)

// People read a number out in pieces: over several turns, with "uh", "double" and the other side's "okay" between them. So all that a party says
// in figures is one stream, and a number is a row in it.

// figure is a piece of a number as it was said: some digits, or letters that were spelled.
type figure struct {
	signs    string // digits, or capital letters
	said     int    // which of the segments
	from, to int    // in its text
	start    call.Seconds
	end      call.Seconds
}

// row is a sequence of figures by one party with nothing but fillers between them.
type row struct {
	party   call.Party
	figures []figure
	before  []string // words before it, by both parties, the nearest last
	after   []string // words after it in its turn
}

// signs gives the digits and letters of a part of the row.
func (r row) signs(from, to int) string {
	var all strings.Builder
	for _, f := range r.figures[from:to] {
		all.WriteString(f.signs)
	}
	return all.String()
}

// pause is how long a party may be silent, or say fillers, within one number.
const pause call.Seconds = 12

// reach is how many words before a number, and how long, tell what it is.
const (
	wordsReach              = 14
	timeReach  call.Seconds = 25
)

// between words do not end a number.
var between = map[string]bool{
	",": true, ".": true, "-": true, "–": true, "and": true, "uh": true, "um": true, "er": true, "then": true, "dash": true, "hyphen": true, "space": true,
	"okay": true, "ok": true, "yes": true, "yeah": true, "…": true, "?": true, "/": true, "that's": true, "it's": true,
}

// rows gives all rows of figures in what was said.
func rows(said []call.Segment) (all []row) {
	readers := map[call.Party]*rowReader{}
	for i, segment := range said {
		reader := readers[segment.Party]
		if reader == nil {
			reader = &rowReader{row: row{party: segment.Party}}
			readers[segment.Party] = reader
		}
		reader.turn(said, i)
	}
	for _, party := range call.Parties {
		if reader := readers[party]; reader != nil {
			reader.end()
			all = append(all, reader.done...)
		}
	}
	return all
}

// rowReader collects the rows of one party.
type rowReader struct {
	row  row
	done []row
}

func (r *rowReader) end() {
	if len(r.row.figures) > 0 {
		r.done = append(r.done, r.row)
	}
	r.row = row{party: r.row.party}
}

// turn reads one segment.
func (r *rowReader) turn(said []call.Segment, i int) {
	segment := said[i]
	all, clocks := tokens(segment.Text), clocksOf(segment)
	if n := len(r.row.figures); n > 0 && segment.Start-r.row.figures[n-1].end > pause {
		r.end()
	}
	for at := 0; at < len(all); {
		signs, next := figureAt(segment.Text, all, at)
		if signs == "" {
			if len(r.row.figures) > 0 && !between[all[at].word] {
				r.row.after = words(all[at:min(len(all), at+5)])
				r.end()
			}
			at++
			continue
		}
		if len(r.row.figures) == 0 {
			r.row.before = append(wordsBefore(said, i), words(all[max(0, at-wordsReach):at])...)
			r.row.before = r.row.before[max(0, len(r.row.before)-wordsReach):]
		}
		from, to := all[at].from, all[next-1].to
		r.row.figures = append(r.row.figures, figure{signs, i, from, to, clocks.from(from), clocks.to(to)})
		at = next
	}
}

func words(all []token) (some []string) {
	for _, one := range all {
		some = append(some, one.word)
	}
	return some
}

// wordsBefore gives the words that both parties said shortly before a turn.
func wordsBefore(said []call.Segment, turn int) (some []string) {
	for i := turn - 1; i >= 0 && said[turn].Start-said[i].End <= timeReach && len(some) < wordsReach; i-- {
		text := said[i].Text
		some = append(words(tokens(text[max(0, len(text)-joinReach):])), some...)
	}
	return some
}

// figureAt reads the piece of a number at a token: 4111, forty one, oh, double five, D.
func figureAt(text string, all []token, i int) (signs string, next int) {
	word := all[i].word
	switch {
	case isFigures(word):
		return strings.Map(digitOnly, word), i + 1
	case word == "double" || word == "triple":
		if one, next := digitWord(all, i+1); len(one) == 1 {
			return strings.Repeat(one, map[string]int{"double": 2, "triple": 3}[word]), next
		}
		return "", i
	}
	if digits, next := digitWord(all, i); digits != "" {
		return digits, next
	}
	if spelled(text[all[i].from:all[i].to]) {
		return strings.ToUpper(word), i + 1
	}
	return "", i
}

func digitOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// digitWord reads a word, or two as forty one, as the digits that are meant.
func digitWord(all []token, i int) (digits string, next int) {
	word := wordAt(all, i)
	switch {
	case word == "zero" || word == "oh" || word == "o" || word == "nought":
		return "0", i + 1
	case units[word] > 0:
		return hundreds(all, string(rune('0'+units[word])), i+1)
	case teens[word] > 0:
		return hundreds(all, "1"+string(rune('0'+teens[word]-10)), i+1)
	case tens[word] > 0:
		ten := string(rune('0' + tens[word]/10))
		if unit := units[wordAt(all, i+1)]; unit > 0 {
			return hundreds(all, ten+string(rune('0'+unit)), i+2)
		}
		return hundreds(all, ten+"0", i+1)
	}
	return "", i
}

// hundreds adds the noughts of "forty one hundred".
func hundreds(all []token, digits string, i int) (string, int) {
	switch wordAt(all, i) {
	case "hundred":
		return digits + "00", i + 1
	case "thousand":
		return digits + "000", i + 1
	}
	return digits, i
}

// spelled reports whether letters stand for themselves: one letter, or a few capitals.
func spelled(text string) bool {
	for _, r := range text {
		if (r < 'A' || r > 'Z') && (len(text) > 1 || r < 'a' || r > 'z' || r == 'a' || r == 'i') {
			return false
		}
	}
	return len(text) <= 4 && text != "I" && text != "A" && text != "OK"
}
