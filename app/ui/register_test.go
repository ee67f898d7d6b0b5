package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func TestContactsAreMadeFoundAndMerged(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("")
	number := "+12125550142"
	if _, err := b.app.Edit(id, func(doc *call.Call) error {
		doc.Parties = map[call.Party]call.Person{call.Remote: {Number: number}}
		doc.Notes = []call.Note{{At: 3, Text: "hung up"}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p := b.w.contacts
	b.w.show(p)
	b.until("it says that there are none", func() bool { return p.nothing.Visible() && b.says("No contacts yet.") })
	p.save(app.Contact{Name: "Linda Berg", Numbers: []string{number}})
	b.until("she is there with what happened", func() bool { return len(p.past) >= 2 && b.says("Linda Berg") && b.says("hung up") })
	p.save(app.Contact{Name: "Bob", Emails: []string{"nobody"}})
	b.until("the form comes back with what is wrong", func() bool { return b.says("is no e-mail address") })
	b.press(fyne.KeyEscape)
	p.save(app.Contact{Name: "Bob", Numbers: []string{"+49301234567"}})
	b.until("both are listed, the new one open", func() bool { return len(p.found) == 2 && p.title.text == "Bob" })
	p.query.SetText("berg 2125")
	b.until("the search leaves one", func() bool { return len(p.found) == 1 && p.title.text == "Linda Berg" })
	p.onEscape()
	b.until("all are back", func() bool { return len(p.found) == 2 })
	b.until("and what happened", func() bool { return len(p.past) >= 2 })
	for i, m := range p.past {
		if m.Text == "hung up" {
			p.onMoment(i)
		}
	}
	b.until("the call opens at its second", func() bool { return b.w.page == b.w.calls && b.w.calls.doc.id == id })
	b.until("under her name", func() bool { return b.says("Linda Berg") })
}

func TestCasesShowWhatHappened(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	p := b.w.cases
	b.w.show(p)
	b.until("it says that there are none", func() bool { return p.nothing.Visible() })
	p.save(app.Case{Name: "Solar panels", Kind: call.Telemarketing}, "", "")
	b.until("it is there", func() bool { return len(p.found) == 1 && p.title.text == "Solar panels" })
	p.save(app.Case{Name: "Solar panels"}, "", "")
	b.until("there can be one of that name", func() bool { return b.says("There is a case of that name already") })
	b.press(fyne.KeyEscape)
	if _, err := b.app.Edit(id, func(doc *call.Call) error { doc.Case = "solar panels"; return nil }); err != nil {
		t.Fatal(err)
	}
	p.saveEntry("Solar panels", call.CaseEntry{Kind: call.LetterSent, When: b.w.now(), Text: "I wrote to them"})
	b.until("calls and letters stand there", func() bool {
		return len(p.past) >= 2 && b.says("I wrote to them") && strings.Contains(p.found[0].facts, "1 call")
	})
	b.w.window.Canvas().Focus(p.list)
	b.press(fyne.KeyEscape)
	b.until("Escape leads back to the calls", func() bool { return b.w.page == b.w.calls })
}

func TestEntriesAreCorrectedAndTakenOutInTheWindow(t *testing.T) {
	b := newBench(t, scripted{})
	if _, err := b.app.AddCase(app.Case{Name: "Summit", Kind: call.Debt}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.app.AddFollowUp(app.Due{FollowUp: call.FollowUp{Due: b.app.Today().Add(9), Text: "answer them"}, Case: "Summit"}, nil); err != nil {
		t.Fatal(err)
	}
	p := b.w.cases
	b.w.show(p)
	b.until("the case is there", func() bool { return len(p.found) == 1 && p.entry.Visible() })
	p.saveEntry("Summit", call.CaseEntry{Kind: call.LetterSent, When: b.w.now(), Text: "I rote to them"})
	b.until("its letter is, too", func() bool { return len(p.past) == 2 && b.says("I rote to them") })
	if p.former.Visible() {
		t.Error("there is something earlier before anything was corrected")
	}
	at := func(text string) int {
		return slices.IndexFunc(p.past, func(m app.Moment) bool { return strings.HasPrefix(m.Text, text) })
	}
	b.w.window.Canvas().Focus(p.moments)
	p.moments.lookAt(at("I rote"))
	b.press(fyne.KeyReturn)
	b.until("Enter asks what it says", func() bool { return b.says("Correct what stands in Summit") })
	box := b.w.window.Canvas().Focused().(*field)
	box.SetText("I wrote to them")
	b.w.window.Canvas().FocusNext()
	b.press(fyne.KeyEscape)
	b.until("Escape changes nothing", func() bool { return !b.says("Correct what stands in Summit") && b.says("I rote to them") })
	b.w.window.Canvas().Focus(p.moments)
	b.press(fyne.KeyF2)
	b.until("F2 asks, too", func() bool { return b.says("Correct what stands in Summit") })
	b.w.window.Canvas().Focused().(*field).SetText("I wrote to them")
	b.w.front.choose(b.w.front.answer[0])
	b.until("it is corrected", func() bool { return at("I wrote") >= 0 && at("I rote") < 0 && p.former.Visible() })
	b.w.window.Canvas().Focus(p.moments)
	p.moments.lookAt(at("I wrote"))
	b.press(fyne.KeyDelete)
	b.until("Delete takes it out", func() bool { return at("I wrote") < 0 && b.says("Taken out of Summit: letter sent") })
	b.w.undo(func() {})
	b.until("and Undo brings it back", func() bool { return at("I wrote") >= 0 })
	day := p.entryForm("Summit", call.CaseEntry{Kind: call.Visit, Text: "they came"}, "")
	day.SetText("the 31st of June")
	b.w.front.choose(b.w.front.answer[0])
	if again, is := fieldSaying(b.w.window.Canvas().Overlays().Top(), "the 31st of June"); !is || again == day {
		t.Errorf("what was typed is gone: %q", b.words())
	}
	b.press(fyne.KeyEscape)
	p.onFormer()
	b.until("what it said before is there", func() bool { return b.says("What stood in Summit") && b.says("I rote to them") })
	b.press(fyne.KeyEscape)
	p.onMoment(at("answer them"))
	b.until("a follow-up leads to the follow-ups", func() bool { return b.w.page == b.w.follow && b.w.follow.place() >= 0 })
}

// fieldSaying finds the field that holds a text.
func fieldSaying(root fyne.CanvasObject, text string) (found *field, is bool) {
	walk(root, func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok && f.Text == text {
			found, is = f, true
		}
	})
	return found, is
}

func TestDeletedAndMergedContactsAndCasesComeBack(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Dana")
	acme, err := b.app.SaveContact(app.Contact{Name: "Acme"})
	if err != nil {
		t.Fatal(err)
	}
	dana, err := b.app.SaveContact(app.Contact{Name: "Dana", Numbers: []string{"+12125550142"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.app.Edit(id, func(doc *call.Call) error { doc.Case = "Taxes"; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := b.app.EditCase("Taxes", func(c *app.Case) error { c.Contacts = []call.ID{dana.ID}; return nil }); err != nil {
		t.Fatal(err)
	}
	p := b.w.contacts
	b.w.show(p)
	b.until("both are there", func() bool { return len(p.found) == 2 })
	p.choose(string(dana.ID))
	b.w.window.Canvas().Focus(p.list)
	b.press(fyne.KeyDelete)
	b.until("she is in the trash, and that can be undone", func() bool { return len(p.found) == 1 && b.says("Moved to trash: Dana") })
	c, err := b.app.Case("Taxes")
	if err != nil {
		t.Fatal(err)
	}
	b.w.cases.save(c, "Taxes", "Acme") // a form that does not show her keeps her
	b.until("Acme is involved", func() bool { c, err := b.app.Case("Taxes"); return err == nil && len(c.Contacts) == 2 })
	b.w.undo(func() {})
	b.until("she is back", func() bool { return len(p.found) == 2 })
	p.merge(acme, dana)
	b.until("they are one", func() bool { return len(p.found) == 1 && b.says("Dana became part of Acme") })
	b.w.show(b.w.cases)
	b.until("the case is there", func() bool { return b.w.cases.place() == 0 })
	b.w.cases.onDelete()
	b.until("it is in the trash", func() bool { return len(b.w.cases.found) == 0 && b.says("Moved to trash: Taxes") })
	bin := b.w.bin
	b.w.show(bin)
	b.until("the trash tells of both", func() bool {
		return len(bin.all) == 2 && b.says("1 contact, 1 case") && b.says("became part of Acme") && b.says("Taxes")
	})
	for range 2 {
		left := len(bin.all)
		b.w.window.Canvas().Focus(bin.list)
		b.press(fyne.KeyReturn)
		b.until("one comes back", func() bool { return len(bin.all) == left-1 })
	}
	doc, err := b.app.Call(id)
	if err != nil || doc.Case != "Taxes" || len(b.app.Contacts()) != 2 {
		t.Errorf("the call is of case %q, and there are %d contacts: %v", doc.Case, len(b.app.Contacts()), err)
	}
	if err := b.app.RemoveContact(acme.ID); err != nil {
		t.Fatal(err)
	}
	b.until("one is there again", func() bool { return len(bin.all) == 1 })
	b.tap("Remove for good…")
	if !b.says("Remove this contact for good?") {
		t.Errorf("it is asked %q", b.words())
	}
	b.tap("Remove for good")
	b.until("it is gone for good", func() bool { return b.says("The trash is empty.") })
}

func TestAnAddressBookWithUnknownColumnsIsAskedAbout(t *testing.T) {
	b := newBench(t, scripted{})
	path := filepath.Join(t.TempDir(), "kunden.csv")
	if err := os.WriteFile(path, []byte("Kunde;Rufnr;Farbe\nLinda Berg;+1 212 555 0142;blue\nBob;+1 212 555 0199;red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := b.w.contacts
	b.w.show(p)
	p.bring(path, nil)
	b.until("it is asked what stands in the columns", func() bool {
		return b.says("How kunden.csv is read") && b.says("The columns do not say what stands in them") && b.says("Linda Berg | +1 212 555 0142 | blue") && b.says("Farbe")
	})
	h := &contactsHow{page: p, path: path, fields: []string{"name", "number", ""}, name: newField("", nil)}
	h.preview.Columns = []string{"Kunde", "Rufnr", "Farbe"}
	h.name.SetText("Shop")
	b.w.front.popup.Hide()
	h.onRead()
	b.until("it says what comes of it", func() bool { return b.says("2 new") })
	b.tap("Bring in")
	b.until("they are there", func() bool { return len(p.found) == 2 && b.says("Linda Berg") })
	saved, err := b.app.ContactMapping("shop")
	if err != nil || saved.Columns["kunde"] != "name" || saved.Columns["farbe"] != app.NoColumn {
		t.Errorf("saved is %+v, %v", saved, err)
	}
	p.askHow(path, "")
	b.until("the saved one is offered", func() bool { return b.says("As saved") })
	b.press(fyne.KeyEscape)
	taken := &contactsHow{page: p, preview: h.preview, fields: make([]string, 3), form: container.NewWithoutLayout(), name: newField("", nil)}
	taken.take(saved)
	if taken.fields[0] != "name" || taken.fields[1] != "number" || taken.name.Text != "Shop" || len(taken.form.Objects) != 3 {
		t.Errorf("taken is %q", taken.fields)
	}
}

func TestACaseShowsOnWhichDaysThereWereCalls(t *testing.T) {
	b, ids := withCalls(t)
	for _, name := range []string{"Zoe", ""} {
		if _, err := b.app.Edit(ids[name], func(doc *call.Call) error { doc.Case = "Tax 2026"; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	p := b.w.cases
	b.w.show(p)
	b.until("three days are dark", func() bool { return len(p.heat.days) == 3 && p.heat.root.Visible() })
	b.w.window.Canvas().Focus(p.heat)
	for range 30 {
		b.press(fyne.KeyUp)
	}
	b.press(fyne.KeyReturn)
	if at := p.moments.cursor; b.w.window.Canvas().Focused() != p.moments || p.past[at].Call != ids[""] {
		t.Errorf("a day leads to %+v", p.past[at])
	}
	if _, err := b.app.Edit(ids["Zoe"], func(doc *call.Call) error { doc.Case = ""; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := b.app.Edit(ids[""], func(doc *call.Call) error { doc.Case = ""; return nil }); err != nil {
		t.Fatal(err)
	}
	b.until("one call needs no calendar", func() bool { return len(p.past) > 0 && !p.heat.root.Visible() })
}

func TestATakeIsWithAContactThatIsPicked(t *testing.T) {
	b := newBench(t, scripted{})
	linda, err := b.app.SaveContact(app.Contact{Name: "Linda Berg", Numbers: []string{"+12125550142"}})
	if err != nil {
		t.Fatal(err)
	}
	b.w.onRecord()
	b.until("the take runs", func() bool { return b.w.take.running })
	b.w.take.name.SetText("ber")
	b.until("she is offered", func() bool { return len(b.w.take.people.root.Objects) == 1 && b.says("Linda Berg") })
	b.w.take.people.root.Objects[0].(*chip).open(fyne.Position{})
	b.until("the call is with her", func() bool {
		status, running := b.app.Take()
		far := status.Call.Parties[call.Remote]
		return running && far.Contact == linda.ID && far.Name == "Linda Berg" && far.Number == ""
	})
	if b.w.take.people.root.Visible() {
		t.Error("she is offered again")
	}
	b.w.take.onStop()
	b.until("it is saved", func() bool { _, running := b.app.Take(); return !running })
}

// One case that cannot be read is told of, hides none of the others, and keeps nobody from reading them again.
func TestADamagedCaseHidesNoOther(t *testing.T) {
	b := newBench(t, scripted{})
	p := b.w.cases
	due := app.Due{FollowUp: call.FollowUp{Text: "Send the form", Due: b.app.Today()}, Case: "Lease"}
	if _, err := b.app.AddFollowUp(due, nil); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(b.app.Library(), "cases", "20260101-120000-abcd.json")
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.w.show(p)
	b.until("the one is listed", func() bool { return len(p.found) == 1 && p.title.text == "Lease" })
	b.until("the other is told of", func() bool { return b.says("A file of the library is damaged and cannot be read") })
	b.press(fyne.KeyEscape)
	b.w.show(b.w.follow)
	b.until("what is to be done is listed", func() bool { return len(b.w.follow.all) == 1 })
	b.until("and it is told again", func() bool { return b.says("A file of the library is damaged and cannot be read") })
	b.press(fyne.KeyEscape)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	b.w.show(p)
	p.save(app.Case{Name: "Solar panels"}, "", "")
	b.until("they are read again", func() bool { return len(p.found) == 2 })
}

// While what happened with somebody is read, nothing of somebody else may stand below the name.
func TestNothingOfSomebodyElseStandsBelowAName(t *testing.T) {
	b := newBench(t, scripted{})
	p := b.w.contacts
	first, err := b.app.SaveContact(app.Contact{Name: "Anna", Notes: "called"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.app.SaveContact(app.Contact{Name: "Berta"})
	if err != nil {
		t.Fatal(err)
	}
	slow := make(chan struct{})
	p.look = func(_ context.Context, key string) ([]app.Moment, error) {
		if key == string(second.ID) {
			<-slow
		}
		return []app.Moment{{Kind: app.MomentCall, Text: "with " + key}}, nil
	}
	b.w.show(p)
	b.until("what happened with the first is there", func() bool { return b.says("with " + string(first.ID)) })
	p.choose(string(second.ID))
	if b.says("with "+string(first.ID)) || !b.says("Berta") || !b.says("Reading…") {
		t.Errorf("the window says %q", b.words())
	}
	close(slow)
	b.until("what happened with the second is there", func() bool { return b.says("with "+string(second.ID)) && !b.says("Reading…") })
}

// Merging with nobody says so and goes on asking, and Escape leaves the box in which somebody is picked.
func TestMergingNeedsSomebody(t *testing.T) {
	b := newBench(t, scripted{})
	for _, name := range []string{"Anna", "Berta"} {
		if _, err := b.app.SaveContact(app.Contact{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	p := b.w.contacts
	b.w.show(p)
	b.until("both are listed", func() bool { return len(p.found) == 2 && p.title.text == "Anna" })
	p.onMerge()
	b.tap("Merge")
	if pick, is := b.w.window.Canvas().Focused().(*contactPick); !is || !b.says("Nobody is chosen yet") {
		t.Fatalf("the window says %q", b.words())
	} else {
		pick.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	if b.w.window.Canvas().Overlays().Top() != nil || len(b.app.Contacts()) != 2 {
		t.Errorf("%d contacts are left, and the window says %q", len(b.app.Contacts()), b.words())
	}
}
