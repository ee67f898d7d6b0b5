package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

const (
	searchPause = 150 * time.Millisecond // how long typing must rest before a search begins
	searchMost  = 200                    // results that are shown
)

// searchBox is the entry on top. Escape empties it, Enter and the down arrow go to the results.
type searchBox struct {
	widget.Entry
	key func(fyne.KeyName)
}

func newSearchBox(changed func(string), key func(fyne.KeyName)) *searchBox {
	s := &searchBox{key: key}
	s.ExtendBaseWidget(s)
	s.SetPlaceHolder("Search everything said…")
	s.Icon = lineIcon("search")
	s.OnChanged = changed
	return s
}

// TypedKey passes on the keys that leave the box.
func (s *searchBox) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		s.key(event.Name)
	default:
		s.Entry.TypedKey(event)
	}
}

// resultsList stands in place of the calls while something is searched for.
type resultsList struct {
	page    *callsPage
	root    *fyne.Container
	heading *line
	column  *column
	hits    []app.Hit
	titles  map[call.ID]string
	query   int  // counts searches, so that results of an older one are dropped
	enter   bool // Enter was pressed before the results were there
}

func newResultsList(p *callsPage) *resultsList {
	r := &resultsList{page: p, heading: newLine("", sizeSmall, colorInk2).mayCut(), titles: map[call.ID]string{}}
	r.column = (&column{
		create: newHitRow, show: r.showRow, choose: r.onChosen,
		height: func(int, float32) float32 { return theme.Size(sizeHitRow) },
		space:  func() { p.doc.playback.onPlay() },
	}).start()
	r.root = container.NewBorder(
		container.New(inset{sizeGroup, sizeInside}, r.heading), nil, nil, nil, container.New(inset{sizeStep, ""}, r.column))
	return r
}

// onFind puts the cursor into the search box.
func (p *callsPage) onFind() {
	p.w.show(p)
	p.onBack()
	p.w.window.Canvas().Focus(p.search)
	p.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func (p *callsPage) onSearchKey(key fyne.KeyName) {
	switch {
	case key == fyne.KeyEscape:
		p.search.SetText("")
	case key == fyne.KeyDown && p.search.Text == "":
		p.w.window.Canvas().Focus(p.list)
	case key == fyne.KeyDown:
		p.w.window.Canvas().Focus(p.results.column)
	case p.results.column.count > 0:
		p.results.column.take(0)
	default:
		p.results.enter = true
	}
}

// onSearch searches once typing rests, and drops what is out of date by then.
func (p *callsPage) onSearch(text string) {
	r := p.results
	r.query++
	r.enter = false
	query, mine := strings.TrimSpace(text), r.query
	if query == "" {
		r.show(nil, "")
		p.setLeft(p.listRoot)
		return
	}
	var found app.Results
	var problem error
	p.w.work.do(func(ctx context.Context) error {
		select {
		case <-time.After(searchPause):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}, func() {
		if mine != r.query {
			return
		}
		p.w.work.do(func(context.Context) error {
			found, problem = p.w.app.Search(query, searchMost)
			return nil
		}, func() {
			if mine == r.query {
				p.onFound(found, problem)
			}
		})
	})
}

func (p *callsPage) onFound(found app.Results, problem error) {
	r := p.results
	for _, row := range p.rows {
		if row.date == "" {
			r.titles[row.call.ID] = titleOf(row.call)
		}
	}
	switch {
	case problem != nil:
		r.show(nil, app.Explain(problem).What)
	case found.Total == 0:
		r.show(nil, "Nobody said that in any transcript")
	case found.Total == 1:
		r.show(found.Hits, "Said once")
	case found.Total > len(found.Hits):
		r.show(found.Hits, fmt.Sprintf("Said %d times, the best %d are here", found.Total, len(found.Hits)))
	default:
		r.show(found.Hits, fmt.Sprintf("Said %d times", found.Total))
	}
	p.setLeft(p.results.root)
	if r.enter && len(r.hits) > 0 {
		r.enter = false
		r.column.take(0)
	}
}

// setLeft shows the calls or the results at the left.
func (p *callsPage) setLeft(content fyne.CanvasObject) {
	if len(p.left.Objects) == 1 && p.left.Objects[0] == content {
		return
	}
	p.left.Objects = []fyne.CanvasObject{content}
	p.left.Refresh()
}

func (r *resultsList) show(hits []app.Hit, heading string) {
	r.hits = hits
	r.heading.set(heading)
	r.column.reset(len(hits))
}

func (r *resultsList) onChosen(i int) {
	hit := r.hits[i]
	r.page.open(hit.Call, &hit.At)
}

// hitRow is one result: the call, who spoke when, and the words around it.
type hitRow struct {
	widget.BaseWidget
	box     *fyne.Container
	title   *line
	date    *line
	party   *line
	at      *line
	snippet *prose
}

func newHitRow() fyne.CanvasObject {
	r := &hitRow{
		title:   newLine("", sizeSmall, colorInk).bold().mayCut(),
		date:    newLine("", sizeSmall, colorInk2),
		party:   newLine("", sizeSmall, colorLocal).bold(),
		at:      newLine("", sizeSmall, colorInk2),
		snippet: newProse("", sizeBody, colorInk),
	}
	r.snippet.most = 2
	r.box = container.New(inset{sizeInside, sizeStep}, container.New(stack{gap: sizeStep, rest: true},
		container.New(row{gap: sizeInside}, r.title, r.date, r.party, r.at), r.snippet))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *hitRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (r *resultsList) showRow(i int, object fyne.CanvasObject) {
	shown, hit := object.(*hitRow), r.hits[i]
	shown.title.set(r.titles[hit.Call])
	shown.date.set(r.page.w.dates.day(hit.Started))
	shown.party.say(partyWord(hit.Party), partyColor(hit.Party))
	shown.at.set(hit.At.Short())
	shown.snippet.set(hit.Snippet, hit.Marks)
	shown.box.Refresh()
}

// partyWord is the name of a lane.
func partyWord(party call.Party) string {
	if party == call.Local {
		return "YOU"
	}
	return "THEM"
}

func partyColor(party call.Party) fyne.ThemeColorName {
	if party == call.Local {
		return colorLocal
	}
	return colorRemote
}
