package app

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

func discarded(t *testing.T, a *App, ref string) Discarded {
	t.Helper()
	return okay(a.FindDiscarded(ref))(t)
}

func TestADeletedContactComesBackWithItsCalls(t *testing.T) {
	a := american(t)
	byNumber, said := phoned(t, a, "", "+12125550142"), phoned(t, a, "Dana", "")
	linda := okay(a.SaveContact(Contact{Name: "Linda", Numbers: []string{"+12125550142"}}))(t)
	okay(setContact(a, said, linda.ID))(t)
	okay(a.AddCase(Case{Name: "Solar", Contacts: []call.ID{linda.ID}}))(t)
	must(t, a.RemoveContact(linda.ID))
	for _, id := range []call.ID{byNumber, said} {
		if far := okay(a.Call(id))(t).Parties[call.Remote]; far.Contact != "" || far.Known != "" {
			t.Errorf("a call is with %+v", far)
		}
	}
	if _, err := a.FindContact("Linda"); !errors.Is(err, ErrNoSuchContact) {
		t.Errorf("she is found: %v", err)
	}
	must(t, a.RestoreDiscarded(discarded(t, a, "linda")))
	for _, id := range []call.ID{byNumber, said} {
		if far := okay(a.Call(id))(t).Parties[call.Remote]; far.Contact != linda.ID {
			t.Errorf("a call is with %+v", far)
		}
	}
	must(t, a.RemoveContact(linda.ID))
	must(t, a.PurgeDiscarded(discarded(t, a, string(linda.ID))))
	if _, err := a.FindDiscarded("Linda"); !errors.Is(err, storage.ErrNotTrashed) {
		t.Errorf("she is not gone for good: %v", err)
	}
}

func TestMergedContactsAreTakenApart(t *testing.T) {
	a := american(t)
	mine, hers, moved := phoned(t, a, "", "+12125550142"), phoned(t, a, "Dana", ""), phoned(t, a, "Bob", "")
	acme := okay(a.SaveContact(Contact{Name: "Acme", Numbers: []string{"+12125550142"}, Notes: "ours"}))(t)
	dana := okay(a.SaveContact(Contact{
		Name: "Dana", Organisation: "Acme Solar", Numbers: []string{"+12125550199", "+12125550142"}, Emails: []string{"dana@example.com"}, Notes: "hers",
	}))(t)
	okay(setContact(a, hers, dana.ID))(t)
	okay(setContact(a, moved, dana.ID))(t)
	okay(a.AddCase(Case{Name: "Alone", Contacts: []call.ID{dana.ID}}))(t)
	okay(a.AddCase(Case{Name: "Both", Contacts: []call.ID{acme.ID, dana.ID}}))(t)
	joined := okay(a.MergeContacts(acme.ID, dana.ID))(t)
	if joined.Organisation != "Acme Solar" || len(joined.Numbers) != 2 || len(joined.Emails) != 1 {
		t.Errorf("they are %+v", joined)
	}
	if d := discarded(t, a, "Dana, Acme Solar"); d.Into != joined.Title() {
		t.Errorf("the trash says %+v", d)
	}
	// What happens after that stays: another number, a note, and a call that is said to be somebody else's.
	okay(a.EditContact(acme.ID, func(c *Contact) error {
		c.Numbers, c.Notes = append(c.Numbers, "+12125550177"), c.Notes+"\nlater"
		return nil
	}))(t)
	bob := okay(a.SaveContact(Contact{Name: "Bob"}))(t)
	okay(setContact(a, moved, bob.ID))(t)
	must(t, a.RestoreDiscarded(discarded(t, a, string(dana.ID))))
	c := okay(a.Contact(acme.ID))(t)
	if c.Name != "Acme" || c.Organisation != "" || c.Notes != "ours\nlater" || len(c.Emails) != 0 || !slices.Equal(c.Numbers, []string{"+12125550142", "+12125550177"}) {
		t.Errorf("what is left is %+v", c)
	}
	back := okay(a.Contact(dana.ID))(t)
	if back.Joined != nil || !reflect.DeepEqual(back.Numbers, dana.Numbers) || back.Notes != "hers" {
		t.Errorf("what came back is %+v", back)
	}
	for id, want := range map[call.ID]call.ID{mine: "", hers: dana.ID, moved: bob.ID} { // the number of both is nobody's, as it was
		if far := okay(a.Call(id))(t).Parties[call.Remote]; far.Contact != want {
			t.Errorf("a call is with %q in place of %q", far.Contact, want)
		}
	}
	if alone, both := okay(a.Case("Alone"))(t), okay(a.Case("Both"))(t); !slices.Equal(alone.Contacts, []call.ID{dana.ID}) || !slices.Equal(both.Contacts, []call.ID{acme.ID, dana.ID}) {
		t.Errorf("involved are %v and %v", alone.Contacts, both.Contacts)
	}
}

func TestAContactOfOneInTheTrashWaitsForThat(t *testing.T) {
	a := american(t)
	acme, dana := okay(a.SaveContact(Contact{Name: "Acme"}))(t), okay(a.SaveContact(Contact{Name: "Dana"}))(t)
	okay(a.MergeContacts(acme.ID, dana.ID))(t)
	must(t, a.RemoveContact(acme.ID))
	if err := a.RestoreDiscarded(discarded(t, a, "Dana")); !errors.Is(err, ErrJoinedOn) {
		t.Errorf("she comes back out of nothing: %v", err)
	}
	must(t, a.RestoreDiscarded(discarded(t, a, "Acme")))
	must(t, a.RestoreDiscarded(discarded(t, a, "Dana")))
	if c := okay(a.Contact(acme.ID))(t); c.Notes != "" {
		t.Errorf("Acme is still %+v", c)
	}
}

func TestADeletedCaseComesBackWithItsCalls(t *testing.T) {
	a := american(t)
	id, other := phoned(t, a, "Dana", ""), phoned(t, a, "Bob", "")
	okay(a.AddCase(Case{Name: "Debt", Kind: call.Debt}))(t)
	okay(a.AddEntry("Debt", call.CaseEntry{Text: "a letter"}))(t)
	okay(a.AddFollowUp(Due{FollowUp: call.FollowUp{Due: a.Today(), Text: "answer"}, Case: "Debt"}, nil))(t)
	in := func(of call.ID, name string) {
		okay(a.Edit(of, func(doc *call.Call) error { doc.Case = name; return nil }))(t)
	}
	in(id, "debt")
	in(other, "Debt")
	gone := okay(a.RemoveCase("Debt"))(t)
	if cases, due := okay(a.Cases())(t), okay(a.FollowUps(true))(t); len(cases) != 0 || len(due) != 0 || okay(a.Call(id))(t).Case != "" {
		t.Errorf("there are still %+v and %+v", cases, due)
	}
	if _, err := a.RemoveCase("Debt"); !errors.Is(err, ErrNoCase) {
		t.Errorf("a case that is gone: %v", err)
	}
	in(other, "Other")
	okay(a.AddCase(Case{Name: "DEBT"}))(t)
	if err := a.RestoreDiscarded(gone); !errors.Is(err, ErrCaseName) {
		t.Errorf("two of one name: %v", err)
	}
	okay(a.EditCase("DEBT", func(c *Case) error { c.Name = "New"; return nil }))(t)
	must(t, a.RestoreDiscarded(gone))
	c := okay(a.Case("Debt"))(t)
	if c.Kind != call.Debt || len(c.Entries) != 1 || len(c.FollowUps) != 1 || len(c.Calls) != 0 {
		t.Errorf("what came back is %+v", c)
	}
	if okay(a.Call(id))(t).Case != "Debt" || okay(a.Call(other))(t).Case != "Other" {
		t.Error("its calls are not as they were, or one was taken from another case")
	}
	only := phoned(t, a, "Zoe", "")
	in(only, "Just a name")
	must(t, a.RestoreDiscarded(okay(a.RemoveCase("Just a name"))(t)))
	if okay(a.Call(only))(t).Case != "Just a name" {
		t.Error("a case that is only a name did not come back")
	}
}
