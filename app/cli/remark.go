package cli

import (
	"context"
	"errors"

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
	moment, err := understand(cmd, r.at, call.ParseClock)
	if err != nil {
		return err
	}
	stamp := &moment
	if r.at == "" {
		stamp = nil
	}
	if r.ref != "" {
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.writeRemark(a, r.ref, r, stamp) })
	}
	err = f.inTake(cmd.Context(), func(a *app.App, status app.TakeStatus) error {
		return f.writeRemark(a, string(status.Call.ID), r, stamp)
	})
	if errors.Is(err, app.ErrNoTake) {
		return failed("No recording is running", r.ask)
	}
	return err
}

func (f *face) writeRemark(a *app.App, ref string, r remark, at *call.Seconds) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	note, err := r.add(a, id, at)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(note)
	}
	f.hint("%s at %s in %s", r.done, note.At.Clock(), id)
	return nil
}
