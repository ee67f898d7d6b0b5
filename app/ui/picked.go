package ui

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// picked are the calls that were picked together, and the bar below the list with what can be done with them. It knows them by ID,
// so that they stay picked when the list is read again; what is no longer in the list is no longer picked.
type picked struct {
	page   *callsPage
	root   *fyne.Container
	count  *line
	length *line
	ids    map[call.ID]bool
	anchor call.ID // where a range begins
}

func newPicked(p *callsPage) *picked {
	k := &picked{page: p, ids: map[call.ID]bool{}, count: newLine("", sizeBody, colorInk).bold(), length: newLine("", sizeSmall, colorInk2).mayCut()}
	none := widget.NewButtonWithIcon("", lineIcon("close").in(colorInk2), k.clear)
	none.Importance = widget.LowImportance
	acts := container.New(&flow{gap: sizeStep})
	for _, a := range p.acts() {
		acts.Add(widget.NewButton(a.short, func() { a.do(k.inOrder()) }))
	}
	head := container.New(row{gap: sizeInside}, k.count, k.length, layout.NewSpacer(), none)
	k.root = container.New(stack{}, widget.NewSeparator(), container.New(inset{sizeGroup, sizeStep}, container.New(stack{gap: sizeStep}, head, acts)))
	k.root.Hide()
	return k
}

// onPick takes what the list was told.
func (k *picked) onPick(i int, how picking) {
	id := k.page.rows[i].call.ID
	switch how {
	case pickAll:
		k.all()
	case pickUpTo:
		k.upTo(i)
	default:
		k.one(id)
	}
	k.show()
}

// one picks a call or lets go of it. The first one that is picked beside the open call picks that, too.
func (k *picked) one(id call.ID) {
	if open := k.page.chosen; len(k.ids) == 0 && open != id && k.page.chosenRow() >= 0 {
		k.ids[open] = true
	}
	if k.ids[id] {
		delete(k.ids, id)
	} else {
		k.ids[id] = true
	}
	k.anchor = id
}

// upTo picks all calls from where picking began up to row i, and no others.
func (k *picked) upTo(i int) {
	from := k.page.rowOf(k.anchor)
	if from < 0 {
		from = max(0, k.page.chosenRow())
		k.anchor = k.page.rows[from].call.ID
	}
	clear(k.ids)
	for r := min(from, i); r <= max(from, i); r++ {
		if k.page.rows[r].heading == "" {
			k.ids[k.page.rows[r].call.ID] = true
		}
	}
}

func (k *picked) all() {
	for _, r := range k.page.rows {
		if r.heading == "" {
			k.ids[r.call.ID] = true
		}
	}
}

// clear lets go of all.
func (k *picked) clear() {
	if k.anchor = ""; len(k.ids) > 0 {
		clear(k.ids)
		k.show()
	}
}

// keep lets go of what the list no longer shows.
func (k *picked) keep() {
	if len(k.ids) == 0 {
		return
	}
	before := len(k.ids)
	kept := map[call.ID]bool{}
	for _, r := range k.page.rows {
		if r.heading == "" && k.ids[r.call.ID] {
			kept[r.call.ID] = true
		}
	}
	if k.ids = kept; len(kept) != before {
		k.show()
	}
}

// inOrder gives the picked calls as they stand in the list.
func (k *picked) inOrder() (ids []call.ID) {
	for _, r := range k.page.rows {
		if r.heading == "" && k.ids[r.call.ID] {
			ids = append(ids, r.call.ID)
		}
	}
	return ids
}

// show draws the bar, and the rows anew.
func (k *picked) show() {
	var length call.Seconds
	for _, r := range k.page.rows {
		if r.heading == "" && k.ids[r.call.ID] {
			length += r.call.Duration
		}
	}
	k.count.set(fmt.Sprintf("%d picked", len(k.ids)))
	k.length.set(length.Short())
	k.page.list.quiet = len(k.ids) > 0
	if hidden := len(k.ids) == 0; hidden != k.root.Hidden {
		k.root.Hidden = hidden
		k.page.listRoot.Refresh()
	}
	k.page.list.refill()
}

// wash is the ground of a picked row.
func (k *picked) wash(i int) (fyne.ThemeColorName, bool) {
	r := k.page.rows[i]
	return theme.ColorNameSelection, r.heading == "" && k.ids[r.call.ID]
}

// countCalls says how many calls are meant.
func countCalls(n int) string {
	if n == 1 {
		return "1 call"
	}
	return thousands(n) + " calls"
}

// thousands writes a number with a space before each three digits, which is read in every country.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "\u00a0" + text[i:]
	}
	return text
}
