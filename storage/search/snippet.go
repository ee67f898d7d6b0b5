package search

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// A snippet is about so many bytes long, with so many of them in front of the first mark.
const (
	snippetSize = 200
	snippetLead = 60
)

// hit makes a candidate ready to be shown.
func (f *finder) hit(c candidate) (Hit, error) {
	h, err := f.header(c.number, nil)
	if err != nil {
		return Hit{}, err
	}
	if c.span >= len(h.spans) {
		return Hit{}, fmt.Errorf("read header of call %s: %w", h.id, ErrDamaged)
	}
	s := h.spans[c.span]
	matched, err := f.matchedIn(c.number, s)
	if err != nil {
		return Hit{}, err
	}
	shown, err := f.read(c.number, h.spans[c.span:], matched[len(matched)-1].to)
	if err != nil {
		return Hit{}, err
	}
	at := call.Seconds(float64(shown.starts[matched[0].from-s.first]) / 1000)
	text, marks := cut(shown.text, shown.marks(matched, s.first))
	return Hit{
		Call: h.id, Started: h.started, Segment: s.segment, Party: shown.party, At: at,
		Snippet: text, Marks: marks, Suspect: shown.suspect, Score: c.score,
	}, nil
}

// stretch is a run of positions: from, up to.
type stretch struct{ from, to uint32 }

// matchedIn gives what matched in a segment, in order, the longest of what overlaps last in the call's words.
func (f *finder) matchedIn(number uint32, s span) ([]stretch, error) {
	calls := freshCalls(f.bucket, 0)
	for term := range f.byTerm {
		w := newWalk(f.bucket, term, calls)
		if _, err := w.seek(number); err != nil {
			return nil, err
		}
		f.byTerm[term] = w
	}
	var matched []stretch
	for _, item := range f.expr.items {
		places, err := f.places(nil, item)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			if p >= s.first && p < s.end() {
				matched = append(matched, stretch{from: p, to: p + uint32(len(item))})
			}
		}
	}
	if len(matched) == 0 {
		return nil, fmt.Errorf("find words of call number %d again: %w", number, ErrDamaged)
	}
	slices.SortFunc(matched, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	merged := matched[:1]
	for _, m := range matched[1:] {
		if last := &merged[len(merged)-1]; m.from < last.to {
			last.to = max(last.to, m.to)
		} else {
			merged = append(merged, m)
		}
	}
	return merged, nil
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
		p, err := f.texts.passage(number, s.segment)
		if err != nil {
			return reading{}, fmt.Errorf("read segment %d of call number %d: %w", s.segment, number, err)
		}
		found, err := words(p.text)
		if err != nil {
			return reading{}, err
		}
		if len(found) != int(s.count) || len(p.starts) != len(found) {
			return reading{}, fmt.Errorf("read segment %d of call number %d: %w", s.segment, number, ErrDamaged)
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
