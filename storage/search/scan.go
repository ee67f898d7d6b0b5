package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Place is a text of a call in which a query has hits, as a Hit names it.
type Place struct {
	Kind    HitKind
	Segment int
}

func (p Place) compare(other Place) int {
	return cmp.Or(cmp.Compare(p.Kind, other.Kind), cmp.Compare(p.Segment, other.Segment))
}

// Scan reads every word of a call to find what Find finds through the index: the texts in which a query has hits, in order, and
// how many places there are in them. Languages are those of all calls that are searched; Scan takes every word for one of each of them,
// where the index knows which words are of which. It is slow and simple: what the index
// gives is held against it.
func Scan(doc Document, expr Expr, languages []string) (hits []Place, places int, err error) {
	s := scanning{languages: languages}
	if err := s.read(doc); err != nil {
		return nil, 0, err
	}
	e, err := newEntry(doc)
	if err != nil {
		return nil, 0, err
	}
	if !expr.with(&e.header) {
		return nil, 0, nil
	}
	for _, c := range expr.all {
		held, more := s.holds(c, expr.scope, &e.header)
		if !held {
			return nil, 0, nil
		}
		hits = append(hits, more...)
	}
	if len(hits) == 0 {
		return []Place{{Kind: OfCall}}, 1, nil
	}
	places = len(hits)
	slices.SortFunc(hits, Place.compare)
	return slices.Compact(hits), places, nil
}

// scanning is a call being read.
type scanning struct {
	languages []string
	all       []spoken
	at        int
}

// spoken is a word of a call where the index should see it.
type spoken struct {
	term  string
	lane  lane
	place Place
	at    int // position among all words, with holes
}

// read takes in all words of a call.
func (s *scanning) read(doc Document) error {
	for l, party := range call.Parties {
		ended := call.Seconds(-1000)
		for i, segment := range doc.Segments {
			if segment.Party != party || segment.Echo != nil {
				continue
			}
			if segment.Start-ended > breath {
				s.at++
			}
			ended = max(ended, segment.End)
			if err := s.add(lane(l), Place{Said, i}, segment.Text); err != nil {
				return err
			}
		}
	}
	for i, note := range doc.Notes {
		s.at++
		if err := s.add(noteLane, Place{Noted, i}, note.Text); err != nil {
			return err
		}
	}
	s.at++
	about := slices.DeleteFunc(append([]string{doc.Name, doc.Number, doc.Case}, doc.Tags...), func(s string) bool { return s == "" })
	return s.add(aboutLane, Place{Kind: OfCall}, strings.Join(about, " · "))
}

func (s *scanning) add(l lane, place Place, text string) error {
	found, err := words(text)
	for _, w := range found {
		s.all = append(s.all, spoken{w.term, l, place, s.at})
		s.at++
	}
	return err
}

// holds reports whether a condition holds of the call, and where.
func (s *scanning) holds(c clause, in scope, h *header) (held bool, hits []Place) {
	for _, a := range c.any {
		if a.filter != nil {
			held = held || a.filter(h) != a.not
			continue
		}
		found := slices.Compact(s.find(a.words))
		found = slices.DeleteFunc(found, func(f [2]int) bool { return !in.has(s.all[f[0]].lane) })
		held = held || len(found) > 0 != a.not
		for _, f := range found {
			if !a.not {
				hits = append(hits, s.all[f[0]].place)
			}
		}
	}
	return held, hits
}

// find gives the first and the last word of each place at which a pattern is, by their index.
func (s *scanning) find(p pattern) (found [][2]int) {
	switch p := p.(type) {
	case single:
		for i, w := range s.all {
			if s.fits(p, w.term) {
				found = append(found, [2]int{i, i})
			}
		}
	case phrase:
		for i := range s.all {
			if s.follow(i, p) {
				found = append(found, [2]int{i, i + len(p) - 1})
			}
		}
	case near:
		found = s.near(p)
	}
	return found
}

func (s *scanning) fits(w single, term string) bool {
	switch w.kind {
	case exactly:
		return term == w.text
	case plainly:
		return term == w.text || slices.ContainsFunc(s.languages, func(l string) bool { return stem(term, l) == stem(w.text, l) })
	case begins:
		return strings.HasPrefix(term, w.text)
	case similar:
		var rows [3][]int
		for i := range rows {
			rows[i] = make([]int, longestTerm+2)
		}
		return apart([]rune(w.text), []byte(term), slips(w.text), &rows) <= slips(w.text)
	}
	return slices.ContainsFunc(sound(w.text), func(of string) bool { return slices.Contains(sound(term), of) })
}

// follow reports whether a phrase begins at a word.
func (s *scanning) follow(i int, p phrase) bool {
	for k, term := range p {
		if i+k >= len(s.all) || s.all[i+k].term != term || s.all[i+k].at != s.all[i].at+k {
			return false
		}
	}
	return true
}

func (s *scanning) near(p near) (found [][2]int) {
	ones, others := s.find(p.one), s.find(p.other)
	reach := func(a [2]int, to [][2]int) bool {
		return slices.ContainsFunc(to, func(b [2]int) bool {
			d := s.all[a[0]].at - s.all[b[0]].at
			return a != b && d <= int(p.distance) && -d <= int(p.distance)
		})
	}
	for _, a := range ones {
		if reach(a, others) {
			found = append(found, a)
		}
	}
	for _, b := range others {
		if reach(b, ones) {
			found = append(found, b)
		}
	}
	slices.SortFunc(found, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	return found
}
