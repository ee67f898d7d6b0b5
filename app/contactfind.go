package app

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/onrecord/onrecord/call"
)

// Contacts gives all contacts that can be read, as in a telephone book.
func (a *App) Contacts() []Contact {
	var all []Contact
	for _, c := range a.directory().contacts {
		all = append(all, c)
	}
	sortContacts(all)
	return all
}

func sortContacts(all []Contact) {
	book, keys := collate.New(language.Und, collate.Numeric), map[call.ID][]byte{}
	var buffer collate.Buffer
	for _, c := range all {
		keys[c.ID] = slices.Clone(book.KeyFromString(&buffer, c.Title()))
		buffer.Reset()
	}
	slices.SortFunc(all, func(a, b Contact) int {
		return cmp.Or(bytes.Compare(keys[a.ID], keys[b.ID]), cmp.Compare(a.ID, b.ID))
	})
}

// Contact reads one contact; storage.ErrNoContact if there is none of that ID.
func (a *App) Contact(id call.ID) (Contact, error) { return a.library.Contact(id) }

// FindContact understands what a person types for a contact: its ID or the beginning of one, its name, its organisation, one of its numbers or
// addresses. It fails with ErrNoSuchContact or ErrManyContacts.
func (a *App) FindContact(ref string) (Contact, error) {
	d := a.directory()
	if c, known := d.contacts[call.ID(ref)]; known {
		return c, nil
	}
	for _, fits := range []func(Contact) bool{
		func(c Contact) bool { return sameText(c.Title(), ref) },
		func(c Contact) bool {
			return sameText(c.Name, ref) || sameText(c.Organisation, ref) || slices.ContainsFunc(c.Emails, func(e string) bool { return sameText(e, ref) })
		},
		func(c Contact) bool { return d.shares(c, []string{ref}) },
		func(c Contact) bool { return ref != "" && strings.HasPrefix(string(c.ID), strings.ToLower(ref)) },
	} {
		switch found := d.those(fits); {
		case ref == "" || len(found) == 0:
		case len(found) > 1:
			return Contact{}, fmt.Errorf("find contact: %w", ErrManyContacts)
		default:
			return found[0], nil
		}
	}
	return Contact{}, fmt.Errorf("find contact: %w", ErrNoSuchContact)
}

// ContactsWith gives the contacts in which each of the words stands, in a name, a number or wherever else. Of a number the digits count.
func ContactsWith(all []Contact, words string) (found []Contact) {
	wanted := strings.Fields(strings.ToLower(words))
	for _, c := range all {
		if !slices.ContainsFunc(wanted, func(word string) bool { return !holds(c, word) }) {
			found = append(found, c)
		}
	}
	return found
}

// holds reports whether a word, in lower case, stands in a contact.
func holds(c Contact, word string) bool {
	digits := onlyDigits(word)
	if digits != "" && strings.Trim(word, "+-().0123456789") == "" && slices.ContainsFunc(c.Numbers, func(n string) bool { return strings.Contains(onlyDigits(n), digits) }) {
		return true
	}
	texts := slices.Concat([]string{c.Name, c.Organisation, c.Address, c.Place, c.Notes, string(c.ID)}, c.Emails)
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(strings.ToLower(text), word) })
}

// SameNumber reports whether two numbers are one, however they are written. Of several in one, as "+12125550142, +49301234567", one is enough.
func (a *App) SameNumber(one, other string) bool {
	return a.directory().sameNumber(one, other)
}

func (d *directory) sameNumber(one, other string) bool {
	keys := d.numbers.keys(other)
	return slices.ContainsFunc(d.numbers.keys(one), func(key string) bool { return slices.Contains(keys, key) })
}

// those gives the contacts that fit.
func (d *directory) those(fits func(Contact) bool) (found []Contact) {
	for _, c := range d.contacts {
		if fits(c) {
			found = append(found, c)
		}
	}
	return found
}

// shares reports whether a contact has one of these numbers.
func (d *directory) shares(c Contact, numbers []string) bool {
	return slices.ContainsFunc(numbers, func(number string) bool {
		return slices.Contains(d.holders[d.numbers.read(number).key], c.ID)
	})
}

// Sharing gives the other contacts that have a number of this one. Calls with such a number are nobody's until somebody says whose.
func (a *App) Sharing(c Contact) []Contact {
	d := a.directory()
	found := d.those(func(other Contact) bool { return other.ID != c.ID && d.shares(other, c.Numbers) })
	sortContacts(found)
	return found
}

// callsOf gives the calls of the contacts whose name and numbers fit.
func (a *App) callsOf(fits func(name string, numbers []string) bool) map[call.ID]bool {
	d := a.directory()
	found := d.those(func(c Contact) bool { return fits(c.Title(), c.Numbers) })
	if len(found) == 0 {
		return nil
	}
	calls, err := a.library.List(Filter{})
	if err != nil {
		a.config.Log.Warn("calls of contacts are left out of a search", "err", err)
	}
	of := map[call.ID]bool{}
	for _, s := range calls {
		if c, known := d.who(call.Person{Number: s.Number, Contact: s.Contact}); known && slices.ContainsFunc(found, func(f Contact) bool { return f.ID == c.ID }) {
			of[s.ID] = true
		}
	}
	return of
}
