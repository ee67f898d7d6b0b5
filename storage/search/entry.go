package search

import (
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// breath is the longest silence within one party's sentence. Across a longer one no phrase is found.
const breath call.Seconds = 3

// Document is what is searched of one call.
type Document struct {
	Call     call.ID
	Started  time.Time
	Segments []call.Segment
}

// entry is a document in the form in which it is stored.
type entry struct {
	header   header
	passages map[int]passage
	posts    map[string][]uint32 // by term, rising
}

// newEntry gives every word of a document its position. Positions run through the segments of one party in their
// order, so that words said by one party are neighbours whatever the other put in between; they leave a hole, which
// no phrase crosses, at a silence longer than a breath and between the parties. Echoes are passed over: their words are
// those of the other party, who has them too.
func newEntry(doc Document) (entry, error) {
	e := entry{
		header:   header{started: doc.Started, id: doc.Call},
		passages: map[int]passage{},
		posts:    map[string][]uint32{},
	}
	next := uint32(0)
	for _, party := range parties(doc.Segments) {
		ended := call.Seconds(math.Inf(-1))
		for i, s := range doc.Segments {
			if s.Party != party || s.Echo != nil {
				continue
			}
			if s.Start-ended > breath {
				next++
			}
			count, err := e.add(i, s, next)
			if err != nil {
				return entry{}, err
			}
			next += count
			ended = max(ended, s.End)
		}
	}
	return e, nil
}

// add takes in one segment whose first word has the given position, and says how many words it has.
func (e *entry) add(i int, s call.Segment, first uint32) (uint32, error) {
	found, err := words(s.Text)
	if err != nil {
		return 0, fmt.Errorf("index segment %d of call %s: %w", i, e.header.id, err)
	}
	if len(found) == 0 {
		return 0, nil
	}
	for k, w := range found {
		e.posts[w.term] = append(e.posts[w.term], first+uint32(k))
	}
	e.header.spans = append(e.header.spans, span{segment: i, first: first, count: uint32(len(found))})
	e.passages[i] = passage{party: s.Party, suspect: s.Suspect != nil, text: s.Text, starts: starts(s, found)}
	return uint32(len(found)), nil
}

// parties lists who speaks: local, remote, then whoever else a document names.
func parties(segments []call.Segment) []call.Party {
	all := call.Parties[:]
	for _, s := range segments {
		if !slices.Contains(all, s.Party) {
			all = append(slices.Clip(all), s.Party)
		}
	}
	return all
}

// starts gives the time at which each word of a segment's text begins, in milliseconds. The segment's own words are
// split in other places than the text (a correction may even have changed it), so a word takes its time from whatever
// is being said after the same share of letters. Without timed words all begin with the segment.
func starts(s call.Segment, found []word) []int64 {
	heard := make([]int, len(s.Words)) // letters up to the end of each timed word
	letters := 0
	for i, w := range s.Words {
		letters += len(searchableOnly(w.Text))
		heard[i] = letters
	}
	total := 0
	for _, w := range found {
		total += len(searchableOnly(s.Text[w.from:w.to]))
	}
	times := make([]int64, len(found))
	before, k := 0, 0
	for i, w := range found {
		times[i] = milliseconds(s.Start)
		for k < len(heard)-1 && heard[k]*total <= before*letters {
			k++
		}
		if letters > 0 {
			times[i] = milliseconds(s.Words[k].Start)
		}
		before += len(searchableOnly(s.Text[w.from:w.to]))
	}
	return times
}

// searchableOnly leaves the letters and digits of a text.
func searchableOnly(text string) []rune {
	kept := make([]rune, 0, utf8.RuneCountInString(text))
	for _, r := range text {
		if searchable(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func milliseconds(s call.Seconds) int64 { return int64(math.Round(float64(s) * 1000)) }
