package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// tabbed brings what the Tab key has reached on a scrolled page into sight. The toolkit tells nobody where the keyboard goes, so
// it is asked at every beat.
type tabbed struct {
	window  fyne.Window
	scroll  *container.Scroll
	focused fyne.Focusable // what had the keyboard at the last beat
}

func (t *tabbed) follow() {
	focused := t.window.Canvas().Focused()
	if focused == t.focused {
		return
	}
	t.focused = focused
	object, ok := focused.(fyne.CanvasObject)
	if _, below := focused.(*answerButton); !ok || below { // answers stand below what is scrolled
		return
	}
	driver := fyne.CurrentApp().Driver()
	y := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(t.scroll).Y
	height, margin := t.scroll.Size().Height, theme.Size(sizePage)
	switch {
	case y < 0:
		t.scroll.Offset.Y += y - margin
	case y+object.Size().Height > height:
		t.scroll.Offset.Y += y + object.Size().Height - height + margin
	default:
		return
	}
	t.scroll.Offset.Y = max(0, t.scroll.Offset.Y)
	t.scroll.Refresh()
}
