package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) markCommand() *cobra.Command {
	var at, ref string
	cmd := &cobra.Command{
		Use: "mark [TEXT] [--call CALL] [--at 00:01:23]", Short: "Mark a moment of a call",
		Long: "Mark a moment of a call, with or without a word. Without --call it is this second of the recording that is running;\n" +
			"in a call that is over it stands at --at, else at the beginning.",
		Example: "  onrecord mark\n  onrecord mark \"the amount\"\n  onrecord mark --call last --at 00:00:21",
		Args:    between(0, 1),
	}
	cmd.Flags().StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.Flags().StringVar(&ref, "call", "", "the `CALL` to mark, if not the one being recorded")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		moment, err := understand(cmd, at, call.ParseClock)
		if err != nil {
			return err
		}
		stamp := &moment
		if at == "" {
			stamp = nil
		}
		text := ""
		if len(args) > 0 {
			text = args[0]
		}
		if ref != "" {
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.mark(a, ref, text, stamp) })
		}
		err = f.inTake(cmd.Context(), func(a *app.App, status app.TakeStatus) error {
			return f.mark(a, string(status.Call.ID), text, stamp)
		})
		if errors.Is(err, app.ErrNoTake) {
			return failed("No recording is running", "Say which call to mark: onrecord mark --call CALL --at 00:01:23")
		}
		return err
	}
	return cmd
}

func (f *face) mark(a *app.App, ref, text string, at *call.Seconds) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	mark, err := a.AddMark(id, text, at)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(mark)
	}
	f.hint("Marked at %s in %s", mark.At.Clock(), id)
	return nil
}
