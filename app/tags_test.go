package app

import (
	"slices"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestTagsDifferInMoreThanCapitals(t *testing.T) {
	for _, c := range []struct{ tags, add, remove, want []string }{
		{[]string{"Urgent"}, []string{"urgent", "URGENT"}, nil, []string{"Urgent"}},
		{nil, []string{"Café", "café", "cafe"}, nil, []string{"Café", "cafe"}},
		{[]string{"Urgent", "tax"}, nil, []string{"URGENT"}, []string{"tax"}},
		{[]string{"a", ""}, []string{"b"}, []string{"b"}, []string{"a"}},
	} {
		if got := Retag(c.tags, c.add, c.remove); !slices.Equal(got, c.want) {
			t.Errorf("%q with %q without %q is %q, wants %q", c.tags, c.add, c.remove, got, c.want)
		}
	}
}

func TestTagsAreWrittenAsInTheLibrary(t *testing.T) {
	a, id := talk(t)
	if _, err := a.Edit(id, func(doc *call.Call) error { doc.Tags = []string{"Urgent"}; return nil }); err != nil {
		t.Fatal(err)
	}
	if got, err := a.AsTagged([]string{"new", "URGENT"}); err != nil || !slices.Equal(got, []string{"new", "Urgent"}) {
		t.Errorf("%q, %v", got, err)
	}
}
