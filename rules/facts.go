package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Fact is one thing that happened in a call, or in a case besides its calls.
type Fact struct {
	Kind  string     `json:"kind"`  // the ID of a category of phrases, as dnc_request, or one of those below
	Place call.Place `json:"place"` // of what happened besides calls: no call, and the text as the quote
	When  time.Time  `json:"when"`
	// Sure tells what a person has said, by a tick, an action or an entry, from what a pattern found in the transcript.
	Sure bool `json:"sure"`
	// Trust says how much the phrase says by itself; empty where a person said so.
	Trust PhraseTrust `json:"trust,omitempty"`
}

// Kinds of facts that people state: what was sent and received, and what they saw of the other side.
const (
	CeaseSent          = "cease_sent"          // a letter that asks a collector to stop
	DisputeSent        = "dispute_sent"        // a letter that disputes a debt
	ValidationSent     = "validation_sent"     // a letter that asks for proof of a debt
	ValidationReceived = "validation_received" // the proof
	AttorneyNamed      = "attorney_named"      // the caller was told who represents the user
	NoticeReceived     = "notice_received"     // the written notice that a collector owes
	OthersTold         = "others_told"         // a collector spoke of the debt to somebody else
)

// SentAndReceived lists them.
var SentAndReceived = []string{CeaseSent, DisputeSent, ValidationSent, ValidationReceived, AttorneyNamed, NoticeReceived, OthersTold}

// confirmReach is how far from a person's word a phrase of the same kind may be found and still be what the person meant: people tick
// while, or soon after, something is said.
const confirmReach call.Seconds = 20

// Facts gives what happened in a call, by time: what a person ticked or noted, and what is found in the transcript. A phrase
// that a person confirmed is one fact, at the second of the words. No private number stands in a quote: facts go into flags and reports.
func (p *Phrases) Facts(r Record) []Fact {
	facts := sureFacts(r.Call)
	var heard []Fact
	for _, found := range p.heard(r) {
		category, _ := p.Category(found.Category)
		heard = append(heard, Fact{
			Kind: found.Category, When: r.Started.Add(found.From.Duration()), Trust: category.Weight,
			Place: call.Place{Call: r.ID, At: found.From, Party: found.Party, Quote: found.Quote},
		})
	}
	for i := range facts {
		if at := nearest(heard, facts[i]); at >= 0 {
			facts[i].Place, facts[i].When = heard[at].Place, heard[at].When
			heard = slices.Delete(heard, at, at+1)
		}
	}
	return byTime(append(facts, heard...))
}

// ofAnybody looks for what either party says in the words of both. An answer still needs a question of the other party.
func (p *Phrases) ofAnybody() *Phrases {
	anybody := *p
	anybody.anybody = true
	return &anybody
}

// sureFacts are those that a person stated in the document of a call.
func sureFacts(c call.Call) (facts []Fact) {
	sure := func(kind string, at call.Seconds, words string) {
		facts = append(facts, Fact{
			Kind: kind, When: c.Started.Add(at.Duration()), Sure: true,
			Place: call.Place{Call: c.ID, At: at, Quote: words},
		})
	}
	for _, tick := range c.Ticks {
		for _, kind := range tick.Means {
			sure(kind, tick.At, cmp.Or(tick.Heard, tick.Text))
		}
	}
	for _, note := range c.Notes {
		if note.Means != "" {
			sure(note.Means, note.At, note.Text)
		}
	}
	return facts
}

// nearest finds the phrase that a person's word confirms, or -1.
func nearest(heard []Fact, sure Fact) int {
	best := -1
	apart := func(f Fact) call.Seconds { return max(f.Place.At-sure.Place.At, sure.Place.At-f.Place.At) }
	for i, one := range heard {
		if one.Kind == sure.Kind && apart(one) <= confirmReach && (best < 0 || apart(one) < apart(heard[best])) {
			best = i
		}
	}
	return best
}

// EntryFacts gives what happened in a case besides its calls, by time.
func EntryFacts(c call.Case) (facts []Fact) {
	for _, entry := range c.Entries {
		if entry.Means != "" {
			facts = append(facts, Fact{Kind: entry.Means, When: entry.When, Sure: true, Place: call.Place{Quote: entry.Text}})
		}
	}
	return byTime(facts)
}

func byTime(facts []Fact) []Fact {
	slices.SortStableFunc(facts, func(a, b Fact) int {
		return cmp.Or(a.When.Compare(b.When), strings.Compare(a.Kind, b.Kind))
	})
	return facts
}

// Telling reports whether a fact says something by itself: what a person said does, and what a pattern found unless its words are common, or only
// mention something.
func (p *Phrases) Telling(f Fact) bool {
	if f.Sure || f.Trust == StrongPhrase || f.Trust == MediumPhrase {
		return true
	}
	for _, c := range p.Categories {
		if c.Answers != "" && (c.ID == f.Kind || c.As == f.Kind) {
			return true
		}
	}
	return false
}
