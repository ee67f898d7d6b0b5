package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// facets are the chips below the search box. Each stands for words of the query that are written as name:value: choosing something
// writes them into the box, taking the chip away takes them out, and typing them makes the chip. So they can never differ.
type facets struct {
	page  *callsPage
	root  *fyne.Container
	query string
	all   []*facet
	save  *chip
}

// facet is one chip that is always there.
type facet struct {
	*chip
	word  string   // while nothing is chosen
	names []string // of the fields it stands for
	says  func(fields []app.QueryField) string
	items func() []*fyne.MenuItem
}

func newFacets(p *callsPage) *facets {
	f := &facets{page: p}
	f.add("From", []string{"from"}, nameWords, f.fromItems)
	f.add("Date", []string{"after", "before"}, p.w.dates.between, f.dateItems)
	f.add("Case", []string{"case"}, nameWords, f.caseItems)
	f.add("Tag", []string{"tag"}, nameWords, f.tagItems)
	f.add("Flag", []string{"flag"}, flagWords, f.flagItems)
	f.add("Length", []string{"longer"}, lengthWords, f.lengthItems)
	f.add("Where", []string{"in"}, whereWords, f.whereItems)
	f.save = newChip(saveWords, f.onSave)
	f.save.usual = lineIcon("mark")
	f.save.droppable(nil)
	f.root = container.New(&flow{gap: sizeStep})
	f.lay(nil)
	return f
}

func (f *facets) add(word string, names []string, says func([]app.QueryField) string, items func() []*fyne.MenuItem) {
	one := &facet{word: word, names: names, says: says, items: items}
	one.chip = newChip(word, func(at fyne.Position) {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", one.menu(f)...), f.page.w.window.Canvas(), at)
	})
	f.all = append(f.all, one)
}

// menu is what can be chosen, and the way back to nothing.
func (a *facet) menu(f *facets) []*fyne.MenuItem {
	items := a.items()
	if a.drop != nil {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Take this away", func() { f.without(a.names...) }))
	}
	return items
}

// show makes the chips say what a query says.
func (f *facets) show(query string) {
	if query == f.query {
		return
	}
	f.query = query
	fields := app.QueryFields(query)
	for _, a := range f.all {
		a.follow(f, fields)
	}
	f.lay(fields)
}

// follow shows what the fields that a chip stands for say.
func (a *facet) follow(f *facets, fields []app.QueryField) {
	mine := fieldsOf(fields, a.names...)
	if len(mine) == 0 {
		a.droppable(nil)
		a.label(a.word)
		return
	}
	a.droppable(func() { f.without(a.names...) })
	a.label(a.says(mine))
}

// lay puts the chips in their places: those that are always there, then one for each of the other fields.
func (f *facets) lay(fields []app.QueryField) {
	f.root.RemoveAll()
	for _, a := range f.all {
		f.root.Add(a.chip)
	}
	for _, field := range fieldsOf(fields, "name", "number", "sounds") {
		f.root.Add(f.extra(field))
	}
	if f.query != "" {
		f.showSaved()
		f.root.Add(f.save)
	}
	if f.page.root != nil {
		f.page.root.Refresh()
	}
}

// saveWords offer to save a search.
const saveWords = "Save this search"

// showSaved says under which name the search is saved, or offers to save it.
func (f *facets) showSaved() {
	words := saveWords
	if name := f.page.recall.nameOf(f.query); name != "" {
		words = "Saved: " + name
	}
	f.save.label(words)
	f.root.Refresh()
}

// onSave saves the search; when it is saved, it opens what can be done with that.
func (f *facets) onSave(at fyne.Position) {
	name := f.page.recall.nameOf(f.query)
	if name == "" {
		f.page.onSaveSearch()
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", f.page.recall.savedItems(name)...), f.page.w.window.Canvas(), at)
}

// extra is the chip of a field that was typed, or written by a menu elsewhere.
func (f *facets) extra(field app.QueryField) *chip {
	one := newChip(fieldWords(field), nil)
	drop := func() { f.page.setQuery(app.WithoutField(f.query, field)) }
	one.open = func(at fyne.Position) {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", fyne.NewMenuItem("Take this away", drop)), f.page.w.window.Canvas(), at)
	}
	one.droppable(drop)
	return one
}

// words are what the chip of a field says.
func (f *facets) words(field app.QueryField) string {
	for _, a := range f.all {
		if slices.Contains(a.names, field.Name) {
			return a.says([]app.QueryField{field})
		}
	}
	return fieldWords(field)
}

func fieldsOf(fields []app.QueryField, names ...string) (some []app.QueryField) {
	for _, field := range fields {
		for _, name := range names {
			if field.Name == name {
				some = append(some, field)
			}
		}
	}
	return some
}

// without takes fields out of the query.
func (f *facets) without(names ...string) {
	f.page.setQuery(app.WithoutFields(f.query, names...))
}

// sets makes a menu item that writes a condition into the query, in place of others.
func (f *facets) sets(label, name, value string, only ...string) *fyne.MenuItem {
	return fyne.NewMenuItem(label, func() {
		f.page.setQuery(app.WithField(f.query, name, value, append(only, name)...))
	})
}

func (f *facets) fromItems() []*fyne.MenuItem {
	items := []*fyne.MenuItem{f.sets("Me", "from", "me"), f.sets("Them", "from", "them")}
	if people := f.page.people(); len(people) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
		for _, name := range people[:min(len(people), mostInMenu)] {
			items = append(items, f.sets(name, "from", name))
		}
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Somebody else…", func() { f.types("from:") }))
}

// mostInMenu is how many names a menu offers.
const mostInMenu = 8

// types begins a condition in the search box, to be finished by typing.
func (f *facets) types(beginning string) {
	f.page.setQuery(strings.TrimSpace(f.query + " " + beginning))
	f.page.w.window.Canvas().Focus(f.page.search)
}

func (f *facets) dateItems() []*fyne.MenuItem {
	yesterday := fyne.NewMenuItem("Yesterday", func() {
		f.page.setQuery(app.WithField(app.WithField(f.query, "after", "yesterday", "after", "before"), "before", "today"))
	})
	return []*fyne.MenuItem{
		f.sets("Today", "after", "today", "before"), yesterday, f.sets("This week", "after", "week", "before"),
		f.sets("This month", "after", "month", "before"), f.sets("This year", "after", "year", "before"),
		fyne.NewMenuItemSeparator(), fyne.NewMenuItem("From … to …", f.onRange),
	}
}

// onRange asks for the first and the last day. What is no date is written into the query all the same, which then says so.
func (f *facets) onRange() {
	from, to := newField("2026-03-01, or 2026-03, or 2026", nil), newField("2026-03-31, or 2026-03, or 2026", nil)
	form := container.New(stack{gap: sizeInside}, labelled("From", from), labelled("To, and with", to))
	f.page.askName("Calls of these days", from, form, []action{{label: "Search", do: func() {
		f.page.setQuery(withDays(f.query, from.Text, to.Text))
	}}})
	to.OnSubmitted, to.escape = from.OnSubmitted, from.escape
}

// withDays writes days into a query: from one, up to another and with it; an empty one leaves an end open. Months and years will
// do, too.
func withDays(query, from, to string) string {
	query = app.WithoutFields(query, "after", "before")
	if from = strings.TrimSpace(from); from != "" {
		query = app.WithField(query, "after", from)
	}
	if to = strings.TrimSpace(to); to != "" {
		query = app.WithField(query, "before", behind(to))
	}
	return query
}

// behind is the day, the month or the year after one; what is no date stays as it is.
func behind(date string) string {
	for form, add := range map[string][3]int{time.DateOnly: {0, 0, 1}, "2006-01": {0, 1, 0}, "2006": {1, 0, 0}} {
		if t, err := time.Parse(form, date); err == nil {
			return t.AddDate(add[0], add[1], add[2]).Format(form)
		}
	}
	return date
}

func (f *facets) caseItems() []*fyne.MenuItem {
	return f.namesItems("case", f.page.cases(), "No call is in a case yet")
}

func (f *facets) tagItems() []*fyne.MenuItem {
	return f.namesItems("tag", f.page.tags(), "No call has a tag yet")
}

// namesItems write one of several names into the query, or say that there are none.
func (f *facets) namesItems(field string, names []string, nothing string) (items []*fyne.MenuItem) {
	for _, name := range names[:min(len(names), 2*mostInMenu)] {
		items = append(items, f.sets(name, field, name))
	}
	if len(items) == 0 {
		none := fyne.NewMenuItem(nothing, nil)
		none.Disabled = true
		return []*fyne.MenuItem{none}
	}
	return items
}

func (f *facets) flagItems() (items []*fyne.MenuItem) {
	for _, kinds := range [][]string{{"any"}, {"dnc", "debt", "consent", "private"}, {"open", "confirmed", "dismissed"}} {
		if len(items) > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		for _, kind := range kinds {
			items = append(items, f.sets(flagKinds[kind], "flag", kind))
		}
	}
	return items
}

func (f *facets) lengthItems() (items []*fyne.MenuItem) {
	for _, length := range []struct{ words, value string }{
		{"Longer than a minute", "1m"}, {"Longer than 5 minutes", "5m"}, {"Longer than 15 minutes", "15m"}, {"Longer than half an hour", "30m"}, {"Longer than an hour", "1h"},
	} {
		items = append(items, f.sets(length.words, "longer", length.value))
	}
	short := fyne.NewMenuItem("A minute at most", func() {
		f.page.setQuery(strings.TrimSpace(app.WithoutFields(f.query, "longer") + " -" + app.FieldText("longer", "1m")))
	})
	return append(items, short)
}

func (f *facets) whereItems() []*fyne.MenuItem {
	return []*fyne.MenuItem{f.sets("Transcript only", "in", "transcript"), f.sets("Notes only", "in", "notes"), f.sets("Transcript and notes", "in", "both")}
}
