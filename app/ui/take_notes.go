package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// notes are written while a take runs: every Enter stamps one with its second. Markers and pauses stand among them.
type notes struct {
	page   *takePage
	root   *fyne.Container
	entry  *field
	column *column
	all    []app.Remark
}

func newNotes(p *takePage) *notes {
	n := &notes{page: p, entry: newField("Write a note (! for something you did)", nil)}
	n.entry.OnSubmitted = n.onEnter
	n.entry.escape = func() { p.w.window.Canvas().Unfocus() } // so that the marker key is free
	n.column = (&column{create: newNoteRow, show: n.showRow, height: n.rowHeight, fixed: func(int) bool { return true }}).start()
	n.column.grows = true
	n.root = container.NewBorder(
		container.New(stack{gap: sizeInside}, widget.NewSeparator(), container.New(row{}, newLine("NOTES", sizeSmall, colorInk2).bold(), layout.NewSpacer(), p.marks.sign), n.entry),
		nil, nil, nil, container.New(inset{"", sizeInside}, n.column))
	return n
}

func (n *notes) load(doc call.Call) {
	n.all = slices.DeleteFunc(app.Remarks(doc), func(r app.Remark) bool { return r.Kind == app.RemarkTick }) // the checklist shows those
	n.column.reset(len(n.all))
}

// onEnter stamps what was typed.
func (n *notes) onEnter(string) {
	id, note := n.page.id, n.takeTyped()
	if note.Text == "" || id == "" {
		return
	}
	n.page.w.work.do(func(context.Context) error { return n.page.w.keep(id, note) }, nil)
}

// onChanged shows the notes as they are kept, whoever wrote them.
func (n *notes) onChanged() {
	id := n.page.id
	var doc call.Call
	n.page.w.work.do(func(context.Context) (err error) {
		doc, err = n.page.w.app.Call(id)
		return err
	}, func() {
		if id != n.page.id {
			return
		}
		before := len(n.all)
		n.load(doc)
		more := len(n.all) > before
		if more {
			n.column.reveal(len(n.all) - 1)
		}
	})
}

// onMark marks this second of the take.
func (p *takePage) onMark() {
	if !p.live() {
		return
	}
	id, at := p.id, p.elapsed()
	p.w.work.do(func(context.Context) error {
		_, err := p.w.app.AddMark(id, "", &at)
		return err
	}, nil)
}

// takeTyped takes what was typed out of the entry, with the second of the take.
func (n *notes) takeTyped() call.Note {
	note := noteOf(n.entry.Text)
	n.entry.SetText("")
	note.At = n.page.elapsed()
	return note
}

// noteRow is a time and a text; what is no plain note has its sign before the text.
type noteRow struct {
	widget.BaseWidget
	box  *fyne.Container
	at   *line
	mark *fyne.Container
	sign *canvas.Image // in it
	text *prose
}

func newNoteRow() fyne.CanvasObject {
	r := &noteRow{at: newLine("", sizeSmall, colorInk2), text: newProse("", sizeBody, colorInk)}
	at := container.NewBorder(container.New(inset{"", ""}, r.at), nil, nil, nil)
	r.sign = picture(lineIcon("mark"), sizeIcon)
	r.mark = container.NewBorder(r.sign, nil, nil, nil)
	left := container.NewHBox(container.New(wide(sizeTime), at), r.mark)
	r.box = container.NewBorder(nil, nil, left, container.New(wide(sizeInside)), r.text)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *noteRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (n *notes) showRow(i int, object fyne.CanvasObject) {
	r := object.(*noteRow)
	r.at.set(n.all[i].At.Short())
	r.mark.Hidden = !signed(n.all[i].Kind)
	r.sign.Resource = remarkIcon(n.all[i].Kind)
	r.text.color = colorInk
	if n.all[i].Kind == app.RemarkPause {
		r.text.color = colorInk2
	}
	r.text.set(n.all[i].Text, nil)
	r.box.Refresh()
}

func (n *notes) rowHeight(i int, width float32) float32 {
	width -= theme.Size(sizeTime) + barRoom()
	if signed(n.all[i].Kind) {
		width -= theme.Size(sizeIcon) + theme.Size(sizeStep)
	}
	return proseHeight(n.all[i].Text, width, sizeBody) + theme.Size(sizeStep)
}

// signed tells whether a remark has a sign before its text.
func signed(kind app.RemarkKind) bool { return kind != app.RemarkNote && kind != app.RemarkPause }
