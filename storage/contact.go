package storage

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// ErrNoContact says that the library holds no such contact.
var ErrNoContact = errors.New("no such contact")

// Contacts gives all contacts, by age. One that cannot be read is left out, and the error says why.
func (l *Library) Contacts() ([]call.Contact, error) {
	contacts, _, err := contactShelf.all(l)
	if err != nil {
		return contacts, fmt.Errorf("contacts: %w", err)
	}
	return contacts, nil
}

// Contact reads one contact. It fails with ErrNoContact, ErrDamaged or ErrNewerFormat.
func (l *Library) Contact(id call.ID) (call.Contact, error) {
	c, _, err := l.contact(id)
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
// change gives an error, nothing is saved and the error is returned as it is. Neither the ID nor when it was made can be changed.
func (l *Library) EditContact(id call.ID, change func(*call.Contact) error) (c call.Contact, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	var disk []byte
	made := l.now()
	if id == "" {
		if id, err = contactShelf.newID(l, made); err != nil {
			return call.Contact{}, fmt.Errorf("new contact: %w", err)
		}
	} else if c, disk, err = l.contact(id); err != nil {
		return call.Contact{}, fmt.Errorf("contact %s: %w", id, err)
	} else {
		made = c.Made
	}
	if err := change(&c); err != nil {
		return call.Contact{}, err
	}
	c.Format, c.ID, c.Made = call.Format, id, made
	c.Numbers, c.Emails = orNone(c.Numbers), orNone(c.Emails)
	if err := contactShelf.write(l, id, c, disk); err != nil {
		return call.Contact{}, fmt.Errorf("save contact %s: %w", id, err)
	}
	return c, nil
}

// orNone makes JSON write [] where there is nothing.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// RemoveContact removes a contact for good. Calls that were said to be with it stay as they are. It fails with ErrNoContact.
func (l *Library) RemoveContact(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	_, _, err := l.contact(id)
	if errors.Is(err, ErrDamaged) {
		err = nil // nobody needs what it says
	}
	if err == nil {
		err = l.files.Remove(contactShelf.file(id))
	}
	if err != nil {
		return fmt.Errorf("remove contact %s: %w", id, err)
	}
	return nil
}
