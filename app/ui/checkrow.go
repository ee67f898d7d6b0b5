package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// checkRow is a point: the key that ticks it, whether it is done, what it is, when, and below what can be said.
type checkRow struct {
	widget.BaseWidget
	box       *fyne.Container
	key, time *line
	sign      *fyne.Container
	text, say *prose
}

func newCheckRow() fyne.CanvasObject {
	r := &checkRow{
		key: newLine("", sizeSmall, colorInk2).bold(), time: newLine("", sizeSmall, colorInk2).right(),
		text: newProse("", sizeBody, colorInk), say: newProse("", sizeSmall, colorInk2), sign: container.NewStack(),
	}
	r.box = container.New(checkLayout{}, r.key, r.sign, r.text, r.time, r.say)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *checkRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (c *checklist) showRow(i int, object fyne.CanvasObject) {
	r, point := object.(*checkRow), c.of.Points[i]
	tick, done := c.done[point.ID]
	drawing, at := lineIcon("box"), ""
	for _, p := range c.proposals {
		if p.Item == point.ID && !done {
			drawing, at = icon{"doubt", colorWarning}, p.Place.At.Short()+" ?"
		}
	}
	r.text.color = colorInk
	if done {
		drawing, at = icon{"ticked", colorOK}, tick.At.Short()
		if tick.At == 0 && c.page.second() == nil {
			at = ""
		}
		r.text.color = colorInk2
	}
	r.sign.Objects = []fyne.CanvasObject{picture(drawing, sizeIcon)}
	r.key.set(keyOf(i))
	r.time.set(at)
	r.text.set(point.Text, nil)
	r.say.set(c.wording(i), nil)
	r.say.Hidden = r.say.text == ""
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
	r.box.Refresh()
}

// wording is what can be said for the point that is next.
func (c *checklist) wording(i int) string {
	if i != c.next || c.of.Points[i].Say == "" {
		return ""
	}
	return "“" + c.of.Points[i].Say + "”"
}

func (c *checklist) rowHeight(i int, width float32) float32 {
	height := proseHeight(c.of.Points[i].Text, checkText(width), sizeBody) + 2*theme.Size(sizeStep)
	if words := c.wording(i); words != "" {
		height += proseHeight(words, checkText(width)+checkRight()-theme.Size(sizeStep), sizeSmall)
	}
	return height
}

// checkText is how wide the text of a point is in a row.
func checkText(width float32) float32 {
	return max(theme.Size(sizeMargin), width-checkLeft()-checkRight())
}

// checkLeft is what the key and the sign take, and checkRight the time.
func checkLeft() float32 {
	return theme.Size(sizeGroup) + theme.Size(sizeIcon) + 2*theme.Size(sizeStep)
}
func checkRight() float32 { return theme.Size(sizeTime) }

// checkLayout lays a checkRow out: key, sign, text, time, wording.
type checkLayout struct{}

// MinSize belongs to Fyne.
func (checkLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (checkLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	key, sign, text, at, say := objects[0], objects[1], objects[2], objects[3], objects[4]
	step, x, w := theme.Size(sizeStep), checkLeft(), checkText(size.Width)
	pitch := linePitch(sizeBody)
	middle := func(height float32) float32 { return step + (pitch-theme.Size(sizeLead)-height)/2 }
	key.Resize(key.MinSize())
	key.Move(fyne.NewPos(step, middle(key.MinSize().Height)))
	sign.Resize(sign.MinSize())
	sign.Move(fyne.NewPos(theme.Size(sizeGroup), middle(sign.MinSize().Height)))
	text.Resize(fyne.NewSize(w, 0))
	text.Resize(fyne.NewSize(w, text.MinSize().Height))
	text.Move(fyne.NewPos(x, step))
	at.Resize(fyne.NewSize(checkRight()-step, at.MinSize().Height))
	at.Move(fyne.NewPos(x+w, middle(at.MinSize().Height)))
	say.Resize(fyne.NewSize(w+checkRight()-step, 0))
	say.Move(fyne.NewPos(x, step+text.MinSize().Height))
}
