package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
)

// The Tab key goes through a page as one reads: from its head by the search and the list to what can be done with the chosen one.
func TestTabGoesAsOneReads(t *testing.T) {
	b := newBench(t, scripted{})
	if _, err := b.app.SaveContact(app.Contact{Name: "Linda Berg"}); err != nil {
		t.Fatal(err)
	}
	p := b.w.contacts
	b.w.show(p)
	canvas := b.w.window.Canvas()
	b.until("the list has the keyboard", func() bool { return canvas.Focused() == fyne.Focusable(p.list) })
	canvas.FocusPrevious()
	if canvas.Focused() != fyne.Focusable(p.query) {
		t.Errorf("before the list stands %T", canvas.Focused())
	}
	canvas.FocusNext()
	canvas.FocusNext()
	if button, is := canvas.Focused().(*keyButton); !is || button.Text != "Edit… (F2)" {
		t.Fatalf("after the list comes %T", canvas.Focused())
	}
	canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.press(fyne.KeyEscape)
	if canvas.Focused() == nil {
		t.Error("after a form the keyboard is nowhere")
	}
	canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.w.page != b.w.calls {
		t.Error("Escape on a button does not lead back")
	}
}
