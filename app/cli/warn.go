package cli

import (
	"strings"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// warning is one of status's JSON answer.
type warning struct {
	Kind  app.WarningKind `json:"kind"`
	Party call.Party      `json:"party,omitempty"`
	What  string          `json:"what"`
	Safe  string          `json:"safe,omitempty"`
	Do    string          `json:"do,omitempty"`
}

// tell writes a warning, or its end, on one line of stderr.
func (f *face) tell(w app.Warning) {
	what := w.What
	if !strings.HasSuffix(what, "?") {
		what += "."
	}
	f.warn("%s", clean(strings.Join(strings.Fields(what+" "+w.Safe+" "+w.Do), " ")))
}

// tellNews tells of the warnings that came since it was called last. They take the place of the line that is drawn.
func (f *face) tellNews(feed *app.Feed, id call.ID, line *progress) {
	for event, more := feed.Poll(); more; event, more = feed.Poll() {
		if warned, ok := event.(app.TakeWarned); ok && warned.Warning.Call == id {
			line.clear()
			f.tell(warned.Warning)
		}
	}
}
