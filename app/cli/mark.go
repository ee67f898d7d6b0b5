package cli

import (
	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) markCommand() *cobra.Command {
	var at, ref, key string
	cmd := &cobra.Command{
		Use: "mark [TEXT | --key KEY] [--call CALL] [--at 00:01:23]", Short: "Mark a moment of a call",
		Long: "Mark a moment of a call, with or without a word. Without --call it is this second of the recording that is running;\n" +
			"in a call that is over it stands at --at, else at the beginning.",
		Example: "  onrecord mark\n  onrecord mark \"the amount\"\n  onrecord mark --call last --at 00:00:21",
		Args:    between(0, 1),
	}
	cmd.Flags().StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.Flags().StringVar(&key, "key", "", "the mark of a `key` that \"onrecord marks\" lists")
	cmd.Flags().StringVar(&ref, "call", "", "the `CALL` to mark, if not the one being recorded")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if key != "" && len(args) > 0 {
			return wrongUse(cmd, "--key has a text of its own")
		}
		text := ""
		if len(args) > 0 {
			text = args[0]
		}
		return f.remark(cmd, remark{
			ref: ref, at: at, done: "Marked", ask: "Say which call to mark: onrecord mark --call CALL --at 00:01:23",
			add: func(a *app.App, id call.ID, at *call.Seconds) (call.Note, error) {
				if key != "" {
					return a.AddQuickMark(id, key, at)
				}
				return a.AddMark(id, text, at)
			},
		})
	}
	return cmd
}
