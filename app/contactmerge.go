package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// MergeContacts makes one contact of several: the first gets what the others have, calls and cases that name those name it, and then the others go into
// the trash, with what it takes to separate them again. Whatever does not fit into the first stands in its notes. A crash in between leaves contacts
// that can be merged again.
func (a *App) MergeContacts(into call.ID, others ...call.ID) (Contact, error) {
	for _, id := range others {
		if _, err := a.library.Contact(id); err != nil {
			return Contact{}, err
		}
	}
	c, err := a.library.Contact(into)
	for _, id := range others {
		if err == nil && id != into {
			c, err = a.mergeContact(into, id)
		}
	}
	return c, err
}

// mergeContact makes one contact part of another. How to separate them is written first, so that it is known whatever happens.
func (a *App) mergeContact(into, id call.ID) (Contact, error) {
	other, err := a.noteJoining(into, id)
	if err != nil {
		return Contact{}, err
	}
	numbers := a.directory().numbers
	c, err := a.EditContact(into, func(c *Contact) error {
		*c = numbers.joined(*c, other)
		return nil
	})
	if err == nil {
		err = a.replaceContact(id, into)
	}
	if err == nil {
		err = a.library.RemoveContact(id)
	}
	a.contactsChanged()
	a.hub.send(Discarding{})
	return c, err
}

// joined gives a contact with what another has. Where both say something, the first stays and the other goes into the notes.
func (n *numbering) joined(c, other Contact) Contact {
	c, other = n.tidied(c), n.tidied(other)
	c.Numbers, c.Emails = slices.Concat(c.Numbers, other.Numbers), slices.Concat(c.Emails, other.Emails)
	add := func(note string) {
		if !strings.Contains("\n"+c.Notes+"\n", "\n"+note+"\n") {
			c.Notes = strings.TrimSpace(c.Notes + "\n" + note)
		}
	}
	for _, field := range []struct {
		name      string
		ours, its *string
	}{
		{"name", &c.Name, &other.Name},
		{"organisation", &c.Organisation, &other.Organisation},
		{"address", &c.Address, &other.Address},
		{"place", &c.Place, &other.Place},
	} {
		switch {
		case *field.ours == "":
			*field.ours = *field.its
		case *field.its != "" && !sameText(*field.ours, *field.its):
			add("Also: " + field.name + " " + oneLine(*field.its))
		}
	}
	add(other.Notes)
	return n.tidied(c)
}

// replaceContact puts another contact in the place of one, wherever somebody named it.
func (a *App) replaceContact(old, by call.ID) error {
	calls, err := a.library.List(storage.Filter{})
	if err != nil {
		return err
	}
	for _, s := range calls {
		if s.Contact != old {
			continue
		}
		if _, wrong := a.Edit(s.ID, func(doc *call.Call) error {
			doc.EditPerson(call.Remote, func(far *call.Person) { far.Contact = by })
			return nil
		}); wrong != nil {
			err = errors.Join(err, wrong)
		}
	}
	return errors.Join(err, a.replaceInCases(old, by))
}

func (a *App) replaceInCases(old, by call.ID) error {
	cases, err := a.library.Cases()
	if err != nil {
		return fmt.Errorf("replace a contact: %w", err)
	}
	for _, c := range cases {
		if !slices.Contains(c.Contacts, old) {
			continue
		}
		if _, wrong := a.library.EditCase(c.Name, func(c *call.Case) error {
			named := slices.DeleteFunc(c.Contacts, func(id call.ID) bool { return id == old || id == by })
			c.Contacts = append(named, by)
			return nil
		}); wrong != nil {
			err = errors.Join(err, wrong)
		}
	}
	return err
}

// Merged gives a contact before and after another one has become part of it, as MergeContacts would make it. Nothing is changed.
func (a *App) Merged(c, other Contact) ContactChange {
	return ContactChange{Before: c, After: a.directory().numbers.joined(c, other)}
}
