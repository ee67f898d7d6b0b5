package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/onrecord/onrecord/call"
)

// ErrNotContacts means that a file holds no contacts that can be read.
var ErrNotContacts = errors.New("no contacts that can be read")

const (
	mostContacts  = 20_000
	largestImport = 64 << 20 // bytes; photographs stand in vCards
)

// ContactImport is what would come of bringing contacts in. Nothing has been changed.
type ContactImport struct {
	New     []Contact       `json:"new"`
	Changed []ContactChange `json:"changed"` // that are known, and of which the file says more
	Known   int             `json:"known"`   // of which it says nothing new
	Left    []string        `json:"left"`    // sentences: what is not taken, and why
}

// ContactChange is a contact before and after.
type ContactChange struct {
	Before Contact `json:"before"`
	After  Contact `json:"after"`
}

// ReadContacts reads a vCard file or a table, and says what would come of bringing it in. columns says what stands in columns of a table
// whose names say nothing: name, first, last, organisation, number, email, address, place, notes. It fails with ErrNotContacts, or
// ErrContactColumns where none of them says anything.
func (a *App) ReadContacts(path string, columns map[string]string) (ContactImport, error) {
	content, err := readContactFile(path)
	if err != nil {
		return ContactImport{}, err
	}
	read, err := readContacts(content, columns)
	if err != nil {
		return ContactImport{}, fmt.Errorf("read contacts: %w", err)
	}
	return a.compareContacts(read), nil
}

func readContacts(content []byte, columns map[string]string) ([]Contact, error) {
	text, err := contactText(content)
	switch {
	case err != nil:
		return nil, err
	case isCards(text):
		return readCards(text)
	}
	return readSheet(text, columns)
}

// contactText gives what a file says, in whatever way it is written. The error wraps ErrNotContacts.
func contactText(content []byte) (string, error) {
	if len(content) > largestImport {
		return "", detail(ErrNotContacts, "it is larger than 64 MB")
	}
	text := asUTF8(content)
	if strings.ContainsRune(text, 0) || strings.TrimSpace(text) == "" {
		return "", detail(ErrNotContacts, "it is no text")
	}
	return text, nil
}

// asUTF8 gives a text in whatever way it is written: UTF-8, UTF-16 with its mark, or as Windows did.
func asUTF8(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}), bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		if text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content); err == nil {
			return string(text)
		}
	case !utf8.Valid(content):
		if text, err := charmap.Windows1252.NewDecoder().Bytes(content); err == nil {
			return string(text)
		}
	}
	return strings.TrimPrefix(string(content), "\ufeff")
}

// compareContacts holds contacts against those that are known, and against each other.
func (a *App) compareContacts(read []Contact) ContactImport {
	numbers, known := a.directory().numbers, a.Contacts()
	plan := ContactImport{New: []Contact{}, Changed: []ContactChange{}, Left: []string{}}
	same := newSameness(numbers, known)
	for i, c := range read {
		c = numbers.tidied(a.presentable(c))
		if err := checkContact(c); err != nil {
			plan.Left = append(plan.Left, fmt.Sprintf("Entry %d (%s) was left out: %s.", i+1, orNobody(c.Title()), withParticulars(lookUp(err), err).What))
			continue
		}
		switch at := same.find(c); {
		case at < 0:
			same.add(c)
		case reflect.DeepEqual(numbers.joined(same.all[at], c), numbers.tidied(same.all[at])):
			plan.Known++
		default:
			same.all[at] = numbers.joined(same.all[at], c)
			same.index(at)
		}
	}
	for i, c := range same.all {
		switch {
		case i >= len(known):
			plan.New = append(plan.New, c)
		case !reflect.DeepEqual(c, known[i]):
			plan.Changed = append(plan.Changed, ContactChange{known[i], c})
		}
	}
	return plan
}

// ContactNews says what a contact gets that it had not, in a few words each.
func ContactNews(change ContactChange) (news []string) {
	before, after := change.Before, change.After
	for _, field := range [][2]string{
		{before.Name, after.Name}, {before.Organisation, after.Organisation}, {before.Address, after.Address}, {before.Place, after.Place},
	} {
		if field[0] != field[1] {
			news = append(news, oneLine(field[1]))
		}
	}
	for _, number := range after.Numbers {
		if !slices.Contains(before.Numbers, number) {
			news = append(news, NumberForPeople(number))
		}
	}
	for _, email := range after.Emails {
		if !slices.Contains(before.Emails, email) {
			news = append(news, email)
		}
	}
	if before.Notes != after.Notes {
		news = append(news, "notes")
	}
	return news
}

func orNobody(title string) string {
	if title == "" {
		return "without a name"
	}
	return quoteSome([]string{title})
}

// presentable puts what cannot stand as a number, an address or a place into the notes, so that nothing is lost.
func (a *App) presentable(c Contact) Contact {
	notes := nonEmpty(c.Notes)
	keep := func(what string, is func(string) bool) func(string) bool {
		return func(text string) bool {
			if !is(text) {
				notes = append(notes, what+": "+oneLine(text))
			}
			return !is(text)
		}
	}
	c.Numbers = slices.DeleteFunc(slices.Clone(c.Numbers), keep("Number", func(n string) bool { return onlyDigits(n) != "" && utf8.RuneCountInString(n) <= longestLine }))
	c.Emails = slices.DeleteFunc(slices.Clone(c.Emails), keep("E-mail", func(e string) bool {
		parsed, err := mail.ParseAddress(e)
		return err == nil && parsed.Address == e
	}))
	if a.CheckPlace(c.Place) != nil {
		notes, c.Place = append(notes, "Place: "+oneLine(c.Place)), ""
	}
	c.Notes = strings.Join(notes, "\n")
	return c
}

// sameness finds contacts that are one: they share a number or an address, and their names do not say otherwise.
type sameness struct {
	numbers *numbering
	all     []Contact
	by      map[string][]int // a number's key or an address → places in all
}

func newSameness(numbers *numbering, known []Contact) *sameness {
	s := &sameness{numbers, slices.Clone(known), map[string][]int{}}
	for i := range s.all {
		s.index(i)
	}
	return s
}

func (s *sameness) add(c Contact) {
	s.all = append(s.all, c)
	s.index(len(s.all) - 1)
}

func (s *sameness) index(at int) {
	for _, key := range s.keys(s.all[at]) {
		if !slices.Contains(s.by[key], at) {
			s.by[key] = append(s.by[key], at)
		}
	}
}

// keys are what a contact is known again by. One without numbers and addresses is by its names.
func (s *sameness) keys(c Contact) (keys []string) {
	for _, number := range c.Numbers {
		keys = append(keys, nonEmpty(s.numbers.read(number).key)...)
	}
	for _, email := range c.Emails {
		keys = append(keys, strings.ToLower(email))
	}
	return append(keys, "names\n"+strings.ToLower(c.Name+"\n"+c.Organisation))
}

// find gives the place of the one contact that this one is; -1 when there is none, or more than one.
func (s *sameness) find(c Contact) int {
	var found []int
	for _, key := range s.keys(c) {
		for _, at := range s.by[key] {
			if !slices.Contains(found, at) && sameNames(c, s.all[at]) {
				found = append(found, at)
			}
		}
	}
	if len(found) != 1 {
		return -1
	}
	return found[0]
}

// sameNames reports whether two contacts may be one by their names: what both say is the same.
func sameNames(a, b Contact) bool {
	return (a.Name == "" || b.Name == "" || sameText(a.Name, b.Name)) && (a.Organisation == "" || b.Organisation == "" || sameText(a.Organisation, b.Organisation))
}

// ImportContacts carries out what ReadContacts gave. When it fails in between, what was kept stays; doing it again goes on there.
func (a *App) ImportContacts(plan ContactImport) error {
	defer a.contactsChanged()
	numbers := a.directory().numbers
	for _, c := range plan.New {
		if _, err := a.library.EditContact("", func(kept *call.Contact) error { *kept = c; return nil }); err != nil {
			return fmt.Errorf("import contacts: %w", err)
		}
	}
	for _, change := range plan.Changed {
		_, err := a.library.EditContact(change.Before.ID, func(kept *call.Contact) error {
			*kept = numbers.joined(*kept, change.After)
			return checkContact(*kept)
		})
		if err != nil {
			return fmt.Errorf("import contacts: %w", err)
		}
	}
	return nil
}

// ExportContacts writes contacts to a file: a table when its name ends in .csv, else vCard 3.0.
func ExportContacts(path string, contacts []Contact) error {
	return writeFile(path, true, func(w io.Writer) error {
		return WriteContacts(w, contacts, strings.EqualFold(filepath.Ext(path), ".csv"))
	})
}

// WriteContacts writes contacts as a table, or as vCard 3.0.
func WriteContacts(w io.Writer, contacts []Contact, sheet bool) error {
	if sheet {
		return writeSheet(w, contacts)
	}
	return writeCards(w, contacts)
}
