package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// followOrder is what a command line wants to be done by when.
type followOrder struct {
	due app.Due
	at  *call.Seconds // nil: now
	day string
}

func (f *face) followUpsCommand() *cobra.Command {
	var all bool
	root := &cobra.Command{
		Use: "follow-ups [list|add TEXT|done ID|move ID|remove ID]", Short: "What is to be done by when, after calls and in cases", Aliases: []string{"follow-up"},
		Long: "What is to be done by when: noted in a call, at its second, or in a case. Without a command: what is open, the\n" +
			"earliest first. Days are understood as 2026-12-01, tomorrow, Friday, \"in 2 weeks\", 10d.",
		Example: "  onrecord follow-ups add \"send the form\" --due \"in 2 weeks\" --call last\n  onrecord follow-ups add \"ask about the claim\" --due friday --case \"Water damage\"\n" +
			"  onrecord follow-ups done k7qd2",
		Args: onlyCommands,
	}
	list := f.inLibrary(func(a *app.App, _ []string) error { return f.listFollowUps(a, all) })
	root.RunE = list
	root.Flags().BoolVar(&all, "all", false, "also what is done")
	listing := &cobra.Command{Use: "list [--all]", Short: "List what is open", Args: between(0, 0), RunE: list}
	listing.Flags().BoolVar(&all, "all", false, "also what is done")
	root.AddCommand(listing, f.addFollowUpCommand(), f.doneFollowUpCommand(), f.moveFollowUpCommand(),
		f.oneFollowUp("remove ID", "Take one away as if it had never been", func(a *app.App, d app.Due) error {
			if err := a.RemoveFollowUp(d); err != nil {
				return err
			}
			f.hint("Removed: %s", d.Text)
			return nil
		}))
	return root
}

func (f *face) addFollowUpCommand() *cobra.Command {
	var order followOrder
	var ref, at string
	cmd := &cobra.Command{
		Use: "add TEXT --due DAY [--call CALL [--at 00:01:23] | --case CASE]", Short: "Note what is to be done by when", Args: between(1, 1),
	}
	flags := cmd.Flags()
	flags.StringVar(&order.day, "due", "", "the day up to which: 2026-12-01, tomorrow, Friday, \"in 2 weeks\"")
	flags.StringVar(&ref, "call", "", "the `CALL`, if not the one being recorded")
	flags.StringVar(&order.due.Case, "case", "", "the case, in place of a call")
	flags.StringVar(&at, "at", "", "time inside the call, as 00:01:23 or 83.5")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var err error
		switch order.at, err = understand(cmd, at, second); {
		case err != nil:
			return err
		case order.day == "":
			return wrongUse(cmd, "Say by when: --due DAY")
		case order.due.Case != "" && (ref != "" || at != ""):
			return wrongUse(cmd, "--case does not go together with --call or --at")
		}
		order.due.Text = args[0]
		if order.due.Case != "" {
			return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.addFollowUp(a, order) })
		}
		return f.inCall(cmd.Context(), ref, "Say which call or case: onrecord follow-ups add TEXT --due DAY --call CALL", func(a *app.App, id call.ID) error {
			order.due.Call = id
			return f.addFollowUp(a, order)
		})
	}
	return cmd
}

func (f *face) addFollowUp(a *app.App, order followOrder) (err error) {
	if order.due.Due, err = a.ReadDay(order.day); err != nil {
		return err
	}
	added, err := a.AddFollowUp(order.due, order.at)
	if err != nil {
		return err
	}
	return f.told(added, "Due "+added.Due.String()+": "+added.Text)
}

// told answers with one follow-up.
func (f *face) told(d app.Due, words string) error {
	if f.json {
		return f.printJSON(d)
	}
	f.hint("%s", words)
	return f.say("%s", d.ID)
}

// oneFollowUp is a command that works on one.
func (f *face) oneFollowUp(use, short string, do func(a *app.App, d app.Due) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: between(1, 1), RunE: f.inLibrary(func(a *app.App, args []string) error {
		d, err := a.FindFollowUp(args[0])
		if err != nil {
			return err
		}
		return do(a, d)
	})}
}

func (f *face) doneFollowUpCommand() *cobra.Command {
	var undo bool
	cmd := f.oneFollowUp("done ID [--undo]", "Say that one is done", func(a *app.App, d app.Due) error {
		d, err := a.FinishFollowUp(d, !undo)
		if err != nil {
			return err
		}
		words := "Done: " + d.Text
		if undo {
			words = "Open again: " + d.Text
		}
		return f.told(d, words)
	})
	cmd.Flags().BoolVar(&undo, "undo", false, "it is not, after all")
	return cmd
}

func (f *face) moveFollowUpCommand() *cobra.Command {
	var day string
	cmd := f.oneFollowUp("move ID --due DAY", "Give one another day", func(a *app.App, d app.Due) error {
		due, err := a.ReadDay(day)
		if err == nil {
			d, err = a.MoveFollowUp(d, due)
		}
		if err != nil {
			return err
		}
		return f.told(d, "Due "+d.Due.String()+": "+d.Text)
	})
	cmd.Flags().StringVar(&day, "due", "", "the day up to which: 2026-12-01, tomorrow, Friday, \"in 2 weeks\"")
	move := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if day == "" {
			return wrongUse(cmd, "Say by when: --due DAY")
		}
		return move(cmd, args)
	}
	return cmd
}

func (f *face) listFollowUps(a *app.App, done bool) error {
	all, err := a.FollowUps(done)
	if len(all) == 0 && err != nil {
		return err
	}
	if f.json {
		return errors.Join(f.printJSON(map[string]any{"follow_ups": orEmpty(all)}), err)
	}
	if len(all) == 0 {
		f.hint("Nothing is to be done. Note something with: onrecord follow-ups add TEXT --due DAY --call CALL")
		return nil
	}
	today := a.Today()
	table := f.table("ID", "DUE", "WHAT", "OF", "REMARKS")
	for _, d := range all {
		remark := ""
		switch {
		case !d.Open():
			remark = "done " + call.DayOf(d.Done).String()
		case d.Due.Compare(today) < 0:
			remark = "overdue"
		case d.Due == today:
			remark = "today"
		}
		table.row(d.ID, d.Due.String(), d.Text, belongsTo(d), remark)
	}
	return errors.Join(table.print(), err)
}

// belongsTo names the call or the case.
func belongsTo(d app.Due) string {
	if d.Call == "" {
		return "case " + d.Case
	}
	return strings.TrimSpace(string(d.Call) + " " + d.Title)
}
