package search

import (
	"fmt"
	"math"
	"slices"
	"strings"
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
	Length   call.Seconds
	Name     string // of the far party
	Number   string // of the far party
	Case     string
	Tags     []string
	Language string // a code, in whose way words are inflected
	Segments []call.Segment
	Notes    []call.Note
}

// entry is a document in the form in which it is stored.
type entry struct {
	header   header
	passages map[int]passage
	posts    map[string][]uint32 // by term, rising
	next     uint32              // position
}

// newEntry gives every word of a document its position. Positions run through the segments of one party in their
// order, so that words said by one party are neighbours whatever the other put in between; they leave a hole, which
// no phrase crosses, at a silence longer than a breath and between the parties. Echoes are passed over: their words are
// those of the other party, who has them too. Behind what was said come the notes, and what is known about the call.
func newEntry(doc Document) (entry, error) {
	e := entry{
		header: header{
			started: doc.Started, id: doc.Call, length: doc.Length, number: digits(doc.Number),
			name: folded(doc.Name), in: folded(doc.Case), language: doc.Language,
		},
		passages: map[int]passage{}, posts: map[string][]uint32{},
	}
	for _, tag := range doc.Tags {
		e.header.tags = append(e.header.tags, folded(tag))
	}
	for _, add := range []func(Document) error{e.said(localLane), e.said(remoteLane), e.notes, e.about} {
		if err := add(doc); err != nil {
			return entry{}, fmt.Errorf("index call %s: %w", doc.Call, err)
		}
	}
	return e, nil
}

// said adds what one party said. Whoever else a document names counts as the far one.
func (e *entry) said(l lane) func(Document) error {
	return func(doc Document) error {
		for _, party := range parties(doc.Segments) {
			if laneOf(party) != l {
				continue
			}
			ended := call.Seconds(math.Inf(-1))
			for i, s := range doc.Segments {
				if s.Party != party || s.Echo != nil {
					continue
				}
				if s.Start-ended > breath {
					e.next++
				}
				if err := e.add(i, passage{party: party, suspect: s.Suspect != nil, text: s.Text}, s); err != nil {
					return err
				}
				ended = max(ended, s.End)
			}
		}
		return e.endLane(l)
	}
}

// notes adds the user's, each for itself.
func (e *entry) notes(doc Document) error {
	for i, note := range doc.Notes {
		e.next++
		if err := e.add(notePassages+i, passage{text: note.Text}, call.Segment{Start: note.At, Text: note.Text}); err != nil {
			return err
		}
	}
	return e.endLane(noteLane)
}

// about adds what is known about the call.
func (e *entry) about(doc Document) error {
	e.next++
	known := slices.DeleteFunc(append([]string{doc.Name, doc.Number, doc.Case}, doc.Tags...), func(s string) bool { return s == "" })
	text := strings.Join(known, " · ")
	if err := e.add(aboutPassage, passage{text: text}, call.Segment{Text: text}); err != nil {
		return err
	}
	return e.endLane(aboutLane)
}

func (e *entry) endLane(l lane) error {
	e.header.ends[l] = e.next
	return nil
}

// add takes in one passage, whose words have the times of a segment.
func (e *entry) add(number int, p passage, times call.Segment) error {
	found, err := words(p.text)
	if err != nil || len(found) == 0 {
		return err
	}
	for k, w := range found {
		e.posts[w.term] = append(e.posts[w.term], e.next+uint32(k))
	}
	count := uint32(len(found))
	e.header.spans = append(e.header.spans, span{passage: number, first: e.next, count: count})
	e.header.count += count
	e.next += count
	p.starts = starts(times, found)
	e.passages[number] = p
	return nil
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
