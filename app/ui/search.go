package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

const (
	searchPause = 60 * time.Millisecond  // how long typing must rest before a search begins
	searchSlow  = 300 * time.Millisecond // how long it takes before that is said
	searchMost  = 200                    // results that are shown
	hitLead     = call.Seconds(2)        // what is heard before a result's word
	hitLines    = 2                      // of its words
)

// searchBox is the entry on top. Escape empties it, Enter, F3 and the down arrow go to the results.
type searchBox struct {
	widget.Entry
	key   func(fyne.KeyName)
	focus func(here bool) // told when the keyboard comes and goes
}

func newSearchBox(changed func(string), key func(fyne.KeyName), focus func(here bool)) *searchBox {
	s := &searchBox{key: key, focus: focus}
	s.ExtendBaseWidget(s)
	s.SetPlaceHolder("Search everything said…")
	s.Icon = lineIcon("search")
	s.OnChanged = changed
	return s
}

// TypedKey passes on the keys that leave the box.
func (s *searchBox) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown, fyne.KeyF3:
		s.key(event.Name)
	default:
		s.Entry.TypedKey(event)
	}
}

// FocusGained belongs to Fyne.
func (s *searchBox) FocusGained() {
	s.Entry.FocusGained()
	s.focus(true)
}

// FocusLost belongs to Fyne.
func (s *searchBox) FocusLost() {
	s.Entry.FocusLost()
	s.focus(false)
}

// onFind puts the cursor into the search box.
func (p *callsPage) onFind() {
	p.w.show(p)
	p.onBack()
	p.w.window.Canvas().Focus(p.search)
	p.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// setQuery searches for something as if it had been typed.
func (p *callsPage) setQuery(query string) {
	p.onBack()
	p.search.SetText(query)
	p.search.CursorRow, p.search.CursorColumn = 0, len([]rune(query))
	p.search.Refresh()
}

func (p *callsPage) onSearchKey(key fyne.KeyName) {
	switch {
	case key == fyne.KeyEscape:
		p.recall.hide()
		p.search.SetText("")
	case key == fyne.KeyF3:
		p.results.onStep()
	case key == fyne.KeyDown && p.recall.visible():
		p.recall.enter()
	case key == fyne.KeyDown:
		p.enter()
	case p.facets.query != "":
		p.note()
		p.onEnter()
	}
}

// enter gives the keyboard to what stands at the left: the calls, or what was found.
func (p *callsPage) enter() {
	if p.shelf.Objects[0] == p.listRoot {
		p.w.window.Canvas().Focus(p.list)
	} else {
		p.w.window.Canvas().Focus(p.results.column)
	}
}

// onEnter opens the best result, or waits for it.
func (p *callsPage) onEnter() {
	switch r := p.results; {
	case r.busy:
		r.enter = true
	case p.narrowed != "":
		p.list.take(p.list.next(0, 1))
	case r.column.count > 0:
		r.column.take(0)
	}
}

// stepCall goes on by so many calls of a list that a search has narrowed.
func (p *callsPage) stepCall(by int) {
	if i := p.list.next(max(0, p.chosenRow()+by), by); p.list.canChoose(i) {
		p.list.take(i)
	}
}

// note keeps what is searched for among the recent searches. That it could not is told where they are shown.
func (p *callsPage) note() {
	if query := p.facets.query; query != "" {
		p.w.work.do(func(context.Context) error {
			_ = p.w.app.NoteSearch(query)
			return nil
		}, nil)
	}
}

// answer is what a query gives: places where words were said, or calls if it has no words. Beside it stand the calls that match
// whenever they were, for the calendar; nil means all.
type answer struct {
	found   app.Results
	begun   bool             // no call has the last word; what was found has words that begin so
	most    bool             // no call has all the words; what was found has most
	calls   map[call.ID]bool // nil: it has words
	anytime map[call.ID]bool
}

func (p *callsPage) ask(ctx context.Context, query string) (a answer, err error) {
	if app.Wordless(query) {
		a.calls, err = p.w.app.Matching(ctx, query)
		a.anytime = a.calls
	} else if a, err = p.find(ctx, query); a.begun {
		query, _ = app.Begun(query)
	}
	if err != nil {
		return a, err
	}
	anytime := app.WithoutFields(query, "after", "before")
	switch {
	case anytime == "":
		a.anytime = nil
	case anytime != query || a.calls == nil:
		if a.anytime, err = p.w.app.Matching(ctx, anytime); app.IsWrongQuery(err) {
			return a, nil // there is nothing left to search for but days
		}
	}
	return a, err
}

// find searches for all words of a query; when no call has them, for the last one as if it were still being typed, and then for
// most of them.
func (p *callsPage) find(ctx context.Context, query string) (answer, error) {
	found, err := p.w.app.Search(ctx, query, searchMost)
	if found.Total > 0 || err != nil {
		return answer{found: found}, err
	}
	if begun, is := app.Begun(query); is {
		if more, err := p.w.app.Search(ctx, begun, searchMost); more.Total > 0 || err != nil {
			return answer{found: more, begun: true}, err
		}
	}
	most, err := p.w.app.SearchMost(ctx, query, searchMost)
	most.Instead = found.Instead
	return answer{found: most, most: most.Total > 0}, err
}

// onSearch searches once typing rests. A search that is out of date by then is broken off.
func (p *callsPage) onSearch(text string) {
	r := p.results
	r.cancel()
	r.query++
	r.enter, r.busy = false, false
	query, mine := app.Closed(strings.TrimSpace(text)), r.query
	p.facets.show(query)
	p.recall.follow()
	if query == "" {
		p.onEmptied()
		return
	}
	r.busy = true
	current, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	var a answer
	var problem error
	p.w.work.do(func(ctx context.Context) error {
		defer context.AfterFunc(ctx, cancel)()
		select {
		case <-time.After(searchPause):
			slow := time.AfterFunc(searchSlow, func() { p.w.work.meanwhile(func() { p.onSlow(mine) }) })
			a, problem = p.ask(current, query)
			slow.Stop()
		case <-current.Done():
		}
		return ctx.Err()
	}, func() {
		if mine == r.query {
			r.busy = false
			p.onFound(query, a, problem)
		}
	})
}

// onSlow says that a search is under way that takes long, as the first one for flags does.
func (p *callsPage) onSlow(search int) {
	if r := p.results; r.busy && search == r.query {
		r.show(app.Results{}, "Searching…", nil)
		p.setLeft(r.root)
	}
}

// onEmptied shows all calls again.
func (p *callsPage) onEmptied() {
	p.setLeft(p.listRoot)
	p.results.show(app.Results{}, "", nil)
	p.days = dayQuery{}
	p.tellDays()
	if p.narrowed != "" || p.listed.only != nil {
		p.relist("", nil)
	}
}

func (p *callsPage) onFound(query string, a answer, problem error) {
	r := p.results
	p.days = dayQuery{query, a.anytime}
	p.tellDays()
	if a.calls != nil && problem == nil {
		p.relist(query, a.calls)
		return
	}
	p.narrowed = ""
	p.turn++ // what the list was to be narrowed to is no longer wanted
	if problem != nil {
		r.show(app.Results{}, problemWords(problem, query), nil)
	} else {
		r.show(a.found, foundWords(a), p.proposals(a, query))
	}
	p.setLeft(p.results.root)
	if r.enter && len(r.hits) > 0 {
		r.enter = false
		r.column.take(0)
	}
}

// problemWords say why nothing was searched for, and at which word of the query that lies, unless it is the first.
func problemWords(problem error, query string) string {
	wrong, at := app.WrongQuery(problem)
	if wrong == "" {
		return app.Explain(problem).What
	}
	if at > 0 {
		word, _, _ := strings.Cut(string([]rune(query)[at:])+" ", " ")
		wrong += " It is at “" + shortened(word) + "”."
	}
	return wrong
}

// setLeft shows the calls or the results at the left.
func (p *callsPage) setLeft(content fyne.CanvasObject) {
	if len(p.shelf.Objects) == 1 && p.shelf.Objects[0] == content {
		return
	}
	p.shelf.Objects = []fyne.CanvasObject{content}
	p.foot.Hidden = content == p.results.root
	if p.left.Refresh(); p.foot.Hidden {
		p.picked.turn(callList{p.results.column, p.results.callOf})
	} else {
		p.picked.turn(callList{p.list, p.callOf})
	}
}
