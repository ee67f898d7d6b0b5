package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// trashPage shows what is in the trash. The list chooses a call, a contact or a case; the buttons below it are what can be done with that one.
type trashPage struct {
	sight
	rows[binned, call.ID]
	w      *Window
	total  *line
	list   *column
	acts   *fyne.Container
	filled *fyne.Container // list and buttons
	empty  *fyne.Container
}

// binned is something in the trash: a call, or what other says.
type binned struct {
	app.Trashed
	other app.Discarded // without a kind: it is a call
}

func (b binned) isCall() bool { return b.other.Kind == "" }

func (b binned) id() call.ID { return cmp.Or(b.other.ID, b.ID) }

func (b binned) since() time.Time {
	if b.isCall() {
		return b.Removed
	}
	return b.other.Removed
}

func newTrashPage(w *Window) *trashPage {
	p := &trashPage{w: w, total: newLine("", sizeSmall, colorInk2).mayCut()}
	p.again, p.key = p.reload, binned.id
	p.list = (&column{
		create: newTrashRow, show: p.showRow, height: func(int, float32) float32 { return theme.Size(sizeCallRow) },
		choose: func(i int) { p.chosen = p.all[i].id() }, moves: true, key: p.onKey,
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
	p.empty = emptyPage("The trash is empty.", []string{"Calls, contacts and cases that you take away stay here until you remove them for good."})
	return p.w.framed("Trash", container.NewStack(p.filled, p.empty), nil, layout.NewSpacer(), storage)
}

// reload reads the trash again, if it is in sight. Changes that come while it is read make it read once more.
func (p *trashPage) reload() {
	if !p.inSight {
		return
	}
	var all []binned
	p.afresh.readSome(p.w.work, p.reload, func(context.Context) (some bool, err error) {
		all, err = inTrash(p.w.app)
		return len(all) > 0, err
	}, func() { p.fill(all) })
}

// inTrash gives all that is in the trash: what went there last comes first.
func inTrash(a *app.App) (all []binned, err error) {
	calls, err := a.Trashed()
	others, wrong := a.Discarded()
	for _, t := range calls {
		all = append(all, binned{Trashed: t})
	}
	for _, d := range others {
		all = append(all, binned{other: d})
	}
	slices.SortStableFunc(all, func(a, b binned) int { return b.since().Compare(a.since()) })
	return all, errors.Join(err, wrong)
}

// fill shows the trash.
func (p *trashPage) fill(all []binned) {
	p.renew(all)
	p.total.set(fmt.Sprintf("%s, %s. Nothing leaves the trash by itself.", countBinned(all), size(sizeOfAll(all))))
	p.filled.Hidden, p.empty.Hidden = len(all) == 0, len(all) > 0
	p.list.reset(len(all))
	p.list.choosing(p.place())
	p.root.Refresh()
	if p.inSight && len(all) > 0 {
		p.w.focusIfFree(p.list)
	}
}

// countBinned says how much there is of what.
func countBinned(all []binned) string {
	counts := map[app.DiscardedKind]int{}
	for _, b := range all {
		counts[b.other.Kind]++
	}
	var words []string
	if n := counts[""]; n > 0 {
		words = append(words, countCalls(n))
	}
	for _, kind := range []app.DiscardedKind{app.DiscardedContact, app.DiscardedCase} {
		switch n := counts[kind]; n {
		case 0:
		case 1:
			words = append(words, "1 "+string(kind))
		default:
			words = append(words, thousands(n)+" "+string(kind)+"s")
		}
	}
	return strings.Join(words, ", ")
}

func sizeOfAll(all []binned) (bytes int64) {
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
	b, is := p.now()
	if !is {
		return
	}
	p.w.work.do(func(ctx context.Context) error {
		if b.isCall() {
			return p.w.app.Restore(ctx, b.ID)
		}
		return p.w.app.RestoreDiscarded(b.other)
	}, nil)
}

func (p *trashPage) onRemove() {
	if b, is := p.now(); is {
		p.ask([]binned{b})
	}
}

func (p *trashPage) onEmpty() { p.ask(p.all) }

// ask makes sure that something is to be removed for good. Enter and Escape keep it.
func (p *trashPage) ask(all []binned) {
	all = slices.Clone(all)
	title := "Remove " + countBinned(all) + " for good?"
	if len(all) == 1 {
		title = "Remove this " + cmp.Or(string(all[0].other.Kind), "call") + " for good?"
	}
	what := "What was known of it is gone then, with all that it takes to bring it back."
	if slices.ContainsFunc(all, binned.isCall) {
		what = fmt.Sprintf("What was recorded, written down and noted is gone then, and no trace of it stays in the library: %s.", size(sizeOfAll(all)))
	}
	p.w.ask(title, paragraph(what+" This cannot be undone.", sizeBody, colorInk),
		action{label: "Keep"}, action{label: "Remove for good", low: true, do: func() { p.purge(all) }})
}

func (p *trashPage) purge(all []binned) {
	var ids []call.ID
	var others []app.Discarded
	for _, b := range all {
		if b.isCall() {
			ids = append(ids, b.ID)
		} else {
			others = append(others, b.other)
		}
	}
	p.w.trashed.hide()
	p.w.work.do(func(ctx context.Context) error {
		return errors.Join(p.w.app.PurgeDiscarded(others...), p.w.app.Purge(ctx, ids, func(gone int) {
			p.w.work.post(func() { p.total.set(fmt.Sprintf("Removing for good: %d of %d", gone, len(ids))) })
		}))
	}, nil)
}

// trashRow is something in the trash.
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
	r, b := object.(*trashRow), p.all[i]
	title, facts, weight := p.wordsOf(b)
	r.title.set(title)
	r.size.set(weight)
	r.facts.set(strings.Join(facts, " · "))
	r.removed.set("")
	if !b.since().IsZero() {
		r.removed.set("here since " + p.w.dates.day(b.since()))
	}
	r.box.Refresh()
}

// wordsOf is what the list says of something.
func (p *trashPage) wordsOf(b binned) (title string, facts []string, weight string) {
	if !b.isCall() {
		facts = []string{upperFirst(string(b.other.Kind))}
		if b.other.Into != "" {
			facts = append(facts, "became part of "+b.other.Into)
		}
		return b.other.Title, facts, ""
	}
	facts = []string{p.w.dates.moment(b.Started)}
	if b.Duration > 0 || b.Outcome == call.Noted {
		facts = append(facts, app.LengthWords(b.Summary))
	}
	if b.Case != "" {
		facts = append(facts, b.Case)
	}
	return titleOf(b.Summary), facts, size(b.Sizes.All())
}
