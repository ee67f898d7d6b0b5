package ui

import (
	"slices"
	"testing"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// Contacts of one name can be told apart, and none of them is picked by the name alone.
func TestContactsOfOneNameAreToldApart(t *testing.T) {
	newBench(t, scripted{})
	all := []app.Contact{
		{ID: "1", Name: "Bob", Numbers: []string{"+12125550142"}},
		{ID: "2", Name: "Bob", Emails: []string{"bob@example.com"}},
		{ID: "3", Name: "bob", Emails: []string{"bob@example.com"}},
		{ID: "4", Name: "Bobby"},
		{ID: "5", Name: "Linda"},
	}
	if got := contactLabels(all); !slices.Equal(got, []string{"Bob, +1 212-555-0142", "Bob, bob@example.com, 2", "bob, bob@example.com, 3", "Bobby", "Linda"}) {
		t.Errorf("labels are %q", got)
	}
	var who call.ID
	pick := newContactPick(all, func(c app.Contact, _ bool) { who = c.ID })
	for _, typed := range []struct {
		text string
		want call.ID
	}{{"Bob", ""}, {"bobby ", "4"}, {"Bob, +1 212-555-0142", "1"}, {"Bob, bob@example.com, 2", "2"}, {"lin", "5"}, {"2125550142", "1"}, {"", ""}} {
		if pick.SetText(typed.text); who != typed.want {
			t.Errorf("%q picks %q, wants %q", typed.text, who, typed.want)
		}
	}
}
