package storage

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// named is a change that gives a contact a name.
func named(name string) func(*call.Contact) error {
	return func(c *call.Contact) error { c.Name = name; return nil }
}

func TestContactsAreKept(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	first := must[call.Contact](t)(l.EditContact("", named("Linda Berg")))
	second := must[call.Contact](t)(l.EditContact("", named("Acme Solar")))
	changed := must[call.Contact](t)(l.EditContact(first.ID, func(c *call.Contact) error {
		c.ID, c.Made, c.Numbers = second.ID, l.now().AddDate(1, 0, 0), []string{"+12125550142"}
		return nil
	}))
	if changed.ID != first.ID || !changed.Made.Equal(first.Made) || changed.Name != "Linda Berg" {
		t.Errorf("the contact has become %+v", changed)
	}
	refused := errors.New("no")
	if _, err := l.EditContact(second.ID, func(*call.Contact) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("a change that refuses gives %v", err)
	}
	if _, err := l.EditContact(second.ID, named("")); err == nil {
		t.Error("a contact was left without anything to call it by")
	}
	shut(t, l)
	l = open(t, dir)
	all := must[[]call.Contact](t)(l.Contacts())
	if len(all) != 2 || !slices.ContainsFunc(all, func(c call.Contact) bool { return c.Title() == "Linda Berg" && len(c.Numbers) == 1 }) {
		t.Errorf("kept are %+v", all)
	}
	if err := l.RemoveContact(first.ID); err != nil {
		t.Error(err)
	}
	for _, id := range []call.ID{first.ID, "", "../x"} {
		if _, err := l.Contact(id); !errors.Is(err, ErrNoContact) {
			t.Errorf("contact %q: %v", id, err)
		}
		if err := l.RemoveContact(id); !errors.Is(err, ErrNoContact) {
			t.Errorf("removing contact %q: %v", id, err)
		}
		if _, err := l.EditContact(id, named("other")); id != "" && !errors.Is(err, ErrNoContact) {
			t.Errorf("changing contact %q: %v", id, err)
		}
	}
}

func TestRemovedContactsAndCasesLieInTheTrash(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	linda := must[call.Contact](t)(l.EditContact("", named("Linda")))
	taxes := must[call.Case](t)(l.EditCase("Taxes", func(c *call.Case) error { c.Notes = "2026"; return nil }))
	for _, err := range []error{l.PurgeContact(linda.ID), l.PurgeCase(taxes.ID), second(l.RestoreContact(linda.ID)), second(l.RestoreCase(taxes.ID)), second(l.RestoreCase("../x"))} {
		if !errors.Is(err, ErrNotTrashed) {
			t.Errorf("what is not in the trash: %v", err)
		}
	}
	if err := l.RemoveContact(linda.ID); err != nil {
		t.Fatal(err)
	}
	must[call.Case](t)(l.EditCase("Taxes", func(c *call.Case) error { c.Removed = l.now(); return nil }))
	shut(t, l)
	l = open(t, dir)
	there := func(contacts, removed, cases, removedCases int) {
		t.Helper()
		counts := []int{
			len(must[[]call.Contact](t)(l.Contacts())), len(must[[]call.Contact](t)(l.RemovedContacts())),
			len(must[[]call.Case](t)(l.Cases())), len(must[[]call.Case](t)(l.RemovedCases())),
		}
		if !slices.Equal(counts, []int{contacts, removed, cases, removedCases}) {
			t.Errorf("there are %v", counts)
		}
	}
	there(0, 1, 0, 1)
	other := must[call.Case](t)(l.EditCase("Taxes", func(*call.Case) error { return nil })) // another one of that name
	if other.ID == taxes.ID || other.Notes != "" {
		t.Errorf("the removed case is %+v", other)
	}
	there(0, 1, 1, 1)
	if c := must[call.Contact](t)(l.RestoreContact(linda.ID)); c.Name != "Linda" || !c.Removed.IsZero() || !c.Made.Equal(linda.Made) {
		t.Errorf("what came back is %+v", c)
	}
	if c := must[call.Case](t)(l.RestoreCase(taxes.ID)); c.Notes != "2026" || !c.Removed.IsZero() {
		t.Errorf("what came back is %+v", c)
	}
	there(1, 0, 2, 0)
	if err := errors.Join(l.RemoveContact(linda.ID), l.PurgeContact(linda.ID)); err != nil {
		t.Error(err)
	}
	there(0, 0, 2, 0)
}

func second[T any](_ T, err error) error { return err }

func TestContactsOfOtherVersions(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	id := must[call.Contact](t)(l.EditContact("", named("Linda"))).ID
	name := filepath.Join(dir, contactShelf.file(id))
	write := func(content string) {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"format":1,"id":"` + string(id) + `","name":"Linda","numbers":[],"emails":[],"pronouns":"she"}`)
	must[call.Contact](t)(l.EditContact(id, named("Linda Berg")))
	if content := string(must[[]byte](t)(os.ReadFile(name))); !strings.Contains(content, `"pronouns": "she"`) || !strings.Contains(content, "Linda Berg") {
		t.Errorf("what is unknown was lost: %s", content)
	}
	for content, want := range map[string]error{`{"format":9}`: ErrNewerFormat, `{"format":1,"id":"` + string(id) + `"}`: ErrDamaged, `[]`: ErrDamaged} {
		write(content)
		_, reading := l.Contact(id)
		_, listing := l.Contacts()
		_, writing := l.EditContact(id, named("Bob"))
		for _, err := range []error{reading, listing, writing} {
			if !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", content, err, want)
			}
		}
		if kept := string(must[[]byte](t)(os.ReadFile(name))); kept != content {
			t.Errorf("%s has become %s", content, kept)
		}
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}
