package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) marksCommand() *cobra.Command {
	var mark app.QuickMark
	var action bool
	marks := &cobra.Command{
		Use: "marks [list|set KEY TEXT|remove KEY|kinds]", Short: "Marks with a key of their own: what one key says during a call",
		Long: "One key marks a moment of the call with a text of yours, or says what was done: an action. The keys work in the recording\n" +
			"view of the window while nothing is being written; in a terminal: onrecord mark --key KEY.",
		Example: "  onrecord marks set S \"Form sent\" --action\n  onrecord marks set K \"They threatened me\" --means threat",
		Args:    onlyCommands,
	}
	list := f.inLibrary(func(a *app.App, _ []string) error { return f.listMarks(a) })
	set := &cobra.Command{
		Use: "set KEY TEXT [--action] [--means KIND]", Short: "Give a key to a mark", Args: between(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			mark.Key, mark.Text = args[0], args[1]
			if action {
				mark.Kind = call.Action
			}
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
				if err := a.SetQuickMark(mark); err != nil {
					return err
				}
				return f.listMarks(a)
			})
		},
	}
	set.Flags().BoolVar(&action, "action", false, "it says what was done in the call")
	set.Flags().StringVar(&mark.Means, "means", "", "what it is to the rules: a `kind` that \"onrecord marks kinds\" lists")
	marks.RunE = list
	marks.AddCommand(
		&cobra.Command{Use: "list", Short: "List the marks", Args: between(0, 0), RunE: list}, set,
		&cobra.Command{Use: "remove KEY", Short: "Take a key away", Args: between(1, 1), RunE: f.inLibrary(func(a *app.App, args []string) error {
			if err := a.RemoveQuickMark(args[0]); err != nil {
				return err
			}
			return f.listMarks(a)
		})},
		&cobra.Command{Use: "kinds", Short: "List what marks and actions can be to the rules", Args: between(0, 0), RunE: func(*cobra.Command, []string) error {
			return f.listKinds()
		}},
	)
	return marks
}

func (f *face) listMarks(a *app.App) error {
	marks := a.Settings().QuickMarks()
	if f.json {
		return f.printJSON(map[string]any{"marks": orEmpty(marks)})
	}
	table := f.table("KEY", "KIND", "TEXT", "TO THE RULES")
	for _, m := range marks {
		means := ""
		if m.Means != "" {
			means = app.FactLabel(m.Means)
		}
		table.row(m.Key, string(m.Kind), m.Text, means)
	}
	return table.print()
}

func (f *face) listKinds() error {
	kinds, err := app.FactKinds()
	if err != nil {
		return err
	}
	table := f.table("KIND", "WHAT IT IS")
	named := []map[string]string{}
	for _, kind := range kinds {
		table.row(kind, app.FactLabel(kind))
		named = append(named, map[string]string{"kind": kind, "label": app.FactLabel(kind)})
	}
	if f.json {
		return f.printJSON(map[string]any{"kinds": named})
	}
	return table.print()
}
