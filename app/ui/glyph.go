package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// glyph is a small picture that can be clicked. Unlike a button it does not take the pointer away from what lies under it,
// so it may come and go with that.
type glyph struct {
	widget.BaseWidget
	image *canvas.Image
	do    func(at fyne.Position) // told where in the window the pointer is
}

var _ fyne.Tappable = (*glyph)(nil)

func newGlyph(shape icon, do func(at fyne.Position)) *glyph {
	g := &glyph{image: picture(shape, sizeIcon), do: do}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer belongs to Fyne.
func (g *glyph) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.image) }

// Tapped belongs to Fyne.
func (g *glyph) Tapped(event *fyne.PointEvent) { g.do(event.AbsolutePosition) }

// below is the place under an object, in the window.
func below(object fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return at.AddXY(0, object.Size().Height)
}
