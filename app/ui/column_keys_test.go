package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Somebody who types fast reaches a list before it was drawn for the first time: it is on no canvas then.
func TestKeysBeforeTheFirstDrawingDoNoHarm(t *testing.T) {
	test.NewTempApp(t)
	list := (&column{create: newRegisterRow, show: func(int, fyne.CanvasObject) {}, height: func(int, float32) float32 { return 10 }}).start()
	chip := newChip("Case", func(fyne.Position) {})
	list.TypedRune(' ')
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	chip.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
}
