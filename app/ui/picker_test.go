package ui

import (
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// A list of words has an edge, which tells where the keyboard is.
func TestPickerHasAnEdge(t *testing.T) {
	b := newBench(t, scripted{})
	p := newPicker([]string{"one", "two"}, nil)
	b.w.ask("", p, action{label: "Close"})
	edge := func() *canvas.Rectangle {
		all := test.WidgetRenderer(p).Objects()
		return all[len(all)-1].(*canvas.Rectangle)
	}
	if edge().StrokeWidth == 0 || edge().Size() != p.Size() || edge().StrokeColor != theme.Color(theme.ColorNameInputBorder) {
		t.Fatalf("the edge is %v of %v wide, in %v", edge().Size(), p.Size(), edge().StrokeColor)
	}
	b.w.window.Canvas().Focus(p)
	if edge().StrokeColor != theme.Color(theme.ColorNamePrimary) {
		t.Fatal("the keyboard is not seen")
	}
	b.w.window.Canvas().FocusNext()
	if edge().StrokeColor != theme.Color(theme.ColorNameInputBorder) {
		t.Fatal("the keyboard is elsewhere and still seen here")
	}
}
