package search

import (
	"fmt"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// A snippet is about so many bytes long, with so many of them in front of the first mark.
const (
	snippetSize = 200
	snippetLead = 60
)

// hit makes a group of places ready to be shown.
func (f *finder) hit(c *candidate, g group) (Hit, error) {
	hit := Hit{Call: c.id, Started: c.started, Kind: OfCall, Marks: [][2]int{}}
	if len(g.spans) == 0 {
		about, err := f.texts.passage(c.number, aboutPassage)
		if err == nil {
			hit.Snippet, _ = cut(about.text, [][2]int{{0, 0}})
		}
		return hit, nil // a call of which nothing is known has no text
	}
	s := g.spans[0]
	matched := merged(g.places)
	shown, err := f.read(c.number, g.spans, matched[len(matched)-1].to)
	if err != nil {
		return Hit{}, err
	}
	switch {
	case s.passage == aboutPassage:
	case s.passage >= notePassages:
		hit.Kind, hit.Segment = Noted, s.passage-notePassages
	default:
		hit.Kind, hit.Segment = Said, s.passage
	}
	hit.At = call.Seconds(float64(shown.starts[matched[0].from-s.first]) / 1000)
	hit.Party, hit.Suspect = shown.party, shown.suspect
	hit.Snippet, hit.Marks = cut(shown.text, shown.marks(matched, s.first))
	return hit, nil
}

// merged gives the places of a group as stretches that do not overlap.
func merged(places []place) []stretch {
	all := []stretch{places[0].stretch}
	for _, p := range places[1:] {
		if last := &all[len(all)-1]; p.from < last.to {
			last.to = max(last.to, p.to)
		} else {
			all = append(all, p.stretch)
		}
	}
	return all
}

// reading is a passage, or several in a row, with its words.
type reading struct {
	passage
	words []word
}

// read gives the text of the first span, and of as many that follow as hold the words up to the given position.
func (f *finder) read(number uint32, spans []span, end uint32) (reading, error) {
	var r reading
	for i, s := range spans {
		if i > 0 && s.first >= end {
			break
		}
		p, err := f.texts.passage(number, s.passage)
		if err != nil {
			return reading{}, fmt.Errorf("read segment %d of call number %d: %w", s.passage, number, err)
		}
		found, err := words(p.text)
		if err != nil {
			return reading{}, err
		}
		if len(found) != int(s.count) || len(p.starts) != len(found) {
			return reading{}, fmt.Errorf("read segment %d of call number %d: %w", s.passage, number, ErrDamaged)
		}
		r.join(p, found, i == 0)
	}
	return r, nil
}

func (r *reading) join(p passage, found []word, first bool) {
	if first {
		r.passage, r.words = p, found
		return
	}
	r.text += " "
	for _, w := range found {
		r.words = append(r.words, word{term: w.term, from: w.from + len(r.text), to: w.to + len(r.text)})
	}
	r.text += p.text
	r.starts = append(r.starts, p.starts...)
}

// marks gives the byte ranges of what matched, when the first word has the given position.
func (r reading) marks(matched []stretch, first uint32) [][2]int {
	marks := make([][2]int, len(matched))
	for i, m := range matched {
		last := min(int(m.to-first), len(r.words)) - 1
		marks[i] = [2]int{r.words[m.from-first].from, r.words[last].to}
	}
	return marks
}

// cut shortens a text to the size of a snippet around its first mark, at spaces where it can, and moves the marks.
func cut(text string, marks [][2]int) (string, [][2]int) {
	if len(text) <= snippetSize {
		return text, marks
	}
	from := 0
	if marks[0][0] > snippetLead {
		from = boundary(text, marks[0][0]-snippetLead, marks[0][0])
	}
	to := max(from+snippetSize, marks[0][1])
	if to >= len(text) {
		to = len(text)
	} else {
		to = boundary(text, to, len(text))
	}
	head, tail := "", ""
	if from > 0 {
		head = "…"
	}
	if to < len(text) {
		tail = "…"
	}
	var kept [][2]int
	for _, m := range marks {
		if m[1] <= to {
			kept = append(kept, [2]int{m[0] - from + len(head), m[1] - from + len(head)})
		}
	}
	return head + text[from:to] + tail, kept
}

// boundary gives the first place from at on, before limit, where a word ends, or else the first whole character.
func boundary(text string, at, limit int) int {
	for i := at; i < limit && i < at+40; i++ {
		if text[i] == ' ' {
			return i
		}
	}
	for at < limit && !utf8.RuneStart(text[at]) {
		at++
	}
	return at
}
