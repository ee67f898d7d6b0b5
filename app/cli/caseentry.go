package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// entryOrder is what is asked of the entries of a case.
type entryOrder struct {
	kind, when, means     string
	edit, remove, restore string // the entry's ID
	moment                time.Time
}

func (f *face) caseEntryCommand() *cobra.Command {
	var order entryOrder
	cmd := &cobra.Command{
		Use:   "entry CASE TEXT [--kind KIND] [--when TIME] [--means FACT] | entry CASE [TEXT] --edit ID … | entry CASE --remove|--restore ID",
		Short: "Put a letter, a voicemail or a note into a case, correct it, or take it out", Args: between(1, 2),
		Long: "Kinds: " + listed(call.EntryKinds) + ".\n--means tells the rules what it does: cease_sent, dispute_sent, validation_sent, validation_received, attorney_named, notice_received.\n" +
			"What is corrected or removed is kept: onrecord case former CASE lists it, --restore brings it back.",
		DisableFlagsInUseLine: true,
	}
	cmd.Flags().StringVar(&order.kind, "kind", "", "what it is (else: note)")
	cmd.Flags().StringVar(&order.when, "when", "", "when it happened (else: now): 2026-03-01, yesterday, 2d")
	cmd.Flags().StringVar(&order.means, "means", "", "what it does for the rules")
	cmd.Flags().StringVar(&order.edit, "edit", "", "correct the entry with this `ID`: its words, or what else is said")
	cmd.Flags().StringVar(&order.remove, "remove", "", "take the entry with this `ID` out")
	cmd.Flags().StringVar(&order.restore, "restore", "", "take the last correction or the removal of the entry with this `ID` back")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		order.moment, err = understand(cmd, order.when, func(text string) (time.Time, error) { return parseMoment(text, f.now()) })
		if err != nil {
			return err
		}
		of := slices.DeleteFunc([]string{order.edit, order.remove, order.restore}, func(id string) bool { return id == "" })
		if len(of) > 1 || order.edit == "" && (len(of) == 1) == (len(args) == 2) {
			return wrongUse(cmd, "Say what to put into the case, or with one of --edit, --remove and --restore which entry is meant")
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.enter(cmd, a, args, order) })
	}
	return cmd
}

// enter does what is asked of the entries of a case.
func (f *face) enter(cmd *cobra.Command, a *app.App, args []string, order entryOrder) (err error) {
	var entry call.CaseEntry
	told := "Entered"
	switch {
	case order.remove != "":
		return a.RemoveEntry(args[0], order.remove)
	case order.restore != "":
		entry, err = a.RestoreEntry(args[0], order.restore)
		told = "As it was before"
	case order.edit != "":
		entry, err = a.EditEntry(args[0], order.edit, order.correct(cmd, args[1:]))
		told = "Corrected"
	default:
		entry, err = a.AddEntry(args[0], call.CaseEntry{Kind: call.EntryKind(order.kind), When: order.moment, Means: order.means, Text: args[1]})
	}
	switch {
	case err != nil:
		return err
	case f.json:
		return f.printJSON(entry)
	}
	f.hint("%s: %s, %s.", told, entry.Kind, localTime(entry.When))
	return f.say("%s", entry.ID)
}

// correct puts into an entry what was said anew.
func (o entryOrder) correct(cmd *cobra.Command, text []string) func(*call.CaseEntry) {
	return func(e *call.CaseEntry) {
		for _, words := range text {
			e.Text = words
		}
		if o.kind != "" {
			e.Kind = call.EntryKind(o.kind)
		}
		if cmd.Flags().Changed("means") {
			e.Means = o.means
		}
		if !o.moment.IsZero() {
			e.When = o.moment
		}
	}
}

func (f *face) caseFormerCommand() *cobra.Command {
	return &cobra.Command{
		Use: "former CASE", Short: "List what entries of a case said before they were corrected or removed", Args: between(1, 1),
		RunE: f.inLibrary(func(a *app.App, args []string) error {
			c, err := a.Case(args[0])
			if err != nil {
				return err
			}
			if f.json {
				return f.printJSON(map[string]any{"former": orEmpty(c.Former)})
			}
			table := f.table("ENTRY", "WHEN", "WHAT", "", "UNTIL")
			for _, former := range c.Former {
				e := former.Entry
				table.row(e.ID, localTime(e.When), string(e.Kind), e.Text, localTime(former.Until))
			}
			return table.print()
		}),
	}
}
