package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// ErrNoContact says that the library holds no such contact.
var ErrNoContact = errors.New("no such contact")

// Contacts gives all contacts, by age, and RemovedContacts those in the trash. One that cannot be read is left out, and the error says why.
func (l *Library) Contacts() ([]call.Contact, error) { return l.contactsThat(false) }

// RemovedContacts gives those in the trash, by age.
func (l *Library) RemovedContacts() ([]call.Contact, error) { return l.contactsThat(true) }

func (l *Library) contactsThat(removed bool) ([]call.Contact, error) {
	contacts, _, err := contactShelf.all(l)
	contacts = slices.DeleteFunc(contacts, func(c call.Contact) bool { return c.Removed.IsZero() == removed })
	if err != nil {
		return contacts, fmt.Errorf("contacts: %w", err)
	}
	return contacts, nil
}

// Contact reads one contact. It fails with ErrNoContact, also where it is in the trash, ErrDamaged or ErrNewerFormat.
func (l *Library) Contact(id call.ID) (call.Contact, error) {
	c, _, err := l.contact(id)
	if err == nil && !c.Removed.IsZero() {
		err = ErrNoContact
	}
	if err != nil {
		return call.Contact{}, fmt.Errorf("contact %s: %w", id, err)
	}
	return c, nil
}

func (l *Library) contact(id call.ID) (call.Contact, []byte, error) {
	if _, err := call.ParseID(string(id)); err != nil {
		return call.Contact{}, nil, fmt.Errorf("%w: %w", ErrNoContact, err)
	}
	c, disk, err := contactShelf.read(l, id)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNoContact
	}
	return c, disk, err
}

// EditContact reads a contact, lets change have it, and saves it, with no other change in between; an empty ID makes a new one. When
// change gives an error, nothing is saved and the error is returned as it is. Neither the ID nor when it was made can be changed. One in the trash
// cannot be changed: the error is ErrNoContact.
func (l *Library) EditContact(id call.ID, change func(*call.Contact) error) (c call.Contact, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	if id != "" {
		return l.editContact(id, false, change)
	}
	made := l.now()
	if id, err = contactShelf.newID(l, made); err != nil {
		return call.Contact{}, fmt.Errorf("new contact: %w", err)
	}
	if err := change(&c); err != nil {
		return call.Contact{}, err
	}
	c.Made = made
	return c, l.saveContact(&c, id, nil)
}

// editContact changes a contact that is in the trash, or one that is not. The caller holds l.change.
func (l *Library) editContact(id call.ID, removed bool, change func(*call.Contact) error) (call.Contact, error) {
	c, disk, err := l.contact(id)
	switch {
	case err != nil:
	case removed && c.Removed.IsZero():
		err = ErrNotTrashed
	case !removed && !c.Removed.IsZero():
		err = ErrNoContact
	}
	if err != nil {
		return call.Contact{}, fmt.Errorf("contact %s: %w", id, err)
	}
	made := c.Made
	if err := change(&c); err != nil {
		return call.Contact{}, err
	}
	c.Made = made
	return c, l.saveContact(&c, id, disk)
}

func (l *Library) saveContact(c *call.Contact, id call.ID, disk []byte) error {
	c.Format, c.ID = call.Format, id
	c.Numbers, c.Emails = orNone(c.Numbers), orNone(c.Emails)
	if err := contactShelf.write(l, id, *c, disk); err != nil {
		return fmt.Errorf("save contact %s: %w", id, err)
	}
	return nil
}

// orNone makes JSON write [] where there is nothing.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// RemoveContact puts a contact into the trash: its document stays, with the date, and it is in no list. Calls that were said to be with it stay as they
// are. It fails with ErrNoContact.
func (l *Library) RemoveContact(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	_, err := l.editContact(id, false, func(c *call.Contact) error { c.Removed = l.now(); return nil })
	return err
}

// RestoreContact brings a contact back from the trash, and forgets into which other it went. It fails with ErrNoContact or ErrNotTrashed.
func (l *Library) RestoreContact(id call.ID) (call.Contact, error) {
	l.change.Lock()
	defer l.change.Unlock()
	return l.editContact(id, true, func(c *call.Contact) error { c.Removed, c.Joined = time.Time{}, nil; return nil })
}

// PurgeContact removes a contact that is in the trash for good. It fails with ErrNoContact or ErrNotTrashed.
func (l *Library) PurgeContact(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	c, _, err := l.contact(id)
	if err == nil && c.Removed.IsZero() {
		err = ErrNotTrashed
	}
	if err == nil {
		err = l.files.Remove(contactShelf.file(id))
	}
	if err != nil {
		return fmt.Errorf("remove contact %s: %w", id, err)
	}
	return nil
}
