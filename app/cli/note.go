package cli

import (
	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) noteCommand() *cobra.Command {
	var at, means string
	var action bool
	cmd := &cobra.Command{
		Use: "note [CALL] TEXT [--at 00:01:23] [--action [--means KIND]]", Short: "Write a note, or what was done, into a call",
		Long: "Write a note into a call. Without CALL it goes into the recording that is running, stamped with this second;\n" +
			"in a call that is over it stands at --at, else at the beginning. --action says that it was done in the call; --means says\n" +
			"what that is to the rules.",
		Example: "  onrecord note \"promised to call back on Monday\"\n  onrecord note last \"gave the name Linda\" --at 00:00:21\n  onrecord note --action \"added the service Premium\"",
		Args:    between(1, 2),
	}
	cmd.Flags().StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.Flags().BoolVar(&action, "action", false, "it was done in the call")
	cmd.Flags().StringVar(&means, "means", "", "what the action is to the rules: a `kind` that \"onrecord marks kinds\" lists")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		text := args[len(args)-1]
		if text == "" {
			return wrongUse(cmd, "The note is empty")
		}
		if means != "" && !action {
			return wrongUse(cmd, "--means belongs to --action")
		}
		ref, err := namedCall(cmd, args[:len(args)-1])
		if err != nil {
			return err
		}
		return f.remark(cmd, remark{
			ref: ref, at: at, done: "Noted", ask: "Say which call the note is for: onrecord note CALL TEXT",
			add: func(a *app.App, id call.ID, at *call.Seconds) (call.Note, error) {
				if action {
					return a.AddAction(id, text, means, at)
				}
				return a.AddNote(id, text, at)
			},
		})
	}
	return cmd
}
