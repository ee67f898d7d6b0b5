package ui

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onrecord/onrecord/app"
)

// markFound marks in the open call what the search found in it, for as long as its results are in sight.
func (c *conversation) markFound() {
	found := map[int][][2]int{}
	for _, hit := range c.page.w.calls.results.hits {
		if hit.Call != c.page.id {
			continue
		}
		if i := c.turnOf(hit); i >= 0 {
			found[i] = join(found[i], foundIn(c.turns[i].text, hit))
		}
	}
	if maps.EqualFunc(found, c.found, slices.Equal) {
		return
	}
	c.found = found
	c.column.measure() // marked words are wider
	c.column.refill()
}

// turnOf is the turn or note in which a result lies, or -1.
func (c *conversation) turnOf(hit app.Hit) int {
	return slices.IndexFunc(c.turns, func(t turn) bool {
		switch hit.Kind {
		case app.Said:
			return t.number != 0 && t.party == hit.Party && t.at <= hit.At && hit.At <= t.end && len(foundIn(t.text, hit)) > 0
		case app.Noted:
			return t.party == "" && t.at == hit.At && len(foundIn(t.text, hit)) > 0
		}
		return false
	})
}

// foundIn gives the places in a text where the marked words of a result stand, as bytes from and up to.
func foundIn(text string, hit app.Hit) (places [][2]int) {
	for _, m := range hit.Marks {
		word := hit.Snippet[m[0]:m[1]]
		for from := 0; word != ""; {
			at := strings.Index(text[from:], word)
			if at < 0 {
				break
			}
			place := [2]int{from + at, from + at + len(word)}
			if wholeWord(text, place) {
				places = join(places, [][2]int{place})
			}
			from = place[1]
		}
	}
	return places
}

// wholeWord tells whether no letter or digit stands beside a place.
func wholeWord(text string, place [2]int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:place[0]])
	behind, _ := utf8.DecodeRuneInString(text[place[1]:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !inWord(before) && !inWord(behind)
}

// join puts places into their order, each once.
func join(places, more [][2]int) [][2]int {
	places = append(places, more...)
	slices.SortFunc(places, func(a, b [2]int) int { return a[0] - b[0] })
	return slices.Compact(places)
}
