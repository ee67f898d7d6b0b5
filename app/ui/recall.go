package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// recall is the list of saved and recent searches that opens below the search box while the keyboard is in it and it is empty. The
// down arrow goes there, Enter searches, Delete takes a search off the list, F2 renames a saved one.
type recall struct {
	page     *callsPage
	layer    *fyne.Container // lies over the page; the panel stands in it below the box
	panel    *fyne.Container
	column   *column
	searches app.Searches
	rows     []recallRow
	inBox    bool // the keyboard is in the search box
	entering bool // it is on its way to the list
}

// recallRow is a heading, a search, or the way to forget.
type recallRow struct {
	heading string
	keys    string // beside a heading: what else can be done with what stands below it
	name    string // of a saved search
	query   string
	forget  bool
}

func newRecall(p *callsPage) *recall {
	r := &recall{page: p}
	r.column = (&column{
		create: newRecallLine, show: r.showRow, height: r.rowHeight, choose: r.onChosen, key: r.onKey, menu: r.onMenu, quiet: true,
		fixed: func(i int) bool { return r.rows[i].heading != "" },
		left:  r.hide,
	}).start()
	ground := container.NewStack(newPlane(colorHairline), container.New(inset{theme.SizeNameInputBorder, theme.SizeNameInputBorder}, newPlane(colorSurface)))
	r.panel = container.NewStack(ground, container.New(inset{sizeStep, sizeStep}, r.column))
	r.layer = container.New(recallLayout{r}, r.panel)
	r.panel.Hide()
	r.reload()
	return r
}

// reload reads the searches again.
func (r *recall) reload() {
	var searches app.Searches
	r.page.w.work.do(func(context.Context) (err error) {
		searches, err = r.page.w.app.Searches()
		return err
	}, func() { r.fill(searches) })
}

func (r *recall) fill(searches app.Searches) {
	r.searches, r.rows = searches, nil
	if len(searches.Saved) > 0 {
		r.rows = append(r.rows, recallRow{heading: "Saved searches", keys: "F2 renames, Delete removes"})
	}
	for _, s := range searches.Saved {
		r.rows = append(r.rows, recallRow{name: s.Name, query: s.Query})
	}
	if len(searches.Recent) > 0 {
		r.rows = append(r.rows, recallRow{heading: "Recent searches", keys: "Delete removes"})
		for _, query := range searches.Recent {
			r.rows = append(r.rows, recallRow{query: query})
		}
		r.rows = append(r.rows, recallRow{forget: true})
	}
	at := r.column.cursor
	r.column.reset(len(r.rows))
	r.column.cursor = r.column.next(min(at, len(r.rows)-1), 1)
	r.column.refill()
	if r.visible() && len(r.rows) == 0 {
		r.page.w.window.Canvas().Focus(r.page.search)
	}
	r.follow()
	r.layer.Refresh() // the list may be shorter now
	r.page.facets.showSaved()
}

// nameOf is under which name a query was saved; empty if it was not.
func (r *recall) nameOf(query string) string {
	for _, s := range r.searches.Saved {
		if s.Query == query {
			return s.Name
		}
	}
	return ""
}

// onSearchFocus follows the keyboard into the search box and out of it.
func (p *callsPage) onSearchFocus(here bool) {
	p.recall.inBox = here
	p.recall.follow()
}

// follow opens and closes the list.
func (r *recall) follow() {
	wanted := r.inBox || r.column.focused || r.entering || r.column.pressed && r.visible()
	r.set(wanted && strings.TrimSpace(r.page.search.Text) == "" && len(r.rows) > 0)
}

func (r *recall) set(open bool) {
	if r.panel.Hidden == open {
		r.panel.Hidden = !open
		r.layer.Refresh()
	}
}

func (r *recall) visible() bool { return r.panel.Visible() }

func (r *recall) hide() { r.set(false) }

// enter gives the keyboard to the list.
func (r *recall) enter() {
	r.entering = true
	r.column.cursor = r.column.next(0, 1)
	r.page.w.window.Canvas().Focus(r.column)
	r.entering = false
}

// onChosen searches again, or forgets.
func (r *recall) onChosen(i int) {
	chosen := r.rows[i]
	if chosen.forget {
		r.change(func() error { return r.page.w.app.ForgetSearches() })
		return
	}
	r.page.w.window.Canvas().Focus(r.page.search)
	r.page.setQuery(chosen.query)
	r.page.note()
}

// change changes what is kept in the background; an event brings it back.
func (r *recall) change(do func() error) {
	r.page.w.work.do(func(context.Context) error { return do() }, nil)
}

// onKey takes the keys of a search; those that lead out of the list go back to the box.
func (r *recall) onKey(i int, key fyne.KeyName) bool {
	switch {
	case key == fyne.KeyEscape, key == fyne.KeyUp && i == r.column.next(0, 1):
		r.page.w.window.Canvas().Focus(r.page.search)
	case key == fyne.KeyDelete, key == fyne.KeyBackspace:
		r.remove(r.rows[i])
	case key == fyne.KeyF2 && r.rows[i].name != "":
		r.onRename(r.rows[i].name)
	default:
		return false
	}
	return true
}

func (r *recall) remove(gone recallRow) {
	switch {
	case gone.name != "":
		r.change(func() error { return r.page.w.app.RemoveSearch(gone.name) })
	case gone.query != "":
		r.change(func() error { return r.page.w.app.ForgetSearches(gone.query) })
	}
}

// onMenu opens what can be done with a search.
func (r *recall) onMenu(i int, at fyne.Position) {
	chosen := r.rows[i]
	if chosen.forget {
		return
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem("Search", func() { r.onChosen(i) })}
	if chosen.name != "" {
		items = append(items, r.savedItems(chosen.name)...)
	} else {
		items = append(items,
			fyne.NewMenuItem("Save…", func() { r.page.askSearchName(chosen.query) }),
			fyne.NewMenuItem("Remove", func() { r.remove(chosen) }))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), r.page.w.window.Canvas(), at)
}

// savedItems are what can be done with a saved search.
func (r *recall) savedItems(name string) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Rename…", func() { r.onRename(name) }),
		fyne.NewMenuItem("Remove", func() { r.remove(recallRow{name: name}) }),
	}
}

func (r *recall) onRename(old string) {
	name := newField("", nil)
	name.SetText(old)
	r.page.askName("Rename a saved search", name, labelled("Name", name), []action{{label: "Rename", do: func() {
		to := name.Text
		r.change(func() error { return r.page.w.app.RenameSearch(old, to) })
	}}})
}

// onSaveSearch asks under which name the present search is to be kept.
func (p *callsPage) onSaveSearch() {
	if query := p.facets.query; query != "" {
		p.askSearchName(query)
	}
}

func (p *callsPage) askSearchName(query string) {
	name := newField("Refunds of this year", nil)
	form := container.New(stack{gap: sizeInside}, labelled("Name", name), paragraph("It searches for: "+query, sizeSmall, colorInk2))
	p.askName("Save a search", name, form, []action{{label: "Save", do: func() {
		as := name.Text
		p.recall.change(func() error { return p.w.app.SaveSearch(as, query) })
	}}})
}

// recallLayout puts the panel below the search box and its chips, as wide as that and as high as it needs.
type recallLayout struct{ recall *recall }

// MinSize belongs to Fyne; what floats asks for no room.
func (l recallLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (l recallLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := l.recall
	driver := fyne.CurrentApp().Driver()
	chips := r.page.facets.root // which stay in sight
	at := driver.AbsolutePositionForObject(chips).Subtract(driver.AbsolutePositionForObject(r.layer))
	at = at.AddXY(0, chips.Size().Height+theme.Size(sizeStep))
	high := 2 * theme.Size(sizeStep)
	for i := range r.rows {
		high += r.rowHeight(i, 0)
	}
	r.panel.Move(at)
	r.panel.Resize(fyne.NewSize(r.page.search.Size().Width, min(high, theme.Size(sizeRecall), max(0, size.Height-at.Y))))
}
