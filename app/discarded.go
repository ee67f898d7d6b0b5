package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Discarded is a contact or a case in the trash.
type Discarded struct {
	Kind    DiscardedKind `json:"kind"`
	ID      call.ID       `json:"id"`
	Title   string        `json:"title"`
	Removed time.Time     `json:"removed"`
	Into    string        `json:"into,omitempty"` // of a contact: the title of the one that it became part of
}

// DiscardedKind says what lies in the trash besides calls.
type DiscardedKind string

// The kinds.
const (
	DiscardedContact DiscardedKind = "contact"
	DiscardedCase    DiscardedKind = "case"
)

// Discarded lists the contacts and cases in the trash: what went there last comes first. One that cannot be read is left out, and the error says why.
func (a *App) Discarded() ([]Discarded, error) {
	contacts, err := a.library.RemovedContacts()
	cases, wrong := a.library.RemovedCases()
	all := []Discarded{}
	for _, c := range contacts {
		d := Discarded{Kind: DiscardedContact, ID: c.ID, Title: c.Title(), Removed: c.Removed}
		if c.Joined != nil {
			d.Into = cmp.Or(a.directory().contacts[c.Joined.Into].Title(), c.Joined.Before.Title())
		}
		all = append(all, d)
	}
	for _, c := range cases {
		all = append(all, Discarded{Kind: DiscardedCase, ID: c.ID, Title: c.Name, Removed: c.Removed})
	}
	slices.SortStableFunc(all, func(a, b Discarded) int { return b.Removed.Compare(a.Removed) })
	return all, errors.Join(err, wrong)
}

// FindDiscarded understands what a person types for a contact or a case in the trash: its ID, the beginning of one, or its name. It fails with
// storage.ErrNotTrashed or storage.ErrAmbiguous.
func (a *App) FindDiscarded(ref string) (Discarded, error) {
	all, err := a.Discarded()
	var found []Discarded
	for _, d := range all {
		if ref != "" && (strings.HasPrefix(string(d.ID), strings.ToLower(ref)) || sameText(d.Title, ref)) {
			found = append(found, d)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case err == nil && len(found) == 0:
		err = storage.ErrNotTrashed
	case err == nil:
		err = storage.ErrAmbiguous
	}
	return Discarded{}, fmt.Errorf("find %q in the trash: %w", ref, err)
}

// RestoreDiscarded brings a contact or a case back. A contact that became part of another is separated from it; a case gets its calls again, as far as
// they belong to no other now. It fails with storage.ErrNotTrashed, ErrJoinedOn, or ErrCaseName.
func (a *App) RestoreDiscarded(d Discarded) error {
	if d.Kind == DiscardedCase {
		return a.restoreCase(d.ID)
	}
	contacts, err := a.library.RemovedContacts()
	at := slices.IndexFunc(contacts, func(c Contact) bool { return c.ID == d.ID })
	if at < 0 {
		return errors.Join(err, fmt.Errorf("restore contact: %w", storage.ErrNotTrashed))
	}
	if contacts[at].Joined != nil {
		if err := a.separate(contacts[at]); err != nil {
			return err
		}
	}
	_, err = a.library.RestoreContact(d.ID)
	a.contactsChanged()
	a.hub.send(TrashChanged{})
	return err
}

// PurgeDiscarded removes contacts and cases that are in the trash for good.
func (a *App) PurgeDiscarded(all ...Discarded) (err error) {
	for _, d := range all {
		if d.Kind == DiscardedCase {
			err = errors.Join(err, a.library.PurgeCase(d.ID))
		} else {
			err = errors.Join(err, a.library.PurgeContact(d.ID))
		}
	}
	if len(all) > 0 {
		a.hub.send(TrashChanged{})
	}
	return err
}

// RemoveContact puts a contact into the trash. Its calls stay, under their own names and numbers.
func (a *App) RemoveContact(id call.ID) error {
	_, err := a.library.EditContact(id, func(c *call.Contact) error { c.Joined = nil; return nil }) // that a merging may have left which broke off
	if err == nil {
		err = a.library.RemoveContact(id)
	}
	if err == nil {
		a.contactsChanged()
		a.hub.send(Discarding{})
	}
	return err
}

// RemoveCase puts a case into the trash. Its calls stay, in no case; its follow-ups and entries go with it. It fails with ErrNoCase.
func (a *App) RemoveCase(name string) (Discarded, error) {
	calls, err := a.callsOfCase(name)
	if err != nil {
		return Discarded{}, err
	}
	c, err := a.EditCase(name, func(c *Case) error {
		c.Removed = a.config.Now()
		for _, s := range calls {
			c.Calls = append(c.Calls, s.ID)
		}
		return nil
	})
	if err != nil {
		return Discarded{}, err
	}
	for _, s := range calls {
		_, wrong := a.Edit(s.ID, func(doc *call.Call) error { doc.Case = ""; return nil })
		err = errors.Join(err, wrong)
	}
	a.hub.send(Discarding{})
	a.hub.send(FollowUpsChanged{})
	return Discarded{Kind: DiscardedCase, ID: c.ID, Title: c.Name, Removed: c.Removed}, err
}

// restoreCase brings a case back with its calls.
func (a *App) restoreCase(id call.ID) error {
	cases, err := a.library.RemovedCases()
	at := slices.IndexFunc(cases, func(c Case) bool { return c.ID == id })
	if at < 0 {
		return errors.Join(err, fmt.Errorf("restore case: %w", storage.ErrNotTrashed))
	}
	if known, err := a.library.Case(cases[at].Name); err != nil || known.ID != "" {
		return errors.Join(err, fmt.Errorf("restore case: %w", ErrCaseName))
	}
	for _, of := range cases[at].Calls {
		_, wrong := a.Edit(of, func(doc *call.Call) error {
			if strings.TrimSpace(doc.Case) == "" {
				doc.Case = cases[at].Name
			}
			return nil
		})
		if errors.Is(wrong, storage.ErrNoCall) { // it is in the trash, or gone
			wrong = nil
		}
		err = errors.Join(err, wrong)
	}
	if err != nil {
		return err
	}
	_, err = a.library.RestoreCase(id)
	a.hub.send(CasesChanged{})
	a.hub.send(FollowUpsChanged{})
	a.hub.send(TrashChanged{})
	return err
}
