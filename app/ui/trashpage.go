package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// trashPage shows what is in the trash. The list chooses a call; the buttons below it are what can be done with that one.
type trashPage struct {
	sight
	rows[app.Trashed, call.ID]
	w      *Window
	total  *line
	list   *column
	acts   *fyne.Container
	filled *fyne.Container // list and buttons
	empty  *fyne.Container
}

func newTrashPage(w *Window) *trashPage {
	p := &trashPage{w: w, total: newLine("", sizeSmall, colorInk2).mayCut()}
	p.again, p.key = p.reload, func(t app.Trashed) call.ID { return t.ID }
	p.list = (&column{
		create: newTrashRow, show: p.showRow, height: func(int, float32) float32 { return theme.Size(sizeCallRow) },
		choose: func(i int) { p.chosen = p.all[i].ID }, moves: true, key: p.onKey,
	}).start()
	p.root = p.compose()
	return p
}

func (p *trashPage) compose() *fyne.Container {
	storage := widget.NewButton("What takes space", func() { p.w.show(p.w.usage) })
	storage.Importance = widget.LowImportance
	restore := widget.NewButton("Bring back", p.onRestore)
	restore.Importance = widget.HighImportance
	p.acts = container.New(row{gap: sizeStep}, restore, widget.NewButton("Remove for good…", p.onRemove),
		layout.NewSpacer(), widget.NewButton("Empty the trash…", p.onEmpty))
	p.filled = container.NewBorder(container.New(inset{sizePage, sizeInside}, p.total), actsBelow(p.acts), nil, nil, container.New(inset{sizeInside, ""}, p.list))
	p.empty = emptyPage("The trash is empty.", []string{"Calls that you move to the trash stay here until you remove them for good."})
	return p.w.framed("Trash", container.NewStack(p.filled, p.empty), nil, layout.NewSpacer(), storage)
}

// reload reads the trash again, if it is in sight. Changes that come while it is read make it read once more.
func (p *trashPage) reload() {
	if !p.inSight {
		return
	}
	var all []app.Trashed
	p.afresh.read(p.w.work, p.reload, func(context.Context) (err error) {
		all, err = p.w.app.Trashed()
		return err
	}, func() { p.fill(all) })
}

// fill shows the trash.
func (p *trashPage) fill(all []app.Trashed) {
	p.renew(all)
	p.total.set(fmt.Sprintf("%s, %s. Nothing leaves the trash by itself.", countCalls(len(all)), size(sizeOfAll(all))))
	p.filled.Hidden, p.empty.Hidden = len(all) == 0, len(all) > 0
	p.list.reset(len(all))
	p.list.choosing(p.place())
	p.root.Refresh()
	if p.inSight && len(all) > 0 {
		p.w.focusIfFree(p.list)
	}
}

func sizeOfAll(all []app.Trashed) (bytes int64) {
	for _, t := range all {
		bytes += t.Sizes.All()
	}
	return bytes
}

// onKey takes the keys that stand for a button.
func (p *trashPage) onKey(_ int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeyDelete, fyne.KeyBackspace:
		p.onRemove()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.onRestore()
	case fyne.KeyEscape:
		p.w.show(p.w.calls)
	default:
		return false
	}
	return true
}

func (p *trashPage) onRestore() {
	if id := p.chosen; p.place() >= 0 {
		p.w.work.do(func(ctx context.Context) error { return p.w.app.Restore(ctx, id) }, nil)
	}
}

func (p *trashPage) onRemove() {
	if t, is := p.now(); is {
		p.ask([]app.Trashed{t})
	}
}

func (p *trashPage) onEmpty() { p.ask(p.all) }

// ask makes sure that calls are to be removed for good. Enter and Escape keep them.
func (p *trashPage) ask(calls []app.Trashed) {
	calls = slices.Clone(calls)
	title := "Remove " + countCalls(len(calls)) + " for good?"
	if len(calls) == 1 {
		title = "Remove this call for good?"
	}
	what := fmt.Sprintf("What was recorded, written down and noted is gone then, and no trace of it stays in the library: %s. This cannot be undone.", size(sizeOfAll(calls)))
	p.w.ask(title, paragraph(what, sizeBody, colorInk),
		action{label: "Keep"}, action{label: "Remove for good", low: true, do: func() { p.purge(calls) }})
}

func (p *trashPage) purge(calls []app.Trashed) {
	var ids []call.ID
	for _, t := range calls {
		ids = append(ids, t.ID)
	}
	p.w.trashed.hide()
	p.w.work.do(func(ctx context.Context) error {
		return p.w.app.Purge(ctx, ids, func(gone int) {
			p.w.work.post(func() { p.total.set(fmt.Sprintf("Removing for good: %d of %d", gone, len(ids))) })
		})
	}, nil)
}

// trashRow is a call in the trash.
type trashRow struct {
	widget.BaseWidget
	box     *fyne.Container
	title   *line
	size    *line
	facts   *line
	removed *line
}

func newTrashRow() fyne.CanvasObject {
	r := &trashRow{
		title: newLine("", sizeBody, colorInk).bold().mayCut(), size: newLine("", sizeBody, colorInk2),
		facts: newLine("", sizeSmall, colorInk2).mayCut(), removed: newLine("", sizeSmall, colorInk2),
	}
	r.box = container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep},
		container.New(row{gap: sizeInside}, r.title, r.size),
		container.New(row{gap: sizeInside}, r.facts, r.removed)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *trashRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (p *trashPage) showRow(i int, object fyne.CanvasObject) {
	r, t := object.(*trashRow), p.all[i]
	r.title.set(titleOf(t.Summary))
	r.size.set(size(t.Sizes.All()))
	facts := []string{p.w.dates.moment(t.Started)}
	if t.Duration > 0 || t.Outcome == call.Noted {
		facts = append(facts, app.LengthWords(t.Summary))
	}
	if t.Case != "" {
		facts = append(facts, t.Case)
	}
	r.facts.set(strings.Join(facts, " · "))
	r.removed.set("")
	if !t.Removed.IsZero() {
		r.removed.set("here since " + p.w.dates.day(t.Removed))
	}
	r.box.Refresh()
}
