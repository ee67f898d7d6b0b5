package app

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// AddMark marks a moment of a call: the given second, else now if its take is running, else the beginning. The text
// may be empty.
func (a *App) AddMark(id call.ID, text string, at *call.Seconds) (call.Note, error) {
	return a.remark(id, call.Note{Text: text, Kind: call.Marker}, at)
}

// RemarkKind tells what stands in a call's timeline beside what was said.
type RemarkKind string

// The kinds of remarks.
const (
	RemarkNote  RemarkKind = "note"
	RemarkMark  RemarkKind = "mark"
	RemarkPause RemarkKind = "pause"
)

// Remark is something in a call's timeline that nobody said: a note, a marker, or a stretch off the record.
type Remark struct {
	At   call.Seconds
	Kind RemarkKind
	Text string
}

// Remarks gives a call's notes, markers and pauses in order of time. Markers are numbered in that order.
func Remarks(doc call.Call) []Remark {
	var all []Remark
	for _, note := range doc.Notes {
		kind := RemarkNote
		if note.Kind == call.Marker {
			kind = RemarkMark
		}
		all = append(all, Remark{note.At, kind, note.Text})
	}
	for _, pause := range doc.Capture.Pauses {
		all = append(all, Remark{pause.At, RemarkPause, "off the record for " + length(pause.Length)})
	}
	slices.SortStableFunc(all, func(a, b Remark) int { return cmp.Compare(a.At, b.At) })
	marks := 0
	for i := range all {
		if all[i].Kind == RemarkMark {
			marks++
			all[i].Text = numbered(marks, all[i].Text)
		}
	}
	return all
}

func numbered(n int, text string) string {
	if text == "" {
		return fmt.Sprintf("Marker %d", n)
	}
	return fmt.Sprintf("Marker %d: %s", n, text)
}

// length is how long something took, for people: 01:20, or 0.4 s where that would be nothing.
func length(s call.Seconds) string {
	if s < 1 {
		return fmt.Sprintf("%.1f s", float64(s))
	}
	return s.Short()
}
