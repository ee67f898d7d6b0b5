package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) caseCommand() *cobra.Command {
	list := f.inLibrary(func(a *app.App, _ []string) error { return f.listCases(a) })
	cmd := &cobra.Command{
		Use: "case [list|show|add|edit|entry|former|delete …]", Short: "Cases: who is involved, under which reference numbers, and all that happened, by time",
		Long: "A case has calls (onrecord edit CALL --case CASE), people, reference numbers, follow-ups, and entries: letters, voicemails\n" +
			"and whatever else happened besides calls.\n\nKinds: " + listed(call.CaseKinds) + ".",
		Example: "  onrecord case add \"Summit Credit\" --kind debt --reference \"A-1234\" --contact \"Summit Credit\"\n" +
			"  onrecord case entry \"Summit Credit\" \"Their letter of 2 March\" --kind \"letter received\" --when 2026-03-05 --means validation_received\n" +
			"  onrecord case show \"Summit Credit\"",
		Args: onlyCommands, RunE: list,
	}
	cmd.AddCommand(
		&cobra.Command{Use: "list", Short: "List the cases", Args: between(0, 0), RunE: list},
		&cobra.Command{
			Use: "show CASE", Short: "Show a case with all that happened", Args: between(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.showCase(ctx, a, args[0]) })
			},
		},
		&cobra.Command{
			Use: "delete CASE", Short: "Move a case into the trash; its calls stay, in no case", Args: between(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.deleteCase(a, args[0]) })
			},
		},
		f.caseAddCommand(), f.caseEditCommand(), f.caseEntryCommand(), f.caseFormerCommand(),
	)
	return cmd
}

func (f *face) listCases(a *app.App) error {
	cases, err := a.Cases()
	if len(cases) == 0 && err != nil {
		return err
	}
	if f.json {
		return errors.Join(f.printJSON(map[string]any{"cases": orEmpty(cases)}), err)
	}
	if len(cases) == 0 {
		f.hint("There are no cases yet. Make one with: onrecord case add NAME")
		return nil
	}
	table := f.table("CASE", "KIND", "STATUS", "CALLS", "LAST CALL", "TO DO")
	for _, c := range cases {
		table.row(c.Name, orDash(string(c.Kind)), statusWord(c.Status), fmt.Sprint(c.Calls), orDash(localTime(c.Last)), fmt.Sprint(c.Due))
	}
	return errors.Join(table.print(), err)
}

func statusWord(status call.CaseStatus) string { return cmp.Or(string(status), "open") }

func (f *face) showCase(ctx context.Context, a *app.App, name string) error {
	c, err := a.Case(name)
	if err != nil {
		return err
	}
	moments, err := a.CaseTimeline(ctx, name)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"case": c, "timeline": orEmpty(moments)})
	}
	if err := f.printCase(a, c); err != nil {
		return err
	}
	return f.printMoments(moments)
}

func (f *face) printCase(a *app.App, c app.Case) error {
	facts := f.table()
	facts.row("Case", c.Name)
	for _, fact := range [][2]string{{"Kind", string(c.Kind)}, {"Status", statusWord(c.Status)}, {"References", strings.Join(c.References, ", ")}, {"Notes", c.Notes}} {
		if fact[1] != "" {
			facts.row(fact[0], fact[1])
		}
	}
	for _, id := range c.Contacts {
		if contact, err := a.Contact(id); err == nil {
			facts.row("Involved", contact.Title())
		} else {
			facts.row("Involved", "a contact that is no longer there ("+string(id)+")")
		}
	}
	return facts.print()
}

// caseFlags are what can be said of a case.
type caseFlags struct {
	name, kind, status, notes                    string
	references, contacts, noReferences, noPeople []string
}

func (c *caseFlags) add(cmd *cobra.Command, change bool) {
	flags := cmd.Flags()
	flags.StringVar(&c.kind, "kind", "", "what it is about: "+listed(call.CaseKinds))
	flags.StringVar(&c.status, "status", "", "open, waiting or closed")
	flags.StringVar(&c.notes, "notes", "", "what else there is to say")
	flags.StringArrayVar(&c.references, "reference", nil, "add an account, file or claim number (can be repeated)")
	flags.StringArrayVar(&c.contacts, "contact", nil, "add a contact who is involved (can be repeated)")
	if change {
		flags.StringVar(&c.name, "name", "", "another name, also for its calls")
		flags.StringArrayVar(&c.noReferences, "no-reference", nil, "take a number away (can be repeated)")
		flags.StringArrayVar(&c.noPeople, "no-contact", nil, "take a contact away (can be repeated)")
	}
}

// change puts into a case what was said.
func (c *caseFlags) change(cmd *cobra.Command, a *app.App) (func(*app.Case) error, error) {
	add, err := contactIDs(a, c.contacts)
	if err != nil {
		return nil, err
	}
	remove, err := contactIDs(a, c.noPeople)
	if err != nil {
		return nil, err
	}
	return func(to *app.Case) error {
		changed := cmd.Flags().Changed
		if changed("name") {
			to.Name = c.name
		}
		if changed("kind") {
			to.Kind = call.CaseKind(c.kind)
		}
		if changed("status") {
			to.Status = call.CaseStatus(strings.TrimPrefix(c.status, "open"))
		}
		if changed("notes") {
			to.Notes = c.notes
		}
		to.References = slices.DeleteFunc(slices.Concat(to.References, c.references), func(r string) bool { return slices.Contains(c.noReferences, r) })
		kept := []call.ID{}
		for _, id := range slices.Concat(to.Contacts, add) {
			if !slices.Contains(kept, id) && !slices.Contains(remove, id) {
				kept = append(kept, id)
			}
		}
		to.Contacts = kept
		return nil
	}, nil
}

func contactIDs(a *app.App, refs []string) (ids []call.ID, err error) {
	for _, ref := range refs {
		c, err := a.FindContact(ref)
		if err != nil {
			return nil, err
		}
		ids = append(ids, c.ID)
	}
	return ids, nil
}

func (f *face) caseAddCommand() *cobra.Command {
	var of caseFlags
	cmd := &cobra.Command{Use: "add NAME [--kind KIND] [--reference NUMBER]… [--contact CONTACT]… …", Short: "Make a case", Args: between(1, 1)}
	of.add(cmd, false)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			change, err := of.change(cmd, a)
			if err != nil {
				return err
			}
			c := app.Case{Name: args[0]}
			if err := change(&c); err != nil {
				return err
			}
			c, err = a.AddCase(c)
			return f.tellCase(a, c, err)
		})
	}
	return cmd
}

func (f *face) caseEditCommand() *cobra.Command {
	var of caseFlags
	cmd := &cobra.Command{Use: "edit CASE [--name NAME] [--status open|waiting|closed] …", Short: "Change what is known of a case", Args: between(1, 1)}
	of.add(cmd, true)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().NFlag() == 0 {
			return wrongUse(cmd, "Say what to change")
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			change, err := of.change(cmd, a)
			if err != nil {
				return err
			}
			c, err := a.EditCase(args[0], change)
			return f.tellCase(a, c, err)
		})
	}
	return cmd
}

// tellCase answers with a case, unless there was an error.
func (f *face) tellCase(a *app.App, c app.Case, err error) error {
	switch {
	case err != nil:
		return err
	case f.json:
		return f.printJSON(c)
	}
	return f.printCase(a, c)
}

func (f *face) deleteCase(a *app.App, name string) error {
	gone, err := a.RemoveCase(name)
	switch {
	case err != nil:
		return err
	case f.json:
		return f.printJSON(gone)
	}
	f.hint("Moved to the trash: %s. Back with: onrecord trash restore %s", clean(gone.Title), gone.ID)
	return nil
}
