package ui

import (
	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
)

// moreItems lead to the other calls with the same person and number.
func (p *callsPage) moreItems(summary app.Summary) (items []*fyne.MenuItem) {
	if summary.Title != "" && summary.Title != summary.Number {
		items = append(items, fyne.NewMenuItem("More with "+summary.Title, func() { p.setQuery(app.MoreLike("name", summary)) }))
	}
	if summary.Number != "" {
		items = append(items, fyne.NewMenuItem("More with "+summary.Number, func() { p.setQuery(app.MoreLike("number", summary)) }))
	}
	if len(items) == 0 {
		nobody := fyne.NewMenuItem("Nothing is known of the other party", nil)
		nobody.Disabled = true
		items = append(items, nobody)
	}
	return items
}

// onMore looks for the other calls of the open one's person or number.
func (p *callsPage) onMore(field string) func() {
	return func() {
		summary, known := p.listed.known[p.chosen]
		if known && (field == "number" && summary.Number != "" || field == "name" && summary.Title != "") {
			p.w.show(p)
			p.onBack()
			p.setQuery(app.MoreLike(field, summary))
		}
	}
}
