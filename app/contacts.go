package app

import (
	"cmp"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// Contact is a person or an organisation at the far side of calls.
type Contact = call.Contact

var (
	// ErrBadContact means that what was to be kept of a contact makes no sense, or is too little.
	ErrBadContact = errors.New("this cannot stand as a contact")
	// ErrManyContacts means that more than one contact is called so.
	ErrManyContacts = errors.New("more than one contact is called that")
	// ErrNoSuchContact means that no contact is called so.
	ErrNoSuchContact = errors.New("no contact is called that")
)

const (
	longestLine  = 200     // characters of a name, a number or an address
	longestNotes = 100_000 // characters
	mostNumbers  = 100     // numbers or e-mail addresses of one contact
)

// SaveContact keeps a contact; one without an ID is a new one. It fails with ErrBadContact, or ErrNoPlace, and changes nothing then.
func (a *App) SaveContact(c Contact) (Contact, error) {
	return a.EditContact(c.ID, func(kept *Contact) error {
		*kept = c
		return nil
	})
}

// EditContact changes what is known of a contact, as SaveContact keeps it; an empty ID makes a new one. When change gives an error, it is
// returned and nothing is changed.
func (a *App) EditContact(id call.ID, change func(*Contact) error) (Contact, error) {
	numbers := a.directory().numbers
	c, err := a.library.EditContact(id, func(c *Contact) error {
		if err := change(c); err != nil {
			return err
		}
		*c = numbers.tidied(*c)
		return errors.Join(a.CheckPlace(c.Place), checkContact(*c))
	})
	if err == nil {
		a.contactsChanged()
	}
	return c, err
}

// tidied gives a contact in the form in which it is kept: without spaces around anything, each number and address once.
func (n *numbering) tidied(c Contact) Contact {
	for _, line := range []*string{&c.Name, &c.Organisation, &c.Place} {
		*line = strings.Join(strings.Fields(strings.ToValidUTF8(*line, "")), " ")
	}
	for _, text := range []*string{&c.Address, &c.Notes} {
		*text = strings.TrimSpace(oneEnd.Replace(strings.ToValidUTF8(*text, "")))
	}
	c.Numbers = distinct(c.Numbers, n.kept, func(number string) string { return cmp.Or(n.read(number).key, strings.ToLower(number)) })
	c.Emails = distinct(c.Emails, strings.TrimSpace, strings.ToLower)
	return c
}

// distinct brings entries into form, and keeps the first of those that have the same key.
func distinct(entries []string, form, key func(string) string) (kept []string) {
	for _, entry := range entries {
		entry = form(strings.ToValidUTF8(entry, ""))
		if entry != "" && !slices.ContainsFunc(kept, func(other string) bool { return key(other) == key(entry) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}

// checkContact says what is wrong with a contact, if anything is.
func checkContact(c Contact) error {
	if c.Title() == "" {
		return detail(ErrBadContact, "it has neither a name nor a number nor an address")
	}
	if len(c.Numbers) > mostNumbers || len(c.Emails) > mostNumbers {
		return detail(ErrBadContact, "it has more than %d numbers or addresses", mostNumbers)
	}
	for _, line := range slices.Concat([]string{c.Name, c.Organisation}, c.Numbers, c.Emails) {
		if utf8.RuneCountInString(line) > longestLine || strings.ContainsFunc(line, isControl) {
			return detail(ErrBadContact, "a line of it has more than %d characters, or some that cannot be read", longestLine)
		}
	}
	if utf8.RuneCountInString(c.Notes)+utf8.RuneCountInString(c.Address) > longestNotes {
		return detail(ErrBadContact, "the notes are too long")
	}
	for _, number := range c.Numbers {
		if onlyDigits(number) == "" {
			return detail(ErrBadContact, "“%s” is no number", number)
		}
	}
	for _, email := range c.Emails {
		if parsed, err := mail.ParseAddress(email); err != nil || parsed.Address != email {
			return detail(ErrBadContact, "“%s” is no e-mail address", email)
		}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// CallsWith gives the calls with a contact, the newest first.
func (a *App) CallsWith(id call.ID) ([]Summary, error) {
	calls, err := a.Calls(Filter{})
	return slices.DeleteFunc(calls, func(s Summary) bool { return s.Contact != id }), err
}
