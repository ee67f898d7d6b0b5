package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// register is a page with a list that can be searched, and beside it one of its entries with all that happened, by time: the contacts, or the cases.
// In a narrow window it shows one of the two.
type register struct {
	sight
	w       *Window
	places  *listAndCall
	panes   *fyne.Container // list, hairline, entry
	query   *field
	list    *column
	back    *widget.Button // from the entry to the list, in a narrow window
	title   *line
	facts   *fyne.Container // a line each
	acts    *fyne.Container
	heat    *heat // on which days there were calls
	moments *column
	quiet   *line           // in place of what happened: nothing did
	nothing *fyne.Container // in place of all: there is no entry yet
	entry   *fyne.Container
	known   []registered // all of them
	found   []registered // those that the search leaves
	chosen  string
	past    []app.Moment
	pastOf  string // with whom that happened
	read    int    // counts what was asked for, so that only the last answer is shown

	// What tells contacts from cases.
	load func() ([]registered, error)                                // all entries; not on the window's thread
	look func(ctx context.Context, key string) ([]app.Moment, error) // what happened with one; likewise
	edit func()                                                      // the chosen one
	drop func()                                                      // may be nil; takes the chosen one away
	// The next ones may be nil.
	chose  func(r registered) // another entry is shown
	enter  func(m app.Moment) // something that happened outside of calls is to be looked at
	remove func(m app.Moment) // it is to be taken away
}

// quietWords stand where nothing happened.
const quietWords = "No calls yet, and nothing else."

// registered is an entry of a list.
type registered struct {
	key    string
	title  string
	facts  string        // a line in the list
	whole  func() string // what is known, in lines; asked of the chosen one only
	search string        // in lower case: what a search looks at

	changed bool // something of it was corrected or removed
}

// compose makes the page. The buttons in general stand on top, those in acts beside an entry.
func (p *register) compose(name, hint, empty, advice string, general, acts []fyne.CanvasObject) {
	p.again = p.reload
	p.query = newField(hint, nil)
	p.query.OnChanged = func(string) { p.onQuery() }
	p.query.OnSubmitted = func(string) { p.w.window.Canvas().Focus(p.list) }
	p.query.escape = p.onEscape
	p.list = (&column{
		create: newRegisterRow, show: p.showRow, height: func(int, float32) float32 { return theme.Size(sizeCallRow) },
		choose: func(i int) { p.choose(p.found[i].key) }, moves: true, key: p.onKey,
	}).start()
	p.moments = (&column{
		create: newMomentRow, show: p.showMoment, height: p.momentHeight, choose: p.onMoment, key: p.onMomentKey,
	}).start()
	p.title, p.facts = newLine("", sizeTitle, colorInk).bold().mayCut(), container.New(stack{gap: sizeStep})
	p.back = widget.NewButtonWithIcon(name, lineIcon("back").in(colorInk), func() { p.turn(false) })
	p.back.Importance = widget.LowImportance
	p.acts = container.New(&flow{gap: sizeStep}, append([]fyne.CanvasObject{p.back}, acts...)...)
	head := container.New(inset{sizePage, sizeGroup}, container.New(stack{gap: sizeInside}, p.title, p.facts, p.acts))
	p.heat = newHeat(p.w, sizePage, p.toDay, func() { p.entry.Refresh() })
	p.quiet = newLine(quietWords, sizeBody, colorInk2)
	p.quiet.Hide()
	past := container.NewStack(container.New(inset{sizeInside, ""}, p.moments), container.New(inset{sizePage, sizeGroup}, container.New(stack{}, p.quiet)))
	p.entry = bordered(container.New(stack{}, head, p.heat.root, widget.NewSeparator()), past, nil)
	p.places = &listAndCall{turned: func(narrow bool) { p.back.Hidden = !narrow }}
	entry := container.New(sized(func(size fyne.Size) { p.heat.fit(size.Height < theme.Size(sizeLow)) }), p.entry)
	left := bordered(container.New(inset{sizeInside, sizeInside}, p.query), p.list, nil)
	p.panes = container.New(p.places, left, widget.NewSeparator(), entry)
	p.nothing = emptyPage(empty, []string{advice})
	p.root = p.w.framed(name, container.NewStack(p.panes, p.nothing), nil, append([]fyne.CanvasObject{layout.NewSpacer()}, general...)...)
}

// reload reads everything again, if it is in sight. What can be read is shown although something else cannot.
func (p *register) reload() {
	if !p.inSight {
		return
	}
	var all []registered
	p.afresh.readSome(p.w.work, p.reload, func(context.Context) (some bool, err error) {
		all, err = p.load()
		return len(all) > 0, err
	}, func() {
		p.known = all
		p.panes.Hidden, p.nothing.Hidden = len(all) == 0, len(all) > 0
		p.sift()
		p.choose(p.chosen)
		p.root.Refresh()
		if p.inSight && len(all) > 0 {
			p.w.focusIfFree(p.list)
		}
	})
}

// onQuery sifts the list, and reads what happened only where another entry is chosen then.
func (p *register) onQuery() {
	before, hidden := p.chosen, p.entry.Hidden
	p.sift()
	if p.chosen != before || hidden || p.place() < 0 {
		p.choose(p.chosen)
	}
	p.root.Refresh()
}

// sift shows what the search leaves, and keeps the chosen entry chosen if it is among that.
func (p *register) sift() {
	place := max(0, p.place())
	p.found = slices.DeleteFunc(slices.Clone(p.known), func(r registered) bool {
		return slices.ContainsFunc(strings.Fields(strings.ToLower(p.query.Text)), func(word string) bool { return !strings.Contains(r.search, word) })
	})
	p.list.reset(len(p.found))
	if p.place() < 0 && len(p.found) > 0 {
		p.chosen = p.found[min(place, len(p.found)-1)].key
	}
	p.list.choosing(p.place())
}

// place is where the chosen entry stands in the list, or -1.
func (p *register) place() int {
	return slices.IndexFunc(p.found, func(r registered) bool { return r.key == p.chosen })
}

// choose shows an entry.
func (p *register) choose(key string) {
	p.chosen = key
	p.entry.Hidden = p.place() < 0
	if p.place() < 0 {
		return
	}
	r := p.found[p.place()]
	if p.chose != nil {
		p.chose(r)
	}
	p.title.set(r.title)
	p.forget(key)
	p.read++
	asked := p.read
	var words string
	p.w.work.do(func(context.Context) error { // it may read the documents of others
		words = r.whole()
		return nil
	}, func() {
		if asked == p.read {
			p.say(words)
		}
	})
	var past []app.Moment
	p.w.work.do(func(ctx context.Context) (err error) {
		if past, err = p.look(ctx, key); p.gone(err) {
			err = nil
		}
		return err
	}, func() {
		if asked != p.read {
			return
		}
		slices.Reverse(past) // what is new stands on top, as in the list of calls
		p.past = past
		p.moments.reset(len(past))
		p.quiet.set(quietWords)
		p.quiet.Hidden = len(past) > 0
		p.tellDays()
		p.root.Refresh()
	})
}

// say shows what is known of the chosen entry.
func (p *register) say(words string) {
	p.facts.Objects = nil
	for _, line := range strings.Split(words, "\n") {
		p.facts.Add(newProse(line, sizeBody, colorInk2))
	}
	p.root.Refresh()
}

// forget takes away what is known of another entry and what happened with it, which may not stand below this one's name while its own is read.
func (p *register) forget(key string) {
	if p.pastOf == key {
		return
	}
	p.pastOf, p.past, p.facts.Objects = key, nil, nil
	p.moments.reset(0)
	p.quiet.set("Reading…")
	p.quiet.Show()
	p.tellDays()
	p.root.Refresh()
}

// gone reports whether an entry only was taken away meanwhile.
func (p *register) gone(err error) bool { return app.IsNoCase(err) }

// turn shows the entry, or the list, where there is room for one of them.
func (p *register) turn(entry bool) {
	p.places.callFirst = entry
	p.panes.Refresh()
	if !entry {
		p.w.window.Canvas().Focus(p.list)
	}
}

func (p *register) onEscape() {
	switch {
	case p.query.Text != "":
		p.query.SetText("")
	case p.places.callFirst:
		p.turn(false)
	default:
		p.w.show(p.w.calls)
	}
}

// onKey takes the keys of the list.
func (p *register) onKey(_ int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeyF2:
		p.edit()
	case fyne.KeyDelete, fyne.KeyBackspace:
		if p.drop == nil {
			return false
		}
		p.drop()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyRight:
		p.turn(true)
		p.w.window.Canvas().Focus(p.moments)
	case fyne.KeyEscape:
		p.onEscape()
	default:
		return false
	}
	return true
}

// onMomentKey takes the keys of the timeline.
func (p *register) onMomentKey(i int, key fyne.KeyName) bool {
	switch {
	case key == fyne.KeyEscape || key == fyne.KeyLeft:
		p.turn(false)
	case key == fyne.KeyF2:
		p.onMoment(i)
	case (key == fyne.KeyDelete || key == fyne.KeyBackspace) && p.remove != nil:
		p.remove(p.past[i])
	default:
		return false
	}
	return true
}

// onMoment opens the call in which something happened, at its second, or what happened outside of calls.
func (p *register) onMoment(i int) {
	switch m := p.past[i]; {
	case m.Call == "" && p.enter != nil:
		p.enter(m)
	case m.Call == "":
	case m.Kind == app.MomentCall:
		p.w.openCall(m.Call, nil)
	default:
		p.w.openCall(m.Call, &m.At)
	}
}

// registerRow is an entry in the list.
type registerRow struct {
	widget.BaseWidget
	box          *fyne.Container
	title, facts *line
}

func newRegisterRow() fyne.CanvasObject {
	r := &registerRow{title: newLine("", sizeBody, colorInk).bold().mayCut(), facts: newLine("", sizeSmall, colorInk2).mayCut()}
	r.box = container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep}, r.title, r.facts))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *registerRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (p *register) showRow(i int, object fyne.CanvasObject) {
	r := object.(*registerRow)
	r.title.set(p.found[i].title)
	r.facts.set(p.found[i].facts)
	r.box.Refresh()
}

// momentRow is something that happened.
type momentRow struct {
	widget.BaseWidget
	box        *fyne.Container
	when, kind *line
	text       *prose
}

func newMomentRow() fyne.CanvasObject {
	r := &momentRow{
		when: newLine("", sizeSmall, colorInk2), kind: newLine("", sizeSmall, colorInk2).bold().mayCut(), text: newProse("", sizeBody, colorInk),
	}
	r.box = container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep}, container.New(row{gap: sizeInside}, r.when, r.kind), r.text))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *momentRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (p *register) showMoment(i int, object fyne.CanvasObject) {
	r, m := object.(*momentRow), p.past[i]
	r.when.set(p.w.dates.moment(m.When))
	if local := m.When.Local(); m.Call == "" && local.Hour() == 0 && local.Minute() == 0 { // only the day is known
		r.when.set(p.w.dates.day(m.When))
	}
	kind, color := string(m.Kind), colorInk2
	if m.Kind == app.MomentFlag {
		color = colorWarning
	}
	if m.Call != "" && m.Kind != app.MomentCall {
		kind += " at " + m.At.Short()
	}
	r.kind.say(kind, color)
	r.text.set(m.Text, nil)
	r.box.Refresh()
}

func (p *register) momentHeight(i int, width float32) float32 {
	inside := width - 2*theme.Size(sizeInside)
	return proseHeight(p.past[i].Text, inside, sizeBody) + linePitch(sizeSmall) + theme.Size(sizeStep) + 2*theme.Size(sizeInside)
}
