package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// turnRow is one turn: when, who, what, and what is to be said of it.
type turnRow struct {
	widget.BaseWidget
	box    *fyne.Container
	at     *line
	who    *line
	text   *prose
	remark *prose
	accent *plane
	more   *glyph // opens what can be done with the turn
	index  int
	active bool // the pointer or the keyboard is here
}

func (c *conversation) newRow() fyne.CanvasObject {
	r := &turnRow{
		at: newLine("", sizeSmall, colorInk2), who: newLine("", sizeSmall, colorLocal).bold(),
		text: newProse("", sizeBody, colorInk), remark: newProse("", sizeSmall, colorWarning),
		accent: newPlane(colorLocal),
	}
	r.more = newGlyph(lineIcon("more"), func(at fyne.Position) { c.onMenu(r.index, at) })
	r.more.Hide()
	r.box = container.New(turnLayout{}, r.accent, r.at, r.who, r.text, r.remark, r.more)
	r.ExtendBaseWidget(r)
	return r
}

// showMore shows the sign of the menu where the pointer or the keyboard is.
func (r *turnRow) showMore(on bool) {
	r.active = on
	if on == r.more.Hidden {
		r.more.Hidden = !on
		r.more.Refresh()
	}
}

// CreateRenderer belongs to Fyne.
func (r *turnRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (c *conversation) showRow(i int, object fyne.CanvasObject) {
	r, t := object.(*turnRow), c.turns[i]
	r.index = i
	r.at.set("")
	if !t.timeless {
		r.at.set(t.at.Short())
	}
	r.who.Hidden = !t.first
	switch t.party {
	case "":
		r.who.say(remarkWord(t.remark), colorInk2)
	default:
		r.who.say(partyWord(t.party), partyColor(t.party))
	}
	r.accent.Hidden = i != c.heard
	r.accent.color = partyColor(t.party)
	r.accent.Refresh()
	r.text.color, r.remark.color = colorInk, colorWarning
	if t.party == "" || t.echo || t.struck() {
		r.text.color = colorInk2
	}
	if t.doubt == "" {
		r.remark.color = colorInk2
	}
	r.text.set(shownText(t), c.found[i])
	r.remark.set(c.remark(t), nil)
	c.place(r, t)
	r.remark.Hidden = r.remark.text == "" || r.text.Hidden
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
	c.lightRow(i, r)
}

// remarkWord names what was put down, in a word that fits into the margin.
func remarkWord(kind app.RemarkKind) string {
	if kind == app.RemarkFollowUp {
		return "DUE"
	}
	return strings.ToUpper(string(kind))
}

// place puts the editor into the row of the turn that is being written, in the place of its text.
func (c *conversation) place(r *turnRow, t turn) {
	editing := t.number != 0 && t.number == c.editor.turn
	r.text.Hidden = editing
	if has := len(r.box.Objects) > turnParts; has != editing {
		r.box.Objects = r.box.Objects[:turnParts]
		if editing {
			r.box.Objects = append(r.box.Objects, c.editor.root)
		}
		r.box.Refresh()
	}
}

// shownText is what stands in a turn: its text, or that there is none.
func shownText(t turn) string {
	if t.struck() {
		return "(struck out)"
	}
	return t.text
}

// turnText is where the words of a turn stand in a row of some width; right of them is room for the sign of the menu and the scroll bar.
func turnText(width float32) (x, w float32) {
	x = theme.Size(sizeInside) + theme.Size(sizeTime) + theme.Size(sizeMargin)
	return x, max(theme.Size(sizeMargin), min(width-x-theme.Size(sizePage)-2*theme.Size(sizeStep), theme.Size(sizeMeasure)))
}

func (c *conversation) rowHeight(i int, width float32) float32 {
	t := c.turns[i]
	_, w := turnText(width)
	height := 2 * theme.Size(sizeStep)
	if t.number != 0 && t.number == c.editor.turn {
		height += c.editor.height(w)
	} else {
		height += markedHeight(shownText(t), c.found[i], w, sizeBody)
		if below := c.remark(t); below != "" {
			height += proseHeight(below, w, sizeSmall)
		}
	}
	if t.first && i > 0 {
		height += theme.Size(sizeStep)
	}
	return height
}

// turnParts is how many objects a turnRow has; the editor may be one more.
const turnParts = 6

// turnLayout lays a turnRow out: accent, time, name, text, remark, sign of the menu, editor.
type turnLayout struct{}

// MinSize belongs to Fyne.
func (turnLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (turnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	accent, at, who, text, below := objects[0], objects[1], objects[2], objects[3], objects[4]
	inside, step := theme.Size(sizeInside), theme.Size(sizeStep)
	x, w := turnText(size.Width)
	text.Resize(fyne.NewSize(w, 0))
	below.Resize(fyne.NewSize(w, 0))
	used := text.MinSize().Height
	if below.Visible() {
		used += below.MinSize().Height
	}
	if len(objects) > turnParts {
		used = objects[turnParts].MinSize().Height
	}
	y := max(step, size.Height-step-used)
	small := (linePitch(sizeBody) - linePitch(sizeSmall)) / 2
	accent.Move(fyne.NewPos(0, y))
	accent.Resize(fyne.NewSize(theme.Size(sizeAccent), used))
	at.Move(fyne.NewPos(inside, y+small+1))
	at.Resize(fyne.NewSize(theme.Size(sizeTime), at.MinSize().Height))
	who.Move(fyne.NewPos(inside+theme.Size(sizeTime), y+small+1))
	who.Resize(fyne.NewSize(theme.Size(sizeMargin), who.MinSize().Height))
	text.Move(fyne.NewPos(x, y))
	below.Move(fyne.NewPos(x, y+text.MinSize().Height))
	more := objects[5].MinSize()
	objects[5].Resize(more)
	objects[5].Move(fyne.NewPos(min(x+w+step, size.Width-more.Width-2*step), y+(linePitch(sizeBody)-more.Height)/2))
	if len(objects) > turnParts {
		objects[turnParts].Resize(fyne.NewSize(w, used))
		objects[turnParts].Move(fyne.NewPos(x, y))
	}
}
