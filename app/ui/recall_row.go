package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// recallLine is a row in the list of searches.
type recallLine struct {
	widget.BaseWidget
	box     *fyne.Container
	top     *fyne.Container
	heading *line
	keys    *line
	search  *fyne.Container
	name    *line
	query   *line
}

func newRecallLine() fyne.CanvasObject {
	r := &recallLine{
		heading: newLine("", sizeSmall, colorInk2).bold(), keys: newLine("", sizeSmall, colorInk2).mayCut().right(), name: newLine("", sizeBody, colorInk).bold(), query: newLine("", sizeBody, colorInk).mayCut(),
	}
	r.search = container.New(row{gap: sizeInside}, r.name, r.query)
	r.top = container.New(row{gap: sizeInside}, r.heading, r.keys)
	r.box = container.New(inset{sizeInside, sizeStep}, container.NewStack(r.top, r.search))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *recallLine) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *recall) rowHeight(int, float32) float32 {
	return linePitch(sizeBody) + 2*theme.Size(sizeStep)
}

func (r *recall) showRow(i int, object fyne.CanvasObject) {
	l, shown := object.(*recallLine), r.rows[i]
	l.heading.set(shown.heading)
	l.keys.set(shown.keys)
	l.top.Hidden, l.search.Hidden = shown.heading == "", shown.heading != ""
	l.name.set(shown.name)
	l.name.Hidden = shown.name == ""
	color := colorInk
	query := shown.query
	if shown.name != "" || shown.forget {
		color = colorInk2
	}
	if shown.forget {
		query = "Forget recent searches"
	}
	l.query.say(query, color)
	l.box.Refresh()
}
