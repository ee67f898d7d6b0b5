package ui

import (
	"strings"

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

// newLines is a field for several lines. The Tab key leaves it.
func newLines(lines []string, hint string) *field {
	f := newField(hint, nil)
	f.MultiLine, f.Wrapping = true, fyne.TextWrapWord
	f.SetMinRowsVisible(2)
	f.SetText(strings.Join(lines, "\n"))
	return f
}

// lines gives what stands in a field for several.
func (f *field) lines() []string { return strings.Split(f.Text, "\n") }

// AcceptsTab belongs to Fyne.
func (*field) AcceptsTab() bool { return false }

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
