package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// orders are those in which calls can stand, and groupings what can stand above them.
func orders() ([]app.Order, []string) {
	return []app.Order{app.NewestFirst, app.OldestFirst, app.LongestFirst, app.ByName}, []string{"Newest first", "Oldest first", "Longest first", "By name"}
}

func groupings() ([]app.Grouping, []string) {
	return []app.Grouping{app.ByDay, app.ByCase, app.ByPerson, app.Ungrouped}, []string{"Days", "Cases", "People", "No groups"}
}

// wordOf is the word for a choice; the first one for what is not known.
func wordOf[T comparable](known []T, words []string, chosen T) string {
	return words[max(0, slices.Index(known, chosen))]
}

// arrangeBar stands above the list and says in which order and groups the calls stand.
type arrangeBar struct {
	page  *callsPage
	root  *fyne.Container
	order *chip
	group *chip
}

func newArrangeBar(p *callsPage) *arrangeBar {
	b := &arrangeBar{page: p}
	b.order = newChip("", func(at fyne.Position) { b.open(b.orderItems(), at) })
	b.group = newChip("", func(at fyne.Position) { b.open(b.groupItems(), at) })
	b.root = container.New(inset{sizeChip, sizeStep}, container.New(row{gap: sizeStep}, b.group, b.order, layout.NewSpacer()))
	b.show(p.w.app.Settings().Calls)
	return b
}

// show says how the calls stand.
func (b *arrangeBar) show(as app.Arrangement) {
	known, words := orders()
	b.order.label(wordOf(known, words, as.Order))
	by, names := groupings()
	b.group.label(wordOf(by, names, as.Group))
}

func (b *arrangeBar) open(items []*fyne.MenuItem, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), b.page.w.window.Canvas(), at)
}

// orderItems are the orders, with a mark at the present one.
func (b *arrangeBar) orderItems() []*fyne.MenuItem {
	known, words := orders()
	return marked(known, words, b.page.w.app.Settings().Calls.Order, func(order app.Order) {
		b.page.w.changeSettings(func(s *app.Settings) { s.Calls.Order = order })
	})
}

// groupItems are the groupings, with a mark at the present one.
func (b *arrangeBar) groupItems() []*fyne.MenuItem {
	known, words := groupings()
	return marked(known, words, b.page.w.app.Settings().Calls.Group, func(group app.Grouping) {
		b.page.w.changeSettings(func(s *app.Settings) { s.Calls.Group = group })
	})
}

// marked are menu items to choose one of several by its word, with a mark at the present one.
func marked[T comparable](known []T, words []string, present T, choose func(T)) (items []*fyne.MenuItem) {
	at := wordOf(known, words, present)
	for i, one := range known {
		item := fyne.NewMenuItem(words[i], func() { choose(one) })
		item.Checked = words[i] == at
		items = append(items, item)
	}
	return items
}
