package call

import (
	"log/slog"
	"slices"
	"time"
)

// Tick says that a point of a playbook was done in a call.
type Tick struct {
	Playbook string    `json:"playbook"` // its ID
	Item     string    `json:"item"`     // the point's ID in it
	Text     string    `json:"text"`     // the point as it was shown
	Means    []string  `json:"means,omitempty"`
	At       Seconds   `json:"at"`
	Made     time.Time `json:"made"`
	Heard    string    `json:"heard,omitempty"` // the words in the captions by which it was proposed; the user confirmed it
}

// Ticked gives the place of a tick among those of a call, or -1.
func (c Call) Ticked(playbook, item string) int {
	return slices.IndexFunc(c.Ticks, func(t Tick) bool { return t.Playbook == playbook && t.Item == item })
}

// Rejection says that words of a call are not what they were proposed for: a point of a playbook, or an entry of consent. Up to that second the point is not
// proposed again, and the entry not from these words, whatever a later transcript makes of them.
type Rejection struct {
	Playbook string        `json:"playbook,omitempty"` // the point's, by ID
	Item     string        `json:"item,omitempty"`     // the point's ID
	Method   ConsentMethod `json:"method,omitempty"`   // else of consent
	At       Seconds       `json:"at"`                 // where the words begin
	Made     time.Time     `json:"made"`
}

// Reject keeps a rejection, in place of what was said of the same point before.
func (c *Call) Reject(r Rejection) {
	c.Rejected = slices.DeleteFunc(c.Rejected, func(old Rejection) bool {
		return old.Playbook == r.Playbook && old.Item == r.Item && old.Method == r.Method && (r.Item != "" && old.At <= r.At || old.At == r.At)
	})
	c.Rejected = append(c.Rejected, r)
}

// RejectedPoint gives up to which second words are not a point of a playbook; false if nobody said so of any.
func (c Call) RejectedPoint(playbook, item string) (at Seconds, said bool) {
	for _, r := range c.Rejected {
		if r.Playbook == playbook && r.Item == item {
			at, said = max(at, r.At), true
		}
	}
	return at, said
}

// Jotted gives all that people put down at moments of the call: its notes, then ticks and follow-ups, as notes are.
func (c Call) Jotted() []Note {
	all := slices.Clone(c.Notes)
	for _, t := range c.Ticks {
		all = append(all, Note{At: t.At, Made: t.Made, Text: t.Text})
	}
	for _, f := range c.FollowUps {
		all = append(all, Note{At: f.At, Made: f.Made, Text: f.Text})
	}
	return all
}

// Flag is something in calls that may break a rule, or that a person should look at. It is worked out, not kept; what a person says of it is a
// Judgement.
type Flag struct {
	Rule       string    `json:"rule"`  // its ID, as dnc.call_after_request
	Group      FlagGroup `json:"group"` // what flag: in a search names
	Weight     Weight    `json:"weight"`
	Says       string    `json:"says"`    // one sentence for people, with "may"
	Why        []string  `json:"why"`     // the facts that it follows from, one sentence each
	Version    string    `json:"version"` // of the rule, and of its data: from when it holds, when it was checked
	Cite       string    `json:"cite"`
	Source     string    `json:"source,omitempty"`
	Confidence string    `json:"confidence"` // high, medium, low: how sure the rule itself is
	Places     []Place   `json:"places"`     // by time; the last one makes the flag
	Judgement  Judgement `json:"judgement,omitzero"`
}

// Call is the call that makes the flag: the last of its places.
func (f Flag) Call() ID { return f.Places[len(f.Places)-1].Call }

// Judged finds what was said of the flag among the judgements of its call. The zero value means nothing.
func (f Flag) Judged(among []Judgement) Judgement {
	for _, j := range among {
		if j.Of(f) {
			return j
		}
	}
	return Judgement{}
}

// FlagGroup names what a flag is about in one word.
type FlagGroup string

// The groups of flags.
const (
	FlagDNC     FlagGroup = "dnc"     // do not call
	FlagDebt    FlagGroup = "debt"    // debt collection
	FlagConsent FlagGroup = "consent" // to recording
	FlagPrivate FlagGroup = "private" // numbers that should not be handed on
)

// Weight says how much a flag weighs.
type Weight string

// The weights, the heaviest first.
const (
	Strong Weight = "strong"
	Medium Weight = "medium"
	Notice Weight = "info"
)

// Place is a moment in a call, with what was said there.
type Place struct {
	Call  ID      `json:"call"`
	At    Seconds `json:"at"`
	Party Party   `json:"party,omitempty"`
	Quote string  `json:"quote,omitempty"`
}

// Judgement is what a person says of a flag. It is kept in the document of the call that makes the flag.
type Judgement struct {
	Rule    string    `json:"rule"`
	At      Seconds   `json:"at"` // of the flag's last place
	Verdict Verdict   `json:"verdict"`
	Reason  string    `json:"reason,omitempty"`
	Made    time.Time `json:"made"`
}

// Of reports whether it is of that flag, which is of the same call.
func (j Judgement) Of(f Flag) bool { return j.Rule == f.Rule && j.At == f.Places[len(f.Places)-1].At }

// Verdict is whether a flag holds.
type Verdict string

// The verdicts; the zero value means that nobody has judged.
const (
	Confirmed Verdict = "confirmed"
	Dismissed Verdict = "dismissed"
)

// LogValue keeps the words out of logs.
func (p Place) LogValue() slog.Value {
	return slog.StringValue("[" + string(p.Call) + " at " + p.At.Clock() + "]")
}

// LogValue keeps the words out of logs.
func (f Flag) LogValue() slog.Value { return slog.StringValue("[flag " + f.Rule + "]") }

// LogValue keeps the words out of logs.
func (t Tick) LogValue() slog.Value { return slog.StringValue("[tick " + t.Item + "]") }
