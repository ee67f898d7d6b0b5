package search

import (
	"log/slog"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Results are the best hits of a query.
type Results struct {
	Took  time.Duration `json:"-"`
	Total int           `json:"total"` // how many hits there are, shown or not
	Hits  []Hit         `json:"hits"`  // the best first
}

// Hit is one place in one call where words of a query were said.
type Hit struct {
	Call    call.ID      `json:"call"`
	Started time.Time    `json:"started"` // of the call
	Segment int          `json:"segment"` // position in the transcript's segments
	Party   call.Party   `json:"party"`
	At      call.Seconds `json:"at"`      // when the first matched word begins
	Snippet string       `json:"snippet"` // the words around it, cut with … where there are more
	Marks   [][2]int     `json:"marks"`   // byte ranges of the snippet that matched: from, up to
	Suspect bool         `json:"suspect"` // the text is marked as doubtful in the transcript
	Score   float64      `json:"score"`   // higher is better; its whole part is the number of matched words
}

// LogValue keeps the words out of logs.
func (h Hit) LogValue() slog.Value {
	return slog.StringValue("[hit in " + string(h.Call) + " at " + h.At.Clock() + "]")
}
