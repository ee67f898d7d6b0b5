package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// picker is a choice among a list of words. It has an edge as a field has, and knows Escape, and Enter for those who have chosen.
type picker struct {
	widget.Select
	escape  func() // may be nil
	enter   func() // may be nil
	edge    *canvas.Rectangle
	focused bool
}

func newPicker(words []string, changed func(string)) *picker {
	p := &picker{edge: &canvas.Rectangle{}}
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

// FocusGained belongs to Fyne.
func (p *picker) FocusGained() {
	p.focused = true
	p.Select.FocusGained()
}

// FocusLost belongs to Fyne.
func (p *picker) FocusLost() {
	p.focused = false
	p.Select.FocusLost()
}

// CreateRenderer belongs to Fyne.
func (p *picker) CreateRenderer() fyne.WidgetRenderer {
	inner := p.Select.CreateRenderer()
	r := &pickerRenderer{inner, p, append(inner.Objects(), p.edge)}
	r.paint()
	return r
}

// pickerRenderer draws the edge over what Fyne draws.
type pickerRenderer struct {
	fyne.WidgetRenderer
	picker  *picker
	objects []fyne.CanvasObject
}

// Objects belongs to Fyne.
func (r *pickerRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout belongs to Fyne.
func (r *pickerRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.picker.edge.Resize(size)
}

// Refresh belongs to Fyne.
func (r *pickerRenderer) Refresh() {
	r.paint()
	r.WidgetRenderer.Refresh()
}

func (r *pickerRenderer) paint() {
	name := theme.ColorNameInputBorder
	if r.picker.focused {
		name = theme.ColorNamePrimary
	}
	edge := r.picker.edge
	edge.StrokeColor, edge.StrokeWidth, edge.CornerRadius = theme.Color(name), space(theme.SizeNameInputBorder), space(sizeRadius)
	edge.Refresh()
}
