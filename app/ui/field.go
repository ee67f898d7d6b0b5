package ui

import "fyne.io/fyne/v2/widget"

// field is an entry that tells when the user is done with it: by Enter, or by going elsewhere.
type field struct {
	widget.Entry
	done func()
}

func newField(hint string, done func()) *field {
	f := &field{done: done}
	f.ExtendBaseWidget(f)
	f.SetPlaceHolder(hint)
	f.OnSubmitted = func(string) { f.done() }
	return f
}

// FocusLost belongs to Fyne.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	f.done()
}
