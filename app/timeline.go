package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Moment is one thing in the timeline of a contact or a case.
type Moment struct {
	When  time.Time    `json:"when"`
	Kind  MomentKind   `json:"kind"`
	Call  call.ID      `json:"call,omitempty"` // where it happened; empty: outside of calls
	At    call.Seconds `json:"at,omitempty"`   // of the call
	Text  string       `json:"text"`
	Rule  string       `json:"rule,omitempty"`  // of a flag
	Entry string       `json:"entry,omitempty"` // its ID: of an entry or a follow-up of a case
}

// MomentKind says what a moment is: one of these, the kind of a remark in a call, or that of an entry of a case.
type MomentKind string

// The kinds of moments that are neither remarks nor entries.
const (
	MomentCall MomentKind = "call"
	MomentFlag MomentKind = "flag"
)

// timeline gives calls and what happened in them, by time. Calls that cannot be read stand there by what the list knows of them.
func (a *App) timeline(ctx context.Context, calls []Summary) (moments []Moment, err error) {
	if len(calls) == 0 {
		return nil, nil
	}
	records, _, err := a.records(ctx, func(storage.Digest) bool { return true }) // a flag may follow from a call of another case
	if err != nil {
		return nil, err
	}
	flags, err := a.flagsOf(records)
	if err != nil {
		return nil, err
	}
	for _, s := range calls {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		moments = append(moments, Moment{When: s.Started, Kind: MomentCall, Call: s.ID, Text: CallWords(s)})
		if s.Damaged != "" {
			continue
		}
		doc, err := a.Call(s.ID)
		if err != nil {
			return nil, err
		}
		for _, remark := range Remarks(doc) {
			moments = append(moments, Moment{doc.Started.Add(remark.At.Duration()), MomentKind(remark.Kind), s.ID, remark.At, remark.Text, "", ""})
		}
		for _, flag := range flags[s.ID] {
			moments = append(moments, flagMoment(doc, flag))
		}
	}
	sortMoments(moments)
	return moments, nil
}

func flagMoment(doc call.Call, flag call.Flag) Moment {
	at := flag.Places[len(flag.Places)-1].At
	text := flag.Says
	if verdict := flag.Judgement.Verdict; verdict != "" {
		text += " (" + string(verdict) + " by you)"
	}
	return Moment{doc.Started.Add(at.Duration()), MomentFlag, doc.ID, at, text, flag.Rule, ""}
}

func sortMoments(moments []Moment) {
	slices.SortStableFunc(moments, func(a, b Moment) int { return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.At, b.At)) })
}

// CallWords tells in few words what a call was: incoming, 04:31, with whom.
func CallWords(s Summary) string {
	way := string(s.Direction)
	if way == "" {
		way = "call"
	}
	words := strings.ToUpper(way[:1]) + way[1:]
	if s.Title != "" {
		words += map[call.Direction]string{call.Incoming: " from ", call.Outgoing: " to "}[s.Direction]
		if s.Direction == "" || s.Direction == call.Conference {
			words += " with "
		}
		words += s.Title
	}
	if s.Duration > 0 || s.Outcome == call.Noted {
		words += ", " + LengthWords(s)
	}
	return words
}

// ContactTimeline gives the calls with a contact and what happened in them, by time.
func (a *App) ContactTimeline(ctx context.Context, id call.ID) ([]Moment, error) {
	calls, err := a.CallsWith(id)
	if err != nil {
		return nil, err
	}
	return a.timeline(ctx, calls)
}
