package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// ErrJoinedOn means that a contact became part of another that is itself in the trash.
var ErrJoinedOn = errors.New("the contact that it became part of is in the trash, too")

// noteJoining writes down in a contact how it is separated from another one that it is about to become part of. What was noted before a crash stays.
func (a *App) noteJoining(into, id call.ID) (Contact, error) {
	before, err := a.library.Contact(into)
	if err != nil {
		return Contact{}, err
	}
	j := call.Joining{Into: into, Before: before}
	if j.Calls, err = a.callsSaidWith(id); err != nil {
		return Contact{}, err
	}
	cases, err := a.library.Cases()
	if err != nil {
		return Contact{}, fmt.Errorf("merge contacts: %w", err)
	}
	for _, c := range cases {
		switch {
		case !slices.Contains(c.Contacts, id):
		case slices.Contains(c.Contacts, into):
			j.Beside = append(j.Beside, c.ID)
		default:
			j.Cases = append(j.Cases, c.ID)
		}
	}
	return a.library.EditContact(id, func(c *call.Contact) error {
		if old := c.Joined; old != nil && old.Into == into {
			j.Before, j.Calls, j.Cases, j.Beside = old.Before, append(old.Calls, j.Calls...), append(old.Cases, j.Cases...), append(old.Beside, j.Beside...)
		}
		c.Joined = &j
		return nil
	})
}

// callsSaidWith gives the calls of which somebody said that they are with a contact.
func (a *App) callsSaidWith(id call.ID) (calls []call.ID, err error) {
	all, err := a.library.List(storage.Filter{})
	for _, s := range all {
		if s.Contact == id {
			calls = append(calls, s.ID)
		}
	}
	return calls, err
}

// separate takes a contact out of the one that it became part of. What was changed there since stays. A crash in between leaves it in the trash, from
// where it can be brought back again.
func (a *App) separate(other Contact) error {
	j := other.Joined
	numbers := a.directory().numbers
	_, err := a.library.EditContact(j.Into, func(c *call.Contact) error {
		*c = numbers.without(*c, j.Before, other)
		return nil
	})
	if errors.Is(err, storage.ErrNoContact) {
		err = ErrJoinedOn
	}
	if err != nil {
		return fmt.Errorf("separate contacts: %w", err)
	}
	for _, id := range j.Calls {
		_, wrong := a.Edit(id, func(doc *call.Call) error {
			doc.EditPerson(call.Remote, func(far *call.Person) {
				if far.Contact == j.Into {
					far.Contact = other.ID
				}
			})
			return nil
		})
		if errors.Is(wrong, storage.ErrNoCall) { // it is in the trash, or gone
			wrong = nil
		}
		err = errors.Join(err, wrong)
	}
	return errors.Join(err, a.separateCases(other))
}

func (a *App) separateCases(other Contact) error {
	cases, err := a.library.Cases()
	for _, c := range cases {
		alone := slices.Contains(other.Joined.Cases, c.ID)
		if !alone && !slices.Contains(other.Joined.Beside, c.ID) {
			continue
		}
		_, wrong := a.library.EditCase(c.Name, func(c *call.Case) error {
			c.Contacts = slices.DeleteFunc(slices.Clone(c.Contacts), func(id call.ID) bool { return id == other.ID || alone && id == other.Joined.Into })
			c.Contacts = append(c.Contacts, other.ID)
			return nil
		})
		err = errors.Join(err, wrong)
	}
	return err
}

// without gives a contact without what it got from another one when that became part of it; before is what it was until then.
func (n *numbering) without(c, before, other Contact) Contact {
	joined, now := n.joined(before, other), c
	for _, field := range []struct{ now, joined, before *string }{
		{&c.Name, &joined.Name, &before.Name},
		{&c.Organisation, &joined.Organisation, &before.Organisation},
		{&c.Address, &joined.Address, &before.Address},
		{&c.Place, &joined.Place, &before.Place},
	} {
		if *field.now == *field.joined {
			*field.now = *field.before
		}
	}
	c.Numbers, c.Emails = notGained(c.Numbers, joined.Numbers, before.Numbers), notGained(c.Emails, joined.Emails, before.Emails)
	c.Notes = strings.TrimSpace(strings.Join(notGained(strings.Split(c.Notes, "\n"), strings.Split(joined.Notes, "\n"), strings.Split(before.Notes, "\n")), "\n"))
	if c.Title() == "" { // all that is left of it came from the other
		return now
	}
	return c
}

// notGained gives what stands in a list and did not come into it when it grew from before to joined.
func notGained(now, joined, before []string) (kept []string) {
	for _, line := range now {
		if !slices.Contains(joined, line) || slices.Contains(before, line) {
			kept = append(kept, line)
		}
	}
	return kept
}
