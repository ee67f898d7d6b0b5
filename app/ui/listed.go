package ui

import (
	"context"
	"fmt"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// listed is what the list shows: all calls of the library as they were read last, and which of them in which order.
type listed struct {
	all    []app.Summary // the newest first
	known  map[call.ID]app.Summary
	only   map[call.ID]bool // those that a search chose; nil: all
	as     app.Arrangement
	groups []app.Group
}

func newListed(all []app.Summary, only map[call.ID]bool, as app.Arrangement) listed {
	l := listed{all: all, known: make(map[call.ID]app.Summary, len(all)), only: only, as: as}
	chosen := all
	if only != nil {
		chosen = make([]app.Summary, 0, len(only))
	}
	for _, summary := range all {
		l.known[summary.ID] = summary
		if only[summary.ID] {
			chosen = append(chosen, summary)
		}
	}
	l.groups = app.Arrange(chosen, as)
	return l
}

// reload reads the list again. Changes that come while it is read make it read once more.
func (p *callsPage) reload() {
	if p.loading {
		p.stale = true
		return
	}
	p.loading = true
	query, as, mine := p.narrowed, p.w.app.Settings().Calls, p.turn
	var next listed
	var err error
	p.w.work.do(func(ctx context.Context) error {
		var all []app.Summary
		var only map[call.ID]bool
		all, err = p.w.app.Calls(app.Filter{})
		if err == nil && query != "" {
			only, err = p.w.app.Matching(ctx, query)
		}
		next = newListed(all, only, as)
		return ctx.Err()
	}, func() {
		p.loading = false
		switch {
		case err != nil:
			p.w.showError(err)
		case p.turn != mine: // it was narrowed or arranged otherwise meanwhile
			p.stale = true
		default:
			p.show(next)
			p.readMarks()
		}
		if p.stale {
			p.stale = false
			p.reload()
		}
	})
}

// relist shows other calls of those that were read, or shows them in another order.
func (p *callsPage) relist(query string, only map[call.ID]bool) {
	p.turn++
	p.narrowed = query
	mine, all, as := p.turn, p.listed.all, p.w.app.Settings().Calls
	var next listed
	p.w.work.do(func(context.Context) error {
		next = newListed(all, only, as)
		return nil
	}, func() {
		if mine != p.turn {
			return
		}
		p.show(next)
		p.setLeft(p.listRoot)
		p.list.scroll.ScrollToTop()
		p.list.place()
		if p.results.enter {
			p.results.enter = false
			p.onEnter()
		}
	})
}

// listRow is a heading or a call.
type listRow struct {
	heading string
	count   int // of the calls below the heading; 0 where that is not told
	call    app.Summary
}

func (p *callsPage) makeRows() {
	p.rows = p.rows[:0]
	for _, g := range p.listed.groups {
		if heading := p.headingOf(g); heading.heading != "" {
			p.rows = append(p.rows, heading)
		}
		for _, summary := range g.Calls {
			p.rows = append(p.rows, listRow{call: summary})
		}
	}
}

// headingOf is what stands above a group.
func (p *callsPage) headingOf(g app.Group) listRow {
	named := func(without string) listRow {
		if g.Name == "" {
			return listRow{heading: without, count: len(g.Calls)}
		}
		return listRow{heading: g.Name, count: len(g.Calls)}
	}
	switch p.listed.as.Group {
	case app.ByCase:
		return named("In no case")
	case app.ByPerson:
		return named("Unnamed")
	case app.Ungrouped:
		return listRow{}
	}
	return listRow{heading: p.w.dates.heading(g.Calls[0].Started, p.w.now())}
}

// show shows what was read, and keeps the chosen call chosen and the keyboard where it is.
func (p *callsPage) show(next listed) {
	at := call.ID("")
	if c := p.list.cursor; c < len(p.rows) {
		at = p.rows[c].call.ID
	}
	p.listed = next
	p.makeRows()
	p.loaded = true
	p.summary.set(p.countWords())
	p.list.reset(len(p.rows))
	p.picked.keep()
	p.list.choosing(p.chosenRow())
	if i := p.rowOf(at); i >= 0 {
		p.list.cursor = i
	}
	p.first.Hidden = len(next.all) > 0
	p.split.Hidden, p.facets.root.Hidden = len(next.all) == 0, len(next.all) == 0
	p.nothing.show()
	p.tellDays()
	p.root.Refresh()
	p.openFirst()
}

// countWords says how many calls there are, and how many of them are shown.
func (p *callsPage) countWords() string {
	all := len(p.listed.all)
	if p.listed.only == nil {
		return countCalls(all)
	}
	shown := 0
	for _, g := range p.listed.groups {
		shown += len(g.Calls)
	}
	return fmt.Sprintf("%s of %s", thousands(shown), countCalls(all))
}

// openFirst opens the first call where none is open and there is room for one.
func (p *callsPage) openFirst() {
	if p.chosen != "" || len(p.listed.groups) == 0 || isNarrow(p.root.Size()) {
		return
	}
	p.chosen = p.listed.groups[0].Calls[0].ID
	p.list.choosing(p.chosenRow())
	p.doc.open(p.chosen, nil)
}

// chosenRow is where the open call stands in the list, or -1.
func (p *callsPage) chosenRow() int { return p.rowOf(p.chosen) }

// callOf is the call of a row; a heading has none.
func (p *callsPage) callOf(i int) call.ID { return p.rows[i].call.ID }

// rowOf is where a call stands in the list, or -1.
func (p *callsPage) rowOf(id call.ID) int {
	for i, r := range p.rows {
		if r.heading == "" && r.call.ID == id {
			return i
		}
	}
	return -1
}
