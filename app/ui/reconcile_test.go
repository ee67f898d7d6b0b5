package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func (b *bench) listFile(content string) string {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "bill.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func TestACarriersListIsLaidBesideTheCalls(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	began := time.Date(2026, 3, 13, 14, 2, 10, 0, time.Local)
	if _, err := b.app.Edit(id, func(doc *call.Call) error {
		doc.Started, doc.Parties[call.Remote] = began, call.Person{Name: "Acme Solar", Number: "+1 212 555 0142"}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p := b.w.matches
	b.w.show(p)
	if !b.says("Is every call there?") {
		t.Fatalf("an empty page says %q", b.words())
	}
	if b.w.window.Canvas().Focused() != p.file {
		t.Error("the keyboard is not where the list can be named")
	}
	test.Type(p.file, b.listFile("Date,Number,Type\n2026-03-13 14:02,+12125550142,Incoming\n2026-03-14 09:00,+12125550142,Missed\n2026-03-15 09:00,+16465550100,Outgoing\n"))
	b.press(fyne.KeyReturn)
	b.until("it is laid beside the library", func() bool {
		return b.says("bill.csv · 3 calls: 1 recorded, 0 noted, 2 undocumented") && b.says("Undocumented · 2") && b.says("+1 212-555-0142")
	})
	b.press(fyne.KeyReturn)
	b.until("one is added", func() bool { return b.says("1 recorded, 1 noted, 1 undocumented") })
	p.to.SetText("Summit Credit")
	p.list.TypedRune('a')
	b.until("all are added", func() bool {
		return b.says("1 recorded, 2 noted, 0 undocumented") && b.says("No call of the list is undocumented.")
	})
	calls, err := b.app.Calls(app.Filter{Case: "Summit Credit"})
	if err != nil || len(calls) != 1 || calls[0].Outcome != call.Noted {
		t.Errorf("%+v %v", calls, err)
	}
	b.tap("Recorded · 1")
	b.until("the recorded one is shown", func() bool { return b.says("✓ recorded") })
	b.w.window.Canvas().Focus(p.list)
	b.press(fyne.KeyReturn)
	b.until("its call is open", func() bool { return b.w.page == b.w.calls && b.w.calls.chosen == id })
}

func TestAListIsDroppedOntoItsPage(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.show(b.w.matches)
	b.drop(b.listFile("Date,Number\n2026-03-13 14:02,+12125550142\n"))
	b.until("it is read as a list", func() bool {
		return b.w.page == b.w.matches && b.says("bill.csv · 1 call: 0 recorded, 0 noted, 1 undocumented")
	})
}

func TestPathsAreUnderstoodAsTheyAreCopied(t *testing.T) {
	t.Setenv("HOME", "/home/anna")
	for text, want := range map[string]string{
		" /tmp/my bill.csv ": "/tmp/my bill.csv", "\"/tmp/my bill.csv\"": "/tmp/my bill.csv", "~/bill.csv": "/home/anna/bill.csv",
		"file:///tmp/my%20bill.csv": "/tmp/my bill.csv", "bill.csv": "bill.csv", "  ": "",
	} {
		if got := pathOf(text); got != want {
			t.Errorf("%q is %q, wanted %q", text, got, want)
		}
	}
}

func TestAListThatMayMeanTwoThingsIsAskedAbout(t *testing.T) {
	b := newBench(t, scripted{})
	p := b.w.matches
	b.w.show(p)
	path := b.listFile("Date,Number\n03/04/2026 10:00,+12125550142\n")
	p.open(path)
	b.until("it is asked", func() bool {
		return b.says("How bill.csv is read") && b.says("3 April 2026 (day-first) or 4 March 2026 (month-first)")
	})
	selects := selectsIn(b.w.window.Canvas().Overlays().Top())
	selects["As they can only be meant"].SetSelected("Month first: 12/31/2026")
	for _, f := range fieldsIn(b.w.window.Canvas().Overlays().Top()) {
		if f.PlaceHolder == "A name, to use it again" {
			f.SetText("My carrier")
		}
	}
	b.tap("Read it")
	b.until("it is read", func() bool { return b.says("1 call: 0 recorded, 0 noted, 1 undocumented") })
	if m, err := b.app.ListMapping("my carrier"); err != nil || m.Dates != app.MonthFirst || m.Date != "Date" {
		t.Errorf("%+v %v", m, err)
	}
	if !p.calls.Calls[0].Started.Equal(time.Date(2026, 3, 4, 10, 0, 0, 0, time.Local)) {
		t.Errorf("%+v", p.calls.Calls)
	}
	p.open(b.listFile("nothing\n"))
	b.until("it is told, and the list before stays", func() bool { return b.says("This list of calls cannot be read") })
	if len(p.calls.Calls) != 1 {
		t.Error("the list before is gone")
	}
}

// selectsIn gives the choices in sight by what is chosen; of several the first.
func selectsIn(root fyne.CanvasObject) map[string]*picker {
	all := map[string]*picker{}
	walk(root, func(o fyne.CanvasObject) {
		if s, ok := o.(*picker); ok && all[s.Selected] == nil {
			all[s.Selected] = s
		}
	})
	return all
}

func fieldsIn(root fyne.CanvasObject) (all []*field) {
	walk(root, func(o fyne.CanvasObject) {
		if f, ok := o.(*field); ok {
			all = append(all, f)
		}
	})
	return all
}

func TestAReportIsAskedFor(t *testing.T) {
	b := newBench(t, scripted{})
	b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.body.Visible() })
	b.w.onReport()
	top := b.w.window.Canvas().Overlays().Top()
	if !b.says("Report or letter") || selectsIn(top)["This call"] == nil || selectsIn(top)["Pages to print or send (PDF)"] == nil {
		t.Fatalf("it says %q", b.words())
	}
	what := selectsIn(top)["Call sheet"]
	what.SetSelected("Do-not-call log")
	if about := selectsIn(top)["Calls with +1 212-555-0142"]; about == nil || about.Options[len(about.Options)-1] != "All calls" {
		t.Errorf("it is about %v", b.words())
	}
	for _, option := range what.Options {
		what.SetSelected(option)
		if letter := strings.HasPrefix(option, "Letter: "); letter != (selectsIn(top)["Word document (DOCX)"] != nil) {
			t.Errorf("%s: %q", option, b.words())
		}
	}
	what.SetSelected("Call sheet")
	b.press(fyne.KeyRight, fyne.KeyReturn)
	b.until("it is asked where", func() bool { return b.w.file != nil })
	b.w.file.Hide()

	b.until("that question is gone", func() bool { return b.w.window.Canvas().Overlays().Top() == nil })
	b.w.askReport(app.Summary{})
	if selectsIn(b.w.window.Canvas().Overlays().Top())["Call sheet"] != nil {
		t.Error("a call sheet of no call")
	}
	b.tap("Cancel")
}

func TestPapersAboutAContactAndACase(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.show(b.w.contacts)
	b.w.contacts.save(app.Contact{Name: "Linda Berg", Numbers: []string{"+12125550142"}})
	b.until("she is there", func() bool { return b.w.contacts.title.text == "Linda Berg" })
	b.tap("Report or letter…")
	if top := b.w.window.Canvas().Overlays().Top(); selectsIn(top)["Calls with Linda Berg"] == nil || selectsIn(top)["Chronology"] == nil {
		t.Errorf("it says %q", b.words())
	}
	b.tap("Cancel")
	b.w.show(b.w.cases)
	b.w.cases.save(app.Case{Name: "Solar panels"}, "", "")
	b.until("it is there", func() bool { return b.w.cases.title.text == "Solar panels" })
	b.tap("Report or letter…")
	if top := b.w.window.Canvas().Overlays().Top(); selectsIn(top)["The case “Solar panels”"] == nil {
		t.Errorf("it says %q", b.words())
	}
}
