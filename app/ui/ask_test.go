package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// Half a screen at 200 % leaves a form 640 by 400: it must be scrolled, its buttons stay, and the Tab key brings each field into sight.
func TestFormsFitWindowsOfAnySize(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.body.Visible() })
	if _, err := b.app.AddCase(app.Case{Name: "Summit"}); err != nil {
		t.Fatal(err)
	}
	contact := app.Contact{Name: "Linda", Numbers: []string{"+12125550142", "+12125550143", "+12125550144"}, Notes: "one\ntwo\nthree\nfour"}
	forms := map[string]func(){
		"contact": func() { b.w.contacts.form(contact, "“nobody” is no e-mail address.") },
		"case":    func() { b.w.cases.form(app.Case{Name: "Summit"}, "Summit", "There is a case of that name already.") },
		"entry": func() {
			b.w.cases.entryForm("Summit", call.CaseEntry{ID: "a", Kind: call.Visit}, "An entry needs words.")
		},
		"log":       b.w.askLog,
		"follow-up": func() { b.w.askFollowUp(id, 1) },
		"report":    func() { b.w.askPaper(id, subject{"The case “Summit”", app.Scope{Case: "Summit"}}) },
		"who":       b.w.calls.doc.onEdit,
	}
	for _, size := range []fyne.Size{fyne.NewSize(640, 400), fyne.NewSize(900, 600)} {
		b.w.window.Resize(size)
		for name, form := range forms {
			form()
			q := b.w.front
			if needs := q.popup.MinSize(); needs.Height > size.Height || needs.Width > size.Width {
				t.Errorf("%s needs %v of %v", name, needs, size)
			}
			b.reachesAll(name, q)
			b.press(fyne.KeyEscape)
			if q.popup.Visible() {
				t.Errorf("Escape leaves %s standing", name)
				q.popup.Hide()
			}
		}
	}
}

// reachesAll presses Tab until the keyboard has gone round a form, and sees that what has it is in sight.
func (b *bench) reachesAll(name string, q *question) {
	b.t.Helper()
	driver, seen := fyne.CurrentApp().Driver(), map[fyne.Focusable]bool{}
	for !seen[b.w.window.Canvas().Focused()] {
		focused := b.w.window.Canvas().Focused()
		seen[focused] = true
		b.w.front.onBeat()
		object := focused.(fyne.CanvasObject)
		top, height := driver.AbsolutePositionForObject(object).Y, object.Size().Height
		if q.tabbed == nil {
			break
		}
		if area := driver.AbsolutePositionForObject(q.scroll).Y; object != fyne.CanvasObject(q.scroll) && top+height > b.w.window.Canvas().Size().Height-theme.Size(sizePage) || top < area {
			b.t.Errorf("%s: %T at %v is out of sight", name, object, top)
		}
		b.w.window.Canvas().FocusNext()
	}
	if len(seen) < 3 && q.tabbed != nil {
		b.t.Errorf("Tab reaches %d places of %s", len(seen), name)
	}
}

// A question too long for the window begins at its top: its answers, where the keyboard is, do not stand in what is scrolled.
func TestLongQuestionsBeginAtTheTop(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.window.Resize(fyne.NewSize(640, 400))
	b.w.ask("Long", paragraphs(strings.Repeat("A line.\n", 40), sizeBody, colorInk), action{label: "Close"})
	b.w.front.onBeat()
	if at := b.w.front.scroll.Offset.Y; at != 0 {
		t.Errorf("it begins %.0f below its top", at)
	}
}
