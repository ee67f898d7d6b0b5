package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// undrawn is a program in which nothing was drawn yet: nothing is on a canvas.
type (
	undrawn       struct{ fyne.App }
	undrawnDriver struct{ fyne.Driver }
)

func (u undrawn) Driver() fyne.Driver                               { return undrawnDriver{u.App.Driver()} }
func (undrawnDriver) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return nil }

// Somebody who types fast reaches a list before it was drawn for the first time.
func TestKeysBeforeTheFirstDrawingDoNoHarm(t *testing.T) {
	fyne.SetCurrentApp(undrawn{test.NewTempApp(t)})
	list := (&column{create: newRegisterRow, show: func(int, fyne.CanvasObject) {}, height: func(int, float32) float32 { return 10 }}).start()
	chip := newChip("Case", func(fyne.Position) {})
	list.TypedRune(' ')
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	chip.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
}
