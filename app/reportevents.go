package app

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// Happening is one thing that happened, in a call or besides.
type Happening struct {
	When  time.Time    `json:"when"`
	Call  call.ID      `json:"call,omitempty"`
	At    call.Seconds `json:"at"` // of the call
	By    Knower       `json:"by"`
	Party call.Party   `json:"party,omitempty"` // who said it
	Kind  string       `json:"kind"`            // what it is, in a few words
	Text  string       `json:"text,omitempty"`
	Sure  bool         `json:"confirmed,omitempty"` // by a person, of what a machine found
}

// Knower says who knows something.
type Knower string

// Who knows something.
const (
	PersonKnows  Knower = "person"  // somebody wrote it
	MachineKnows Knower = "machine" // it was found in what a machine wrote down of the sound
	RecordKnows  Knower = "record"  // the program measured it, or it was chosen by a person as a fact of the call
)

// eventsOf gives what happened in a call, by its seconds. Of what a person ticked or noted, and the machine heard too, both stand there.
func (a *App) eventsOf(doc Document) []Happening {
	var all []Happening
	add := func(at call.Seconds, by Knower, kind, text string) {
		all = append(all, Happening{When: doc.Started.Add(at.Duration()), Call: doc.ID, At: at, By: by, Kind: kind, Text: text})
	}
	for _, consent := range doc.Consent {
		add(consent.At, RecordKnows, "Consent", ConsentWords(doc.Call, consent))
	}
	if doc.Refusal != nil {
		add(doc.Refusal.At, RecordKnows, "Recording refused", capital(refusalWords(*doc.Refusal)))
	}
	for _, pause := range doc.Capture.Pauses {
		add(pause.At, RecordKnows, "Pause", "Off the record for "+length(pause.Length))
	}
	for _, note := range doc.Notes {
		add(note.At, PersonKnows, cmp.Or(map[call.NoteKind]string{call.Marker: "Marker", call.Action: "Action"}[note.Kind], "Note"), note.Text)
	}
	for _, tick := range doc.Ticks {
		add(tick.At, PersonKnows, "Done", tick.Text)
	}
	for _, f := range doc.FollowUps {
		add(f.At, PersonKnows, "Follow-up", followUpWords(f))
	}
	all = append(all, a.heardIn(doc)...)
	slices.SortStableFunc(all, func(a, b Happening) int { return cmp.Compare(a.At, b.At) })
	return all
}

// heardIn gives what a machine found in the words of a call.
func (a *App) heardIn(doc Document) (all []Happening) {
	facts := factsOf(a.lawful.phrases, doc)
	facts.Private = nil // what should not be handed on is no part of a report
	for _, line := range facts.Lines() {
		if !line.Party.Valid() { // a person said so, and that stands there already
			continue
		}
		all = append(all, Happening{
			When: doc.Started.Add(line.At.Duration()), Call: doc.ID, At: line.At, By: MachineKnows, Party: line.Party,
			Kind: strings.TrimSuffix(line.What+": "+line.Read, ": "), Text: line.Words, Sure: line.Sure,
		})
	}
	return all
}

func followUpWords(f call.FollowUp) string {
	done := "open"
	if !f.Done.IsZero() {
		done = "done on " + call.DayOf(f.Done.Local()).String()
	}
	return f.Text + " (due " + f.Due.Words() + ", " + done + ")"
}

// caseEvents gives what happened in a case besides its calls.
func caseEvents(c call.Case) (all []Happening) {
	for _, entry := range c.Entries {
		all = append(all, Happening{When: entry.When, By: PersonKnows, Kind: capital(string(entry.Kind)), Text: entry.Text})
	}
	for _, f := range c.FollowUps {
		all = append(all, Happening{When: f.Made, By: PersonKnows, Kind: "Follow-up", Text: followUpWords(f)})
	}
	return all
}

// DoNotCallRequest is a request not to be called, with the calls that the same caller made afterwards.
type DoNotCallRequest struct {
	When  time.Time    `json:"when"`
	Whom  string       `json:"whom"`
	How   string       `json:"how"` // how it is known
	Quote string       `json:"quote,omitempty"`
	Sure  bool         `json:"sure"` // a person said so; else only a machine found it
	Call  call.ID      `json:"call,omitempty"`
	At    call.Seconds `json:"at"`
	// Grace is the last day on which the caller may not yet have seen to it, by the rule in force on the day of the request.
	Grace call.Day    `json:"grace"`
	Rule  string      `json:"rule"` // by which that is reckoned
	Later []LaterCall `json:"later_calls"`
}

// LaterCall is a call after a request.
type LaterCall struct {
	ReportCall
	Days  int         `json:"days"` // after the request
	Flags []call.Flag `json:"flags"`
}

// addRequests looks for requests not to be called, and for later calls of the same callers, whichever case they are in.
func (a *App) addRequests(r *Report) error {
	later, err := a.sameCallers(r)
	if err != nil {
		return err
	}
	whole := Report{docs: later, began: r.began, cover: r.cover}
	if err := a.addFlags(&whole); err != nil {
		return err
	}
	r.Requests = []DoNotCallRequest{}
	for _, doc := range r.docs {
		for _, fact := range a.told(recordOf(doc)).Facts {
			if fact.Kind == doNotCall {
				request := a.requestOf(fact, doc)
				request.Later = whole.after(doc.ID, cmp.Or(rules.Entity(doc.Call), "nobody"), fact.When)
				r.Requests = append(r.Requests, request)
			}
		}
	}
	if r.Case != nil {
		for _, fact := range rules.EntryFacts(*r.Case) {
			if fact.Kind == doNotCall {
				request := a.requestOf(fact, Document{})
				request.Whom = cmp.Or(r.othersWords(), request.Whom)
				request.Later = whole.after("", "", fact.When)
				r.Requests = append(r.Requests, request)
			}
		}
	}
	slices.SortStableFunc(r.Requests, func(a, b DoNotCallRequest) int { return a.When.Compare(b.When) })
	return nil
}

// doNotCall is the kind of fact that is a request not to be called.
const doNotCall = "dnc_request"

func (a *App) requestOf(fact rules.Fact, doc Document) DoNotCallRequest {
	how := "said in the call, as a machine found in the transcript; not confirmed by anybody"
	switch {
	case fact.Place.Call == "":
		how = "noted in the case by a person"
	case fact.Sure && fact.Place.Party.Valid():
		how = "said in the call, as found in the transcript and confirmed by a person"
	case fact.Sure:
		how = "ticked or noted by a person in the call"
	}
	return DoNotCallRequest{
		When: fact.When, Whom: who(doc.Parties[call.Remote]), How: how, Quote: fact.Place.Quote, Sure: fact.Sure, Call: fact.Place.Call, At: fact.Place.At,
		Grace: a.lawful.unwanted.GraceEnd(call.DayOf(fact.When)), Rule: a.lawful.unwanted.RequestRule(), Later: []LaterCall{},
	}
}

// sameCallers gives the calls of a report and all others of the same callers, by time.
func (a *App) sameCallers(r *Report) ([]Document, error) {
	all, err := a.library.List(Filter{})
	if err != nil {
		return nil, err
	}
	callers := map[string]bool{}
	for _, doc := range r.docs {
		callers[rules.Entity(doc.Call)] = true
	}
	delete(callers, "")
	var same []Document
	for _, s := range slices.Backward(all) {
		if s.Damaged != "" {
			continue
		}
		doc, err := a.Call(s.ID)
		if err != nil {
			a.config.Log.Warn("call is left out of a report", "call", s.ID, "err", err)
			continue
		}
		one := Document{Call: doc}
		if r.cover != nil {
			one = cover{}.document(one) // nobody but those who are in the report says what was left out of it
		}
		if callers[rules.Entity(one.Call)] {
			same = append(same, r.cover.document(Document{Call: doc}))
		}
	}
	return same, nil
}

// after gives the calls of a caller after a moment; those of anybody, where none is given.
func (r Report) after(asked call.ID, caller string, when time.Time) []LaterCall {
	later := []LaterCall{}
	for _, doc := range r.docs {
		if doc.ID == asked || caller != "" && rules.Entity(doc.Call) != caller || doc.Started.Before(when) {
			continue
		}
		one := LaterCall{ReportCall: r.callOf(doc), Days: call.DayOf(doc.Started).Sub(call.DayOf(when)), Flags: []call.Flag{}}
		for _, flag := range r.Flags {
			if flag.Call() == doc.ID {
				one.Flags = append(one.Flags, flag)
			}
		}
		later = append(later, one)
	}
	return later
}
