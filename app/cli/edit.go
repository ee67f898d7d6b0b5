package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (f *face) editCommand() *cobra.Command {
	var name, number, contact, of, playbook string
	var tags, untags []string
	cmd := &cobra.Command{
		Use:     "edit CALL [--name NAME] [--number NUMBER] [--contact CONTACT] [--case CASE] [--playbook PLAYBOOK] [--tag TAG]… [--untag TAG]…",
		Short:   "Change what is known of a call",
		Example: "  onrecord edit last --name \"Acme Solar\" --tag telemarketer",
		Args:    between(1, 1),
	}
	flags := cmd.Flags()
	flags.StringVar(&name, "name", "", "name of the other party")
	flags.StringVar(&number, "number", "", "number of the other party")
	flags.StringVar(&contact, "contact", "", "which contact the other party is; \"\" leaves that to the number")
	flags.StringVar(&of, "case", "", "the case that the call belongs to")
	flags.StringVar(&playbook, "playbook", "", "the playbook whose points are ticked; empty: none")
	flags.StringArrayVar(&tags, "tag", nil, "add a tag (can be repeated)")
	flags.StringArrayVar(&untags, "untag", nil, "take a tag away (can be repeated)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !slices.ContainsFunc([]string{"name", "number", "contact", "case", "playbook", "tag", "untag"}, flags.Changed) {
			return wrongUse(cmd, "Say what to change")
		}
		change := func(doc *call.Call) error {
			doc.EditPerson(call.Remote, func(remote *call.Person) {
				if flags.Changed("name") {
					remote.Name = name
				}
				if flags.Changed("number") {
					remote.Number = number
				}
				if flags.Changed("contact") {
					remote.Contact = call.ID(contact)
				}
			})
			if flags.Changed("case") {
				doc.Case = of
			}
			if flags.Changed("playbook") {
				doc.Playbook = playbook
			}
			doc.Tags = app.Retag(doc.Tags, tags, untags)
			return nil
		}
		return f.briefly(cmd.Context(), func(_ context.Context, a *app.App) (err error) {
			if contact, err = knownNames(a, playbook, contact); err != nil {
				return err
			}
			if tags, err = a.AsTagged(tags); err != nil {
				return err
			}
			return f.edit(a, args[0], change)
		})
	}
	return cmd
}

// knownNames makes sure that there is such a playbook, and gives the ID of the contact that is meant; either may be empty.
func knownNames(a *app.App, playbook, contact string) (string, error) {
	if playbook != "" {
		if _, err := a.Playbook(playbook); err != nil {
			return "", err
		}
	}
	if contact == "" {
		return "", nil
	}
	c, err := a.FindContact(contact)
	return string(c.ID), err
}

func (f *face) edit(a *app.App, ref string, change func(*call.Call) error) error {
	id, err := findCall(a, ref)
	if err != nil {
		return err
	}
	if _, err := a.Edit(id, change); err != nil {
		return err
	}
	doc, err := a.Call(id)
	if err != nil {
		return err
	}
	if f.json {
		return f.printJSON(doc)
	}
	return f.showFacts(doc)
}
