package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// field is an entry that tells when the user is done with it: by Enter, or by going elsewhere.
type field struct {
	widget.Entry
	done   func() // may be nil
	escape func() // may be nil; called for the Escape key
}

func newField(hint string, done func()) *field {
	f := &field{done: done}
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(hint)
	f.OnSubmitted = func(string) { f.finish() }
	return f
}

func (f *field) finish() {
	if f.done != nil {
		f.done()
	}
}

// TypedKey belongs to Fyne.
func (f *field) TypedKey(event *fyne.KeyEvent) {
	if event.Name == fyne.KeyEscape && f.escape != nil {
		f.escape()
		return
	}
	f.Entry.TypedKey(event)
}

// FocusLost belongs to Fyne.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	f.finish()
}
