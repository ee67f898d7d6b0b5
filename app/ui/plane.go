package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// plane is an area in a colour of the theme, with round corners unless it reaches from edge to edge.
type plane struct {
	widget.BaseWidget
	color fyne.ThemeColorName
	area  *canvas.Rectangle
	edges bool
}

func newPlane(color fyne.ThemeColorName) *plane {
	p := &plane{color: color, area: canvas.NewRectangle(nil)}
	p.ExtendBaseWidget(p)
	return p
}

func (p *plane) toTheEdges() *plane {
	p.edges = true
	return p
}

// Refresh takes the colour from the theme again.
func (p *plane) Refresh() {
	p.area.FillColor = theme.Color(p.color)
	p.area.CornerRadius = theme.Size(sizeRadius)
	if p.edges {
		p.area.CornerRadius = 0
	}
	p.area.Refresh()
}

// CreateRenderer belongs to Fyne.
func (p *plane) CreateRenderer() fyne.WidgetRenderer {
	p.Refresh()
	return widget.NewSimpleRenderer(p.area)
}
