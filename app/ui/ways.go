package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// waysBar stands above the list of calls: the ways to what is no call, and how much of it waits.
type waysBar struct {
	root   *fyne.Container
	follow *chip
}

func newWaysBar(p *callsPage) *waysBar {
	b := &waysBar{}
	b.follow = newWay("Follow-ups", func() { p.w.show(p.w.follow) })
	log := newWay("Log a call", p.w.askLog)
	cases, contacts := newWay("Cases", func() { p.w.show(p.w.cases) }), newWay("Contacts", func() { p.w.show(p.w.contacts) })
	b.root = container.New(inset{sizeChip, ""}, container.New(&flow{}, cases, contacts, b.follow, log))
	return b
}

// newWay is a chip that leads somewhere at once.
func newWay(word string, do func()) *chip {
	c := newChip(word, func(fyne.Position) { do() })
	c.sign.Hide()
	return c
}

// count says how much is due.
func (b *waysBar) count(due int) {
	word := "Follow-ups"
	if due > 0 {
		word = fmt.Sprintf("Follow-ups %d", due)
	}
	b.follow.label(word)
}
