package app

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// ErrWholeOnly says that a form holds whole calls only.
var ErrWholeOnly = errors.New("form holds whole calls only")

// Part is a part of a call, by seconds from its start. The zero value is the whole call.
type Part struct {
	From, To call.Seconds // a To of 0 is the end
}

// within gives the part with its true end, for a call of that length.
func (p Part) within(length call.Seconds) (Part, error) {
	if p.To == 0 || p.To > length {
		p.To = length
	}
	if p.From < 0 || p.From >= p.To || math.IsNaN(float64(p.From+p.To)) {
		return p, fmt.Errorf("cut from %s to %s of %s: %w", p.From.Clock(), p.To.Clock(), length.Clock(), ErrNoPassage)
	}
	return p, nil
}

// words says which part of a call of that length a document holds.
func (p Part) words(length call.Seconds) string {
	return fmt.Sprintf("A part of the call: from %s to %s of %s", p.From.Clock(), p.To.Clock(), length.Clock())
}

// cut leaves in the document what was said in a part of the call. A turn that only reaches into the part is there whole,
// because half a sentence can say the opposite. Times stay those of the call.
func (doc Document) cut(part Part) (Document, error) {
	if part == (Part{}) {
		return doc, nil
	}
	part, err := part.within(doc.Audio.Duration)
	if err != nil {
		return doc, err
	}
	reading := *doc.Transcript
	reading.Segments = slices.DeleteFunc(slices.Clone(reading.Segments), func(s call.Segment) bool {
		return s.Start >= part.To || s.End <= part.From && s.Start < part.From
	})
	doc.Transcript, doc.part = &reading, part
	doc.Flags = slices.DeleteFunc(slices.Clone(doc.Flags), func(f call.Flag) bool { // those that something outside makes
		at := f.Places[len(f.Places)-1].At
		return at < part.From || at >= part.To
	})
	return doc, nil
}

// remarks gives what was noted in the part of the call that the document holds.
func (doc Document) remarks() []Remark {
	all := Remarks(doc.Call)
	if doc.part == (Part{}) {
		return all
	}
	return slices.DeleteFunc(all, func(r Remark) bool { return r.At < doc.part.From || r.At >= doc.part.To })
}

// cue says from when to when a turn is shown as a subtitle. Those of a part begin with the part, as its sound does. The end
// is later than the start even for a turn of no length, because players drop such cues.
func (doc Document) cue(turn call.Segment) (start, end call.Seconds) {
	start, end = turn.Start, turn.End
	if doc.part != (Part{}) {
		start = max(start, doc.part.From) - doc.part.From
		end = min(end, doc.part.To) - doc.part.From
	}
	return start, call.Seconds(math.Max(float64(end), float64(start)+0.001))
}
