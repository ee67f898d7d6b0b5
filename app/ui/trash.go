package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// trashBar is the strip below the page that says what has just been taken away, and takes that back. It stays until it is
// answered, or until the trash has changed since.
type trashBar struct {
	w    *Window
	root *fyne.Container
	text *line
	back func() // what Undo does; nil: there is nothing to undo

	going []call.ID // what is on its way into the trash
}

func newTrashBar(w *Window) *trashBar {
	b := &trashBar{w: w, text: newLine("", sizeBody, colorInk).mayCut()}
	undo := widget.NewButton("Undo", b.onUndo)
	shut := widget.NewButtonWithIcon("", lineIcon("close"), b.hide)
	shut.Importance = widget.LowImportance
	line := container.New(row{gap: sizeInside}, picture(lineIcon("trash").in(colorInk), sizeIcon), b.text, undo, shut)
	strip := container.NewStack(newPlane(colorSurface).toTheEdges(), container.New(inset{sizeGroup, sizeStep}, line))
	b.root = container.New(stack{}, widget.NewSeparator(), strip)
	b.root.Hide()
	return b
}

// show says what went, and offers to take it back.
func (b *trashBar) show(what string, back func()) {
	b.back = back
	b.text.set(what)
	b.root.Show()
	b.w.frame.Refresh()
}

func (b *trashBar) hide() {
	if b.back != nil {
		b.back = nil
		b.root.Hide()
		b.w.frame.Refresh()
	}
}

func (b *trashBar) onUndo() { b.undo() }

// undo brings back what the bar tells of, and reports whether it tells of anything.
func (b *trashBar) undo() bool {
	back := b.back
	if back == nil {
		return false
	}
	b.hide()
	back()
	return true
}

// trashCalls moves calls into the trash, and offers to take that back. What plays of them stops.
func (w *Window) trashCalls(ids []call.ID) {
	if len(ids) == 0 {
		return
	}
	name := w.calls.namesOf(ids)
	shown := w.calls.doc.id
	if slices.Contains(ids, shown) { // before it goes, so that nothing is read or heard of it meanwhile
		w.calls.doc.conversation.editor.keep()
		w.calls.doc.leave()
	}
	w.trashed.going = ids
	var moved []call.ID
	var err error
	w.work.do(func(ctx context.Context) error {
		moved, err = w.app.Trash(ctx, ids...)
		return nil
	}, func() {
		w.trashed.going = nil
		if len(moved) > 0 {
			if len(moved) < len(ids) {
				name = w.calls.namesOf(moved)
			}
			w.trashed.show("Moved to trash: "+name, func() { w.restoreCalls(moved) })
		}
		if err != nil {
			w.showError(err)
			w.calls.stay(shown)
		}
	})
}

// restoreCalls brings calls back from the trash, and opens the first of them.
func (w *Window) restoreCalls(ids []call.ID) {
	w.work.do(func(ctx context.Context) error { return w.app.Restore(ctx, ids...) }, func() { w.openCall(ids[0], nil) })
}

// stay opens a call again that could not go into the trash.
func (p *callsPage) stay(id call.ID) {
	if p.doc.id == "" && id == p.chosen && id != "" {
		p.doc.open(id, nil)
	}
}

// namesOf says in few words which calls are meant.
func (p *callsPage) namesOf(ids []call.ID) string {
	if len(ids) == 1 {
		return titleOf(p.listed.known[ids[0]])
	}
	return countCalls(len(ids))
}

// onTrash moves what is picked or chosen in the list into the trash; of results, that in which the keyboard is.
func (p *callsPage) onTrash() {
	ids := p.picked.inOrder()
	switch r := p.results; {
	case len(ids) > 0:
	case r.column.focused && r.column.canChoose(r.column.cursor):
		ids = []call.ID{r.callOf(r.column.cursor)}
	case p.chosen != "":
		ids = []call.ID{p.chosen}
	}
	p.w.trashCalls(ids)
}

// onTrashed shows the list without a call. If it was open, its neighbour in the list is from now on.
func (p *callsPage) onTrashed(id call.ID) {
	if id == p.chosen {
		p.chosen = p.neighbour()
		p.doc.leave()
		if p.chosen != "" && !isNarrow(p.root.Size()) {
			p.doc.open(p.chosen, nil)
		}
		p.setCallFirst(false)
	}
	if p.search.Text != "" {
		p.onSearch(p.search.Text)
	}
	p.reload()
}

// neighbour is the call below the chosen one, or above it if that is the last, that does not go into the trash with it.
func (p *callsPage) neighbour() call.ID {
	at, above := p.chosenRow(), call.ID("")
	for i, r := range p.rows {
		switch {
		case r.heading != "" || i == at || slices.Contains(p.w.trashed.going, r.call.ID):
		case i > at:
			return r.call.ID
		default:
			above = r.call.ID
		}
	}
	return above
}

// leave shows no call any more.
func (p *callPage) leave() {
	p.id = ""
	p.opened++
	p.playback.open("")
	p.body.Hide()
	p.blank.Show()
}
