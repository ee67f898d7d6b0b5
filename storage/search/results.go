package search

import (
	"log/slog"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Results are the best hits of a query.
type Results struct {
	Took    time.Duration `json:"-"`
	Total   int           `json:"total"`   // how many places there are, shown or not; a hit may hold several
	Calls   int           `json:"calls"`   // how many calls match
	Hits    []Hit         `json:"hits"`    // the best call's first
	More    bool          `json:"more"`    // there are more hits than were asked for
	Instead []Instead     `json:"instead"` // when there are none: words that may have been meant
}

// Instead is a word of a query that occurs nowhere, and such as do and look or sound like it, the most frequent first.
type Instead struct {
	Word  string   `json:"word"`
	Words []string `json:"words"`
}

// Hit is one place in one call where words of a query were said or written.
type Hit struct {
	Call    call.ID      `json:"call"`
	Started time.Time    `json:"started"` // of the call
	Kind    HitKind      `json:"kind"`
	Segment int          `json:"segment"` // position in the transcript's segments, or among the notes
	Party   call.Party   `json:"party"`   // who said it
	At      call.Seconds `json:"at"`      // when the first matched word begins
	Snippet string       `json:"snippet"` // the words around it, cut with … where there are more
	Marks   [][2]int     `json:"marks"`   // byte ranges of the snippet that matched: from, up to
	Suspect bool         `json:"suspect"` // the text is marked as doubtful in the transcript
	Score   float64      `json:"score"`   // of the call; higher is better
}

// HitKind says what kind of text a hit is.
type HitKind string

// The kinds of hits.
const (
	Said   HitKind = "said"
	Noted  HitKind = "note"
	OfCall HitKind = "call" // its name, number, case or tags, or that it is such a call
)

// LogValue keeps the words out of logs.
func (h Hit) LogValue() slog.Value {
	return slog.StringValue("[hit in " + string(h.Call) + " at " + h.At.Clock() + "]")
}
