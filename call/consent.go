package call

import "time"

// Consent says how and when recording was announced to a party or agreed to by it. A call may have several: asked at the beginning, and again when
// somebody joined.
type Consent struct {
	Method   ConsentMethod `json:"method"`
	At       Seconds       `json:"at"`              // when it was asked or said; 0 also for what happened before the call
	Party    Party         `json:"party,omitempty"` // who was told or asked; empty means the remote one
	Who      string        `json:"who,omitempty"`   // its name, where several are on the line
	Answer   Answer        `json:"answer,omitempty"`
	Answered Seconds       `json:"answered,omitempty"` // when; 0 when there was no answer
	Wording  string        `json:"wording,omitempty"`  // what was read or played, as it was
	Through  string        `json:"through,omitempty"`  // of what was played: the device by which the other side heard it
	Until    Seconds       `json:"until,omitempty"`    // of a tone that comes time and again: when it was heard last
	Quote    string        `json:"quote,omitempty"`    // the words of the answer in the transcript, which the user took as evidence
	Note     string        `json:"note,omitempty"`     // the user's own words; why it is not needed
	Made     time.Time     `json:"made,omitzero"`
}

// ConsentMethod says how. Documents may hold other words, typed by hand.
type ConsentMethod string

// The methods.
const (
	AskedOnRecord ConsentMethod = "asked on record" // asked in the recording, with an answer there
	NoticeRead    ConsentMethod = "notice read"     // the user said that the call is recorded
	NoticePlayed  ConsentMethod = "notice played"   // into the call, so that the other side heard it
	BeepTone      ConsentMethod = "beep tone"       // into the call, time and again
	InWriting     ConsentMethod = "in writing"      // beforehand
	OneParty      ConsentMethod = "one-party place" // the rule asks for no more than the user's own
	NotNeeded     ConsentMethod = "not needed"      // for the reason in Note
	TheirNotice   ConsentMethod = "their notice"    // the other side said that it records
)

// ConsentMethods lists them in the order in which they are offered.
var ConsentMethods = []ConsentMethod{AskedOnRecord, NoticeRead, NoticePlayed, BeepTone, InWriting, TheirNotice, OneParty, NotNeeded}

// Answer is what somebody answered when asked for consent.
type Answer string

// The answers; the zero value means that there was none.
const (
	Agreed  Answer = "agreed"
	Refused Answer = "refused"
)

// Refusal says what became of a recording when the other side refused: it stopped then, and the call went on as notes.
type Refusal struct {
	At        Seconds   `json:"at"`
	Made      time.Time `json:"made"`
	Destroyed bool      `json:"destroyed"` // the sound up to then, by the user's own rule; else it was kept
}
