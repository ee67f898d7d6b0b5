package app

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

func TestCasesHoldAllThatHappened(t *testing.T) {
	a := american(t)
	id := phoned(t, a, "Dana", "+12125550142")
	okay(a.Edit(id, func(doc *call.Call) error {
		doc.Case, doc.Notes = " summit CREDIT", []call.Note{{At: 1, Text: "threatened"}}
		return nil
	}))(t)
	other := phoned(t, a, "Bob", "")
	okay(a.Edit(other, func(doc *call.Call) error { doc.Case = "Taxes"; return nil }))(t)
	linda := okay(a.SaveContact(Contact{Name: "Linda"}))(t)
	c := okay(a.AddCase(Case{Name: "Summit Credit", Kind: call.Debt, References: []string{"A-1", " a-1 ", "B"}, Contacts: []call.ID{linda.ID}}))(t)
	if len(c.References) != 2 {
		t.Errorf("references %q", c.References)
	}
	entry := okay(a.AddEntry("summit credit", call.CaseEntry{Kind: call.LetterReceived, When: time.Now().AddDate(0, 0, -3), Means: "validation_received", Text: "Their letter"}))(t)
	okay(a.AddFollowUp(Due{FollowUp: call.FollowUp{Due: a.Today().Add(2), Text: "answer"}, Case: "Summit Credit"}, nil))(t)
	lines := okay(a.Cases())(t)
	if len(lines) != 2 || !slices.ContainsFunc(lines, func(l CaseLine) bool { return l.Name == "Summit Credit" && l.Calls == 1 && l.Due == 1 }) ||
		!slices.ContainsFunc(lines, func(l CaseLine) bool { return l.Name == "Taxes" && l.ID == "" && l.Calls == 1 }) {
		t.Errorf("the cases are %+v", lines)
	}
	var texts []string
	for _, m := range okay(a.CaseTimeline(t.Context(), "Summit Credit"))(t) {
		texts = append(texts, string(m.Kind)+": "+m.Text)
	}
	all := strings.Join(texts, "\n")
	for _, want := range []string{"letter received: Their letter", "Dana", "note: threatened", "follow-up: answer (due "} {
		if !strings.Contains(all, want) {
			t.Errorf("the timeline lacks %q:\n%s", want, all)
		}
	}
	if !strings.HasPrefix(texts[0], "letter received") {
		t.Errorf("the timeline begins with %s", texts[0])
	}
	okay(a.EditCase("Summit Credit", func(c *Case) error { c.Name, c.Status = "Summit", call.Closed; return nil }))(t)
	if doc := okay(a.Call(id))(t); doc.Case != "Summit" {
		t.Errorf("the call is of case %q", doc.Case)
	}
	if lines := okay(a.Cases())(t); len(lines) != 2 || lines[1].Name != "Summit" {
		t.Errorf("a closed case stands first: %+v", lines)
	}
	must(t, a.RemoveEntry("Summit", entry.ID))
	if err := a.RemoveEntry("Summit", entry.ID); !errors.Is(err, ErrNoEntry) {
		t.Errorf("an entry that is gone: %v", err)
	}
	okay(a.EditCase("Taxes", func(c *Case) error { c.Notes = "one that was only a name"; return nil }))(t)
}

func TestEntriesAreCorrectedAndRemovedAndComeBack(t *testing.T) {
	a := american(t)
	okay(a.AddCase(Case{Name: "Summit Credit", Kind: call.Debt}))(t)
	first := okay(a.AddEntry("Summit Credit", call.CaseEntry{Kind: call.LetterSent, Means: "cease_sent", Text: "Do not call"}))(t)
	okay(a.EditEntry("Summit Credit", first.ID, func(e *call.CaseEntry) { e.ID, e.Text, e.Means = "other", "Do not call me ", "" }))(t)
	is := func(text string, former ...string) {
		t.Helper()
		c, texts := okay(a.Case("Summit Credit"))(t), []string{}
		for _, f := range c.Former {
			texts = append(texts, f.Entry.Text)
		}
		if !slices.Equal(texts, former) || (text == "") != (len(c.Entries) == 0) || text != "" && (c.Entries[0].Text != text || c.Entries[0].ID != first.ID || !c.Entries[0].Made.Equal(first.Made)) {
			t.Errorf("%+v, before %q, in place of %q, before %q", c.Entries, texts, text, former)
		}
	}
	is("Do not call me", "Do not call")
	okay(a.EditEntry("Summit Credit", first.ID, func(*call.CaseEntry) {}))(t) // changes nothing
	is("Do not call me", "Do not call")
	if _, err := a.EditEntry("Summit Credit", first.ID, func(e *call.CaseEntry) { e.Text = " " }); !errors.Is(err, ErrBadCase) {
		t.Errorf("an entry without words: %v", err)
	}
	if back := okay(a.RestoreEntry("Summit Credit", first.ID))(t); back.Means != "cease_sent" {
		t.Errorf("what came back is %+v", back)
	}
	is("Do not call", "Do not call me")
	okay(a.RestoreEntry("Summit Credit", first.ID))(t) // undoes that
	is("Do not call me", "Do not call")
	must(t, a.RemoveEntry("Summit Credit", first.ID))
	is("", "Do not call", "Do not call me")
	okay(a.RestoreEntry("Summit Credit", first.ID))(t)
	is("Do not call me", "Do not call")
	for _, id := range []string{"", "none"} {
		if _, err := a.RestoreEntry("Summit Credit", id); !errors.Is(err, ErrNoEntry) {
			t.Errorf("entry %q: %v", id, err)
		}
	}
}

func TestCasesThatMakeNoSense(t *testing.T) {
	a := american(t)
	okay(a.AddCase(Case{Name: "Solar"}))(t)
	okay(a.AddCase(Case{Name: "Taxes"}))(t)
	change := func(change func(*Case)) error {
		_, err := a.EditCase("Solar", func(c *Case) error { change(c); return nil })
		return err
	}
	_, again := a.AddCase(Case{Name: " SOLAR "})
	_, nobody := a.Case("nobody's")
	_, nothing := a.AddEntry("Solar", call.CaseEntry{Text: " "})
	_, kind := a.AddEntry("Solar", call.CaseEntry{Text: "x", Kind: "pigeon"})
	_, means := a.AddEntry("Solar", call.CaseEntry{Text: "x", Means: "nonsense"})
	for _, wrong := range []struct{ got, want error }{
		{again, ErrCaseName},
		{nobody, ErrNoCase},
		{change(func(c *Case) { c.Name = "taxes" }), ErrCaseName},
		{change(func(c *Case) { c.Name = "" }), ErrBadCase},
		{change(func(c *Case) { c.Kind = "war" }), ErrBadCase},
		{change(func(c *Case) { c.Status = "lost" }), ErrBadCase},
		{nothing, ErrBadCase},
		{kind, ErrBadCase},
		{means, ErrBadCase},
	} {
		if !errors.Is(wrong.got, wrong.want) {
			t.Errorf("%v in place of %v", wrong.got, wrong.want)
		}
	}
	if c := okay(a.Case("Solar"))(t); c.Kind != "" || len(c.Entries) != 0 {
		t.Errorf("the case is %+v", c)
	}
}

// Two who make a case of one name at once do not overwrite each other.
func TestACaseIsMadeOnce(t *testing.T) {
	a := american(t)
	var made atomic.Int32
	var work sync.WaitGroup
	for i := range 20 {
		work.Go(func() {
			_, err := a.AddCase(Case{Name: "Solar", Notes: strconv.Itoa(i)})
			switch {
			case err == nil:
				made.Add(1)
			case !errors.Is(err, ErrCaseName):
				t.Error(err)
			}
		})
	}
	if work.Wait(); made.Load() != 1 {
		t.Errorf("it was made %d times", made.Load())
	}
}
