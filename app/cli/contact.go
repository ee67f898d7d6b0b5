package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) contactCommand() *cobra.Command {
	list := f.inLibrary(func(a *app.App, args []string) error { return f.listContacts(a, strings.Join(args, " ")) })
	cmd := &cobra.Command{
		Use: "contact [list|show|add|edit|merge|delete|import|mappings|export …]", Short: "The people and organisations at the far side, with all their numbers",
		Long: "A call belongs to the contact that has its number, however the number is written, and to another one if you say so:\n" +
			"onrecord edit CALL --contact CONTACT. Several numbers of one contact count as one caller.\n\n" +
			"CONTACT is an ID, the beginning of one, a name, an organisation, a number or an e-mail address.",
		Example: "  onrecord contact add --name \"Linda Berg\" --organisation \"Acme Solar\" --number \"+1 212 555 0142\"\n" +
			"  onrecord contact show \"Acme Solar\"\n  onrecord contact merge \"Linda Berg\" +12125550199",
		Args: onlyCommands, RunE: list,
	}
	cmd.AddCommand(
		&cobra.Command{Use: "list [WORDS]", Short: "List the contacts, or those in which these words stand", Args: between(0, -1), RunE: list},
		&cobra.Command{
			Use: "show CONTACT", Short: "Show a contact with the calls and what happened in them", Args: between(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return f.briefly(cmd.Context(), func(ctx context.Context, a *app.App) error { return f.showContact(ctx, a, args[0]) })
			},
		},
		f.contactAddCommand(), f.contactEditCommand(), f.contactMergeCommand(), f.contactImportCommand(), f.contactMappingsCommand(), f.contactExportCommand(),
		&cobra.Command{
			Use: "delete CONTACT", Short: "Move a contact into the trash; its calls stay, under their own names and numbers", Args: between(1, 1),
			RunE: f.inLibrary(func(a *app.App, args []string) error { return f.deleteContact(a, args[0]) }),
		},
	)
	return cmd
}

func (f *face) listContacts(a *app.App, words string) error {
	contacts := app.ContactsWith(a.Contacts(), words)
	if f.json {
		return f.printJSON(map[string]any{"contacts": orEmpty(contacts)})
	}
	if len(contacts) == 0 {
		f.hint("No contacts here. Add one with: onrecord contact add --name NAME --number NUMBER")
		return nil
	}
	table := f.table("CONTACT", "NAME", "ORGANISATION", "NUMBERS", "PLACE")
	for _, c := range contacts {
		table.row(string(c.ID), orDash(c.Name), orDash(c.Organisation), orDash(numbersOf(c)), orDash(c.Place))
	}
	return table.print()
}

// numbersOf writes the numbers of a contact for people, and the addresses of one that has none.
func numbersOf(c app.Contact) string {
	if len(c.Numbers) == 0 {
		return strings.Join(c.Emails, ", ")
	}
	var numbers []string
	for _, number := range c.Numbers {
		numbers = append(numbers, app.NumberForPeople(number))
	}
	return strings.Join(numbers, ", ")
}

func (f *face) showContact(ctx context.Context, a *app.App, ref string) error {
	c, err := a.FindContact(ref)
	if err != nil {
		return err
	}
	moments, err := a.ContactTimeline(ctx, c.ID)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(map[string]any{"contact": c, "timeline": orEmpty(moments)})
	}
	if err := f.printContact(c); err != nil {
		return err
	}
	return f.printMoments(moments)
}

// printContact prints what is known of a contact, as far as anything is.
func (f *face) printContact(c app.Contact) error {
	facts := f.table()
	for _, fact := range [][2]string{
		{"Contact", string(c.ID)},
		{"Name", c.Name},
		{"Organisation", c.Organisation},
		{"Address", c.Address},
		{"Place", c.Place},
		{"Notes", c.Notes},
	} {
		if fact[1] != "" {
			facts.row(fact[0], fact[1])
		}
	}
	for _, number := range c.Numbers {
		facts.row("Number", app.NumberForPeople(number))
	}
	for _, email := range c.Emails {
		facts.row("E-mail", email)
	}
	return facts.print()
}

// printMoments prints a timeline.
func (f *face) printMoments(moments []app.Moment) error {
	if len(moments) == 0 {
		return nil
	}
	if err := f.say(""); err != nil {
		return err
	}
	table := f.table("WHEN", "WHAT", "", "CALL OR ENTRY", "AT")
	for _, m := range moments {
		at := ""
		if m.Call != "" && m.Kind != app.MomentCall {
			at = m.At.Clock()
		}
		table.row(localTime(m.When), string(m.Kind), m.Text, cmp.Or(string(m.Call), m.Entry), at)
	}
	return table.print()
}

// contactFlags are what can be said of a contact.
type contactFlags struct {
	name, organisation, address, place, notes string
	numbers, emails, noNumbers, noEmails      []string
}

func (c *contactFlags) add(cmd *cobra.Command, change bool) {
	flags := cmd.Flags()
	flags.StringVar(&c.name, "name", "", "the person's name")
	flags.StringVar(&c.organisation, "organisation", "", "the organisation, or the person's")
	flags.StringArrayVar(&c.numbers, "number", nil, "add a phone number (can be repeated)")
	flags.StringArrayVar(&c.emails, "email", nil, "add an e-mail address (can be repeated)")
	flags.StringVar(&c.address, "address", "", "where they are reached by post")
	flags.StringVar(&c.place, "place", "", "where they are, for the law of recording, as US-CA")
	flags.StringVar(&c.notes, "notes", "", "what else there is to say")
	if change {
		flags.StringArrayVar(&c.noNumbers, "no-number", nil, "take a phone number away (can be repeated)")
		flags.StringArrayVar(&c.noEmails, "no-email", nil, "take an e-mail address away (can be repeated)")
	}
}

// apply puts into a contact what was said.
func (c *contactFlags) apply(cmd *cobra.Command, a *app.App, to *app.Contact) {
	for name, field := range map[string][2]*string{
		"name": {&c.name, &to.Name}, "organisation": {&c.organisation, &to.Organisation}, "address": {&c.address, &to.Address},
		"place": {&c.place, &to.Place}, "notes": {&c.notes, &to.Notes},
	} {
		if cmd.Flags().Changed(name) {
			*field[1] = *field[0]
		}
	}
	to.Numbers = slices.DeleteFunc(slices.Concat(to.Numbers, c.numbers), func(n string) bool {
		return slices.ContainsFunc(c.noNumbers, func(other string) bool { return a.SameNumber(n, other) })
	})
	to.Emails = slices.DeleteFunc(slices.Concat(to.Emails, c.emails), func(e string) bool {
		return slices.ContainsFunc(c.noEmails, func(other string) bool { return strings.EqualFold(e, other) })
	})
}

func (f *face) contactAddCommand() *cobra.Command {
	var of contactFlags
	cmd := &cobra.Command{Use: "add [--name NAME] [--organisation NAME] [--number NUMBER]… …", Short: "Add a contact", Args: between(0, 0)}
	of.add(cmd, false)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error { return f.saveContact(cmd, a, "", of) })
	}
	return cmd
}

func (f *face) contactEditCommand() *cobra.Command {
	var of contactFlags
	cmd := &cobra.Command{Use: "edit CONTACT [--name NAME] [--number NUMBER]… [--no-number NUMBER]… …", Short: "Change what is known of a contact", Args: between(1, 1)}
	of.add(cmd, true)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().NFlag() == 0 {
			return wrongUse(cmd, "Say what to change")
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) error {
			c, err := a.FindContact(args[0])
			if err != nil {
				return err
			}
			return f.saveContact(cmd, a, c.ID, of)
		})
	}
	return cmd
}

func (f *face) saveContact(cmd *cobra.Command, a *app.App, id call.ID, of contactFlags) error {
	c, err := a.EditContact(id, func(c *app.Contact) error {
		of.apply(cmd, a, c)
		return nil
	})
	if err != nil {
		return err
	}
	for _, other := range a.Sharing(c) {
		f.hint("%s has a number of this contact, too: calls with it belong to neither until you say whose they are.\n"+
			"If both are one, join them: onrecord contact merge %s %s", other.Title(), c.ID, other.ID)
	}
	if f.json {
		return f.printJSON(c)
	}
	return f.printContact(c)
}

func (f *face) contactMergeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "merge CONTACT OTHER…", Short: "Make one contact of several: the first keeps its name and gets all else; the trash separates them again", Args: between(2, -1),
		RunE: f.inLibrary(func(a *app.App, args []string) error { return f.mergeContacts(a, args) }),
	}
}

func (f *face) mergeContacts(a *app.App, refs []string) error {
	var ids []call.ID
	for _, ref := range refs {
		c, err := a.FindContact(ref)
		if err != nil {
			return err
		}
		ids = append(ids, c.ID)
	}
	c, err := a.MergeContacts(ids[0], ids[1:]...)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(c)
	}
	return f.printContact(c)
}

func (f *face) deleteContact(a *app.App, ref string) error {
	c, err := a.FindContact(ref)
	if err != nil {
		return err
	}
	if err := a.RemoveContact(c.ID); err != nil {
		return err
	}
	if f.json {
		return f.printJSON(c)
	}
	f.hint("Moved to the trash: %s. Back with: onrecord trash restore %s", clean(c.Title()), c.ID)
	return nil
}
