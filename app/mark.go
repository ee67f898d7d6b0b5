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
	RemarkNote     RemarkKind = "note"
	RemarkMark     RemarkKind = "mark"
	RemarkAction   RemarkKind = "action" // something that was done in the call
	RemarkTick     RemarkKind = "tick"   // a point of the playbook
	RemarkFollowUp RemarkKind = "follow-up"
	RemarkPause    RemarkKind = "pause"
)

// Remark is something in a call's timeline that nobody said: what somebody put down, or a stretch off the record.
type Remark struct {
	At   call.Seconds
	Kind RemarkKind
	Text string
	// Timeless tells that it stands at no second: the call had no clock that anybody looked at.
	Timeless bool
}

// Clock is what stands beside a remark: its time inside the call, or nothing.
func (r Remark) Clock() string { return unless(r.Timeless, r.At.Clock()) }

// Remarks gives what people put down in a call, and its pauses, in order of time. Markers are numbered in that order.
func Remarks(doc call.Call) []Remark {
	var all []Remark
	for _, note := range doc.Notes {
		all = append(all, Remark{At: note.At, Kind: remarkKind(note.Kind), Text: note.Text})
	}
	for _, tick := range doc.Ticks {
		all = append(all, Remark{At: tick.At, Kind: RemarkTick, Text: TickWords(tick)})
	}
	for _, f := range doc.FollowUps {
		all = append(all, Remark{At: f.At, Kind: RemarkFollowUp, Text: FollowUpWords(f)})
	}
	for _, pause := range doc.Capture.Pauses {
		all = append(all, Remark{At: pause.At, Kind: RemarkPause, Text: "off the record for " + length(pause.Length)})
	}
	slices.SortStableFunc(all, func(a, b Remark) int { return cmp.Compare(a.At, b.At) })
	marks := 0
	for i := range all {
		all[i].Timeless = doc.Outcome == call.Noted && doc.Refusal == nil && all[i].At == 0
		if all[i].Kind == RemarkMark {
			marks++
			all[i].Text = numbered(marks, all[i].Text)
		}
	}
	return all
}

func remarkKind(kind call.NoteKind) RemarkKind {
	switch kind {
	case call.Marker:
		return RemarkMark
	case call.Action:
		return RemarkAction
	}
	return RemarkNote
}

// TickWords says what was ticked, and by which words it was proposed.
func TickWords(tick call.Tick) string {
	if tick.Heard == "" {
		return tick.Text
	}
	return fmt.Sprintf("%s (heard: “%s”)", tick.Text, tick.Heard)
}

// FollowUpWords says what is to be done by when, or when it was done.
func FollowUpWords(f call.FollowUp) string {
	words := f.Text + ", due " + f.Due.Words()
	if !f.Done.IsZero() {
		words += ", done " + call.DayOf(f.Done).String()
	}
	return words
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
