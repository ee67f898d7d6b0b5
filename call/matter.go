package call

import (
	"log/slog"
	"time"
)

// Case is what is known of a matter besides its calls: cases/<ID>.json. Calls belong to it by its name.
type Case struct {
	Format int    `json:"format"`
	ID     ID     `json:"id"`
	Name   string `json:"name"`
	Words  Words  `json:"words"` // that are likely to be said in its calls

	Kind       CaseKind    `json:"kind,omitempty"`
	Status     CaseStatus  `json:"status,omitempty"`
	References []string    `json:"references,omitempty"` // account, file and claim numbers
	Contacts   []ID        `json:"contacts,omitempty"`   // who is involved
	Notes      string      `json:"notes,omitempty"`
	Entries    []CaseEntry `json:"entries,omitempty"` // what happened besides calls
	// Former are entries as they were before somebody corrected or removed them, the first change first: nothing that was typed is lost.
	Former    []FormerEntry `json:"former,omitempty"`
	FollowUps []FollowUp    `json:"follow_ups,omitempty"`

	Removed time.Time `json:"removed,omitzero"` // when it went into the trash; zero: it is there
	Calls   []ID      `json:"calls,omitempty"`  // of a removed one: those that belonged to it
}

// FormerEntry is an entry of a case that does not hold any more.
type FormerEntry struct {
	Entry CaseEntry `json:"entry"`
	Until time.Time `json:"until"` // when it was corrected or removed
}

// CaseKind says what a case is about, and thereby which rules look at its calls.
type CaseKind string

// The kinds of cases; the zero value means nobody said.
const (
	Telemarketing CaseKind = "telemarketing" // unwanted calls that sell something
	Debt          CaseKind = "debt"          // one particular debt that a collector calls about
	Consultation  CaseKind = "consultation"  // advice by a lawyer, an accountant or the like
	Dispute       CaseKind = "dispute"       // with a landlord, an insurer, a shop …
)

// CaseKinds lists them in the order in which they are offered.
var CaseKinds = []CaseKind{Telemarketing, Debt, Consultation, Dispute}

// CaseStatus says how far a case is; the zero value is open.
type CaseStatus string

// What a case can be besides open.
const (
	Waiting CaseStatus = "waiting" // for somebody else
	Closed  CaseStatus = "closed"
)

// CaseStatuses lists them in their order.
var CaseStatuses = []CaseStatus{"", Waiting, Closed}

// CaseEntry is something that belongs to a case and is no call: a letter, an e-mail, a visit, typed in by hand.
type CaseEntry struct {
	ID   string    `json:"id"` // within the case
	When time.Time `json:"when"`
	Kind EntryKind `json:"kind"`
	// Means says what the entry does for the rules: the ID of a kind of fact, as cease_sent or validation_received. Empty for nothing.
	Means string    `json:"means,omitempty"`
	Text  string    `json:"text"`
	Made  time.Time `json:"made"` // when it was typed
}

// Same reports whether two are one and say the same, wherever their times were written down.
func (e CaseEntry) Same(other CaseEntry) bool {
	equal := e.When.Equal(other.When) && e.Made.Equal(other.Made)
	e.When, e.Made = other.When, other.Made
	return equal && e == other
}

// EntryKind says what an entry is.
type EntryKind string

// The kinds of entries.
const (
	LetterSent     EntryKind = "letter sent"
	LetterReceived EntryKind = "letter received"
	MailSent       EntryKind = "e-mail sent"
	MailReceived   EntryKind = "e-mail received"
	Voicemail      EntryKind = "voicemail"
	Visit          EntryKind = "visit"
	Remark         EntryKind = "note"
)

// EntryKinds lists them in the order in which they are offered.
var EntryKinds = []EntryKind{LetterSent, LetterReceived, MailSent, MailReceived, Voicemail, Visit, Remark}

// FollowUp is something to be done up to a day, asked for in a call or in a case.
type FollowUp struct {
	ID   string    `json:"id"` // within its call or case
	Due  Day       `json:"due"`
	Text string    `json:"text"`
	At   Seconds   `json:"at,omitempty"` // of its call, where it was promised
	Made time.Time `json:"made"`
	Done time.Time `json:"done,omitzero"` // zero while it is open
}

// Same reports whether two are one and stand alike, wherever their times were written down.
func (f FollowUp) Same(other FollowUp) bool {
	equal := f.Made.Equal(other.Made) && f.Done.Equal(other.Done)
	f.Made, f.Done = other.Made, other.Done
	return equal && f == other
}

// LogValue keeps the name and the words out of logs.
func (c Case) LogValue() slog.Value { return slog.StringValue("[case " + string(c.ID) + "]") }

// LogValue keeps the text out of logs.
func (e CaseEntry) LogValue() slog.Value { return slog.StringValue("[entry " + e.ID + "]") }

// LogValue keeps the text out of logs.
func (f FormerEntry) LogValue() slog.Value { return f.Entry.LogValue() }

// LogValue keeps the text out of logs.
func (f FollowUp) LogValue() slog.Value {
	return slog.StringValue("[follow-up due " + f.Due.String() + "]")
}
