package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// nothing stands in place of the list when no call is of the kind that was asked for: it proposes what to ask for instead.
type nothing struct {
	page      *callsPage
	root      *fyne.Container
	proposals *fyne.Container
}

func newNothing(p *callsPage) *nothing {
	n := &nothing{page: p, proposals: container.New(&flow{gap: sizeStep})}
	words := container.New(inset{sizeGroup, sizeGroup}, container.New(stack{gap: sizeInside},
		newProse("No call is like that.", sizeBody, colorInk), n.proposals))
	n.root = container.New(&headed{most: 1}, container.NewVScroll(words))
	n.root.Hide()
	return n
}

// show comes and goes with the calls.
func (n *nothing) show() {
	n.root.Hidden = n.page.listed.only == nil || len(n.page.rows) > 0
	if n.root.Hidden {
		return
	}
	all := widget.NewButton("All calls", func() { n.page.setQuery("") })
	n.proposals.Objects = append(n.page.proposals(answer{}, n.page.narrowed), all)
	n.root.Refresh()
}
