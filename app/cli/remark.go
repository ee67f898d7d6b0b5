package cli

import (
	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// remark is a note or a marker that is to stand in a call.
type remark struct {
	ref  string // the call; empty: the one being recorded
	at   string // the time inside it; empty: now, or the beginning of a call that is over
	done string // what is told of it: Noted
	ask  string // what to do when no recording is running
	add  func(a *app.App, id call.ID, at *call.Seconds) (call.Note, error)
}

// remark understands the time and writes into the call.
func (f *face) remark(cmd *cobra.Command, r remark) error {
	at, err := understand(cmd, r.at, second)
	if err != nil {
		return err
	}
	return f.inCall(cmd.Context(), r.ref, r.ask, func(a *app.App, id call.ID) error {
		note, err := r.add(a, id, at)
		if err != nil {
			return err
		}
		if f.json {
			return f.printJSON(note)
		}
		f.hint("%s at %s in %s", r.done, note.At.Clock(), id)
		return nil
	})
}
