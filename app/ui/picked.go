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

// callList is a list whose rows are calls, or places in calls.
type callList struct {
	*column
	of func(i int) call.ID // the call of a row; empty for a heading
}

// picked are the calls that were picked together, and the bar below the list with what can be done with them. It knows them by ID,
// so that they stay picked when the list is read again, or results take its place; what is no longer in sight is no longer picked.
type picked struct {
	page   *callsPage
	from   callList // what is in sight
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
	id := k.from.of(i)
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
	if open := k.page.chosen; len(k.ids) == 0 && open != id && k.from.chosen >= 0 && k.from.row(open) >= 0 {
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
	begin := k.from.row(k.anchor)
	if begin < 0 {
		if begin = k.from.chosen; begin < 0 {
			begin = k.from.cursor
		}
		k.anchor = k.from.of(begin)
	}
	clear(k.ids)
	for r := min(begin, i); r <= max(begin, i); r++ {
		if id := k.from.of(r); id != "" {
			k.ids[id] = true
		}
	}
}

func (k *picked) all() {
	for _, id := range k.from.calls() {
		k.ids[id] = true
	}
}

// clear lets go of all.
func (k *picked) clear() {
	if k.anchor = ""; len(k.ids) > 0 {
		clear(k.ids)
		k.show()
	}
}

// turn picks from another list from now on.
func (k *picked) turn(to callList) {
	k.from = to
	k.keep()
}

// keep lets go of what the list no longer shows.
func (k *picked) keep() {
	if len(k.ids) == 0 {
		return
	}
	before := len(k.ids)
	kept := map[call.ID]bool{}
	for _, id := range k.inOrder() {
		kept[id] = true
	}
	if k.ids = kept; len(kept) != before {
		k.show()
	}
}

// inOrder gives the picked calls as they stand in the list.
func (k *picked) inOrder() (ids []call.ID) {
	for _, id := range k.from.calls() {
		if k.ids[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// calls are those of all rows, each once.
func (l callList) calls() (ids []call.ID) {
	seen := map[call.ID]bool{}
	for i := range l.count {
		if id := l.of(i); id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// row is the first row of a call, or -1.
func (l callList) row(of call.ID) int {
	for i := range l.count {
		if id := l.of(i); id != "" && id == of {
			return i
		}
	}
	return -1
}

// show draws the bar, and the rows anew.
func (k *picked) show() {
	var length call.Seconds
	for id := range k.ids {
		length += k.page.listed.known[id].Duration
	}
	k.count.set(fmt.Sprintf("%d picked", len(k.ids)))
	k.length.set(length.Short())
	if hidden := len(k.ids) == 0; hidden != k.root.Hidden {
		k.root.Hidden = hidden
		k.page.left.Refresh()
	}
	for _, list := range []*column{k.page.list, k.page.results.column} {
		list.quiet = len(k.ids) > 0
		list.refill()
	}
}

// wash gives the ground of picked rows.
func (k *picked) wash(of func(i int) call.ID) func(i int) (fyne.ThemeColorName, bool) {
	return func(i int) (fyne.ThemeColorName, bool) { return theme.ColorNameSelection, k.ids[of(i)] }
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
