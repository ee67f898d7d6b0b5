package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) noteCommand() *cobra.Command {
	var at string
	cmd := &cobra.Command{
		Use: "note [CALL] TEXT [--at 00:01:23]", Short: "Write a note into a call",
		Long: "Write a note into a call. Without CALL it goes into the recording that is running, stamped with this second;\n" +
			"in a call that is over it stands at --at, else at the beginning.",
		Example: "  onrecord note \"promised to call back on Monday\"\n  onrecord note last \"gave the name Linda\" --at 00:00:21",
		Args:    between(1, 2),
	}
	cmd.Flags().StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		moment, err := understand(cmd, at, call.ParseClock)
		if err != nil {
			return err
		}
		stamp := &moment
		if at == "" {
			stamp = nil
		}
		text := args[len(args)-1]
		if text == "" {
			return wrongUse(cmd, "The note is empty")
		}
		if len(args) == 2 {
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.note(a, args[0], text, stamp) })
		}
		err = f.inTake(cmd.Context(), func(a *app.App, status app.TakeStatus) error {
			return f.note(a, string(status.Call.ID), text, stamp)
		})
		if errors.Is(err, app.ErrNoTake) {
			return failed("No recording is running", "Say which call the note is for: onrecord note CALL TEXT")
		}
		return err
	}
	return cmd
}

func (f *face) note(a *app.App, ref, text string, at *call.Seconds) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	note, err := a.AddNote(id, text, at)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(note)
	}
	f.hint("Noted at %s in %s", note.At.Clock(), id)
	return nil
}
