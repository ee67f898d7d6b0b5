package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// picker is a choice among a list of words that knows Escape, and Enter for those who have chosen.
type picker struct {
	widget.Select
	escape func() // may be nil
	enter  func() // may be nil
}

func newPicker(words []string, changed func(string)) *picker {
	p := &picker{}
	p.ExtendBaseWidget(p)
	p.Options, p.OnChanged, p.PlaceHolder = words, changed, "Choose"
	return p
}

// TypedKey belongs to Fyne.
func (p *picker) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyEscape && p.escape != nil:
		p.escape()
	case (event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter) && p.enter != nil:
		p.enter()
	default:
		p.Select.TypedKey(event)
	}
}
