package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// notes are written while a take runs: every Enter stamps one with its second.
type notes struct {
	page   *takePage
	root   *fyne.Container
	entry  *widget.Entry
	column *column
	all    []call.Note
}

func newNotes(p *takePage) *notes {
	n := &notes{page: p, entry: widget.NewEntry()}
	n.entry.SetPlaceHolder("Write a note; Enter stamps it with the time")
	n.entry.OnSubmitted = n.onEnter
	n.column = (&column{create: newNoteRow, show: n.showRow, height: n.rowHeight, fixed: func(int) bool { return true }}).start()
	n.root = container.NewBorder(
		container.New(stack{gap: sizeInside}, widget.NewSeparator(), newLine("NOTES", sizeSmall, colorInk2).bold(), n.entry),
		nil, nil, nil, container.New(inset{"", sizeInside}, n.column))
	return n
}

func (n *notes) load(all []call.Note) {
	n.all = append([]call.Note(nil), all...)
	n.column.reset(len(n.all))
}

// onEnter stamps what was typed.
func (n *notes) onEnter(string) {
	id, note := n.page.id, n.takeTyped()
	if note.Text == "" || id == "" {
		return
	}
	n.page.w.work.do(func(context.Context) error {
		_, err := n.page.w.app.AddNote(id, note.Text, &note.At)
		return err
	}, nil)
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
		more := len(doc.Notes) > len(n.all)
		n.load(doc.Notes)
		if more {
			n.column.reveal(len(n.all) - 1)
		}
	})
}

// takeTyped takes what was typed out of the entry, with the second of the take.
func (n *notes) takeTyped() call.Note {
	note := call.Note{Text: strings.TrimSpace(n.entry.Text)}
	n.entry.SetText("")
	if levels, running := n.page.w.app.Levels(); running {
		note.At = levels.Elapsed
	}
	return note
}

// noteRow is a time and a text.
type noteRow struct {
	widget.BaseWidget
	box  *fyne.Container
	at   *line
	text *prose
}

func newNoteRow() fyne.CanvasObject {
	r := &noteRow{at: newLine("", sizeSmall, colorInk2), text: newProse("", sizeBody, colorInk)}
	at := container.NewBorder(container.New(inset{"", ""}, r.at), nil, nil, nil)
	r.box = container.NewBorder(nil, nil, container.New(wide{sizeTime}, at), nil, r.text)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *noteRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (n *notes) showRow(i int, object fyne.CanvasObject) {
	r := object.(*noteRow)
	r.at.set(n.all[i].At.Short())
	r.text.set(n.all[i].Text, nil)
}

func (n *notes) rowHeight(i int, width float32) float32 {
	return proseHeight(n.all[i].Text, width-theme.Size(sizeTime), sizeBody) + theme.Size(sizeStep)
}
