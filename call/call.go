// Package call holds the nouns that every room speaks: a call, its parties, what was captured and what was said.
//
// The types are plain documents. They marshal to exactly the JSON that lies in a library and that the command line
// prints; they know nothing of files, devices or windows. Times inside a call are Seconds from its start.
package call

import (
	"log/slog"
	"math"
	"strings"
	"time"
)

// Format is the newest version of call.json and transcript.json that this program writes and understands.
const Format = 1

// Call is the document of one call: call.json in its folder.
type Call struct {
	Format    int              `json:"format"`
	ID        ID               `json:"id"`
	Started   time.Time        `json:"started"`
	Ended     time.Time        `json:"ended,omitzero"` // zero while a take runs
	Direction Direction        `json:"direction"`
	Parties   map[Party]Person `json:"parties"`
	Case      string           `json:"case"`
	Tags      []string         `json:"tags"`
	Notes     []Note           `json:"notes"`
	Consent   []Consent        `json:"consent"`
	Refusal   *Refusal         `json:"refusal,omitempty"` // of being recorded
	Reached   Reached          `json:"reached,omitempty"`
	Playbook  string           `json:"playbook,omitempty"` // its ID
	Ticks     []Tick           `json:"ticks,omitempty"`
	FollowUps []FollowUp       `json:"follow_ups,omitempty"`
	Judged    []Judgement      `json:"judged,omitempty"` // of flags
	Rejected  []Rejection      `json:"rejected,omitempty"`
	Outcome   Outcome          `json:"outcome"`
	Audio     Audio            `json:"audio"`
	Capture   Capture          `json:"capture"`
	Failure   string           `json:"failure,omitempty"` // why the outcome is failed, or what recovery found
	Source    string           `json:"source,omitempty"`  // of an imported call: the file's own name
	Origin    *Origin          `json:"origin,omitempty"`  // of an imported call: the file it was made from
	Program   string           `json:"program,omitempty"` // the program that was seen using the microphone for this call
	// CurrentTranscript says which of several transcripts is read: 2 for transcript-2.json. 0 is the first, or the only one.
	// The library keeps it; saving a document does not change it.
	CurrentTranscript int `json:"current_transcript,omitempty"`
}

// Person is who is at one end of a call.
type Person struct {
	Name   string `json:"name,omitempty"`
	Number string `json:"number,omitempty"`
	// Contact is who it is among the contacts, as somebody said; where nobody did, the number decides, anew each time. The name and number
	// stay as they were at the time of the call.
	Contact ID `json:"contact,omitempty"`
	// Known is what the contacts call them now. It is worked out, and never kept.
	Known string `json:"-"`
	// E164 is the number as +12125550142, where it is understood. It is worked out, and never kept.
	E164 string `json:"-"`
	// Place is where they were, as somebody said, for the law of recording: the ID of a jurisdiction, as US-CA.
	Place string `json:"place,omitempty"`
}

// Note is a remark the user made at one moment of a call.
type Note struct {
	At   Seconds   `json:"at"`
	Made time.Time `json:"made"`
	Text string    `json:"text"`
	Kind NoteKind  `json:"kind,omitempty"`
	// Means says what an action or a marker does for the rules: the ID of a kind of fact, as cease_sent. Empty for nothing.
	Means string `json:"means,omitempty"`
}

// NoteKind tells a note that was written from one that a single key made.
type NoteKind string

// The kinds of notes; the zero value is something written down.
const (
	Marker NoteKind = "marker" // only marks a moment; its text may be empty
	Action NoteKind = "action" // something that was done in the call
)

// Audio describes the recording of a call. Channel 0 is the local party, channel 1 the remote party.
type Audio struct {
	File     string  `json:"file"` // name inside the call's folder; empty when there is no audio
	Rate     int     `json:"rate"` // frames per second
	Channels int     `json:"channels"`
	Frames   int64   `json:"frames"`
	Duration Seconds `json:"duration"`
	MD5      string  `json:"md5,omitempty"` // of the samples, as FLAC reckons it; empty in documents of early versions
}

// Direction says who called whom.
type Direction string

// The directions of a call; the zero value means nobody said.
const (
	Incoming   Direction = "incoming"
	Outgoing   Direction = "outgoing"
	Conference Direction = "conference"
)

// Outcome says how a recording came to its end.
type Outcome string

// The outcomes of a call.
const (
	Recording Outcome = "recording" // a take is running, or was when the program died
	Complete  Outcome = "complete"  // stopped by the user and committed
	Recovered Outcome = "recovered" // salvaged after a crash: the last second may be missing
	Failed    Outcome = "failed"    // no usable audio; Failure says why
	Imported  Outcome = "imported"  // made elsewhere and brought in
	Noted     Outcome = "noted"     // written down only: there never was a recording, or it was destroyed as Refusal says
)

// Reached says what a call came to.
type Reached string

// What a call can come to; the zero value means that people spoke, as far as is known.
const (
	LeftVoicemail Reached = "voicemail"
	Unanswered    Reached = "not answered"
	Declined      Reached = "refused"       // the called party did not want it
	NotConnected  Reached = "not connected" // busy, or out of service
)

// Reaches lists them in the order in which they are offered.
var Reaches = []Reached{"", LeftVoicemail, Unanswered, Declined, NotConnected}

// LastedUnheard is how long a call without sound went on, as far as somebody said; 0 where there is sound, or nobody did.
func (c Call) LastedUnheard() Seconds {
	if c.Outcome != Noted || !c.Ended.After(c.Started) {
		return 0
	}
	return Seconds(math.Round(c.Ended.Sub(c.Started).Seconds()*1000) / 1000) // as it is written down
}

// EditPerson changes what is known of a party.
func (c *Call) EditPerson(party Party, change func(*Person)) {
	person := c.Parties[party]
	change(&person)
	if c.Parties == nil {
		c.Parties = map[Party]Person{}
	}
	c.Parties[party] = person
}

// Title is what a list shows for the call: what the remote party is called, else its number, else nothing.
func (c Call) Title() string {
	remote := c.Parties[Remote]
	if name := remote.Called(); name != "" {
		return name
	}
	return remote.Number
}

// Called is what to call somebody: the name of the time of the call, and what the contacts say where that says something else; nothing
// when there is neither.
func (p Person) Called() string {
	switch {
	case p.Name == "" || has(p.Known, p.Name):
		return p.Known
	case p.Known == "" || has(p.Name, p.Known):
		return p.Name
	}
	return p.Name + " (" + p.Known + ")"
}

// has reports whether a name is part of another; capitals do not count.
func has(name, part string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(part))
}

// LogValue keeps names, numbers and notes out of logs.
func (c Call) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", string(c.ID)),
		slog.String("outcome", string(c.Outcome)),
		slog.Float64("duration", float64(c.Audio.Duration)),
	)
}

// LogValue keeps the name and the number out of logs.
func (Person) LogValue() slog.Value { return slog.StringValue("[person]") }

// LogValue keeps the text out of logs.
func (n Note) LogValue() slog.Value { return slog.StringValue("[note at " + n.At.Clock() + "]") }
