package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

const (
	searchPause = 60 * time.Millisecond // how long typing must rest before a search begins
	searchMost  = 200                   // results that are shown
	hitLead     = call.Seconds(2)       // what is heard before a result's word
	hitLines    = 2                     // of its words
)

// searchBox is the entry on top. Escape empties it, Enter, F3 and the down arrow go to the results.
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
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown, fyne.KeyF3:
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
	instead *fyne.Container // words that may have been meant
	column  *column
	hits    []app.Hit
	titles  map[call.ID]string
	query   int    // counts searches, so that results of an older one are dropped
	cancel  func() // ends the one under way
	enter   bool   // Enter was pressed before the results were there
}

func newResultsList(p *callsPage) *resultsList {
	r := &resultsList{
		page: p, heading: newLine("", sizeSmall, colorInk2).mayCut(), instead: container.New(row{gap: sizeStep}),
		titles: map[call.ID]string{}, cancel: func() {},
	}
	r.column = (&column{
		create: newHitRow, show: r.showRow, choose: r.onChosen,
		height: r.rowHeight,
		space:  func() { p.doc.playback.onPlay() },
	}).start()
	r.root = container.NewBorder(
		container.New(inset{sizeGroup, sizeInside}, container.New(stack{gap: sizeStep}, r.heading, r.instead)), nil, nil, nil, container.New(inset{sizeStep, ""}, r.column))
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
	case key == fyne.KeyF3:
		p.results.onStep()
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

// onSearch searches once typing rests. A search that is out of date by then is broken off.
func (p *callsPage) onSearch(text string) {
	r := p.results
	r.cancel()
	r.query++
	r.enter = false
	query, mine := strings.TrimSpace(text), r.query
	if query == "" {
		r.show(app.Results{}, "")
		p.setLeft(p.listRoot)
		return
	}
	current, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	var found app.Results
	var problem error
	p.w.work.do(func(ctx context.Context) error {
		defer context.AfterFunc(ctx, cancel)()
		select {
		case <-time.After(searchPause):
			found, problem = p.w.app.Search(current, query, searchMost)
		case <-current.Done():
		}
		return ctx.Err()
	}, func() {
		if mine == r.query {
			p.onFound(found, problem)
		}
	})
}

func (p *callsPage) onFound(found app.Results, problem error) {
	r := p.results
	for _, row := range p.rows {
		if row.date == "" {
			r.titles[row.call.ID] = titleOf(row.call)
		}
	}
	heading := foundWords(found)
	if problem != nil {
		heading = app.Explain(problem).What
	}
	r.show(found, heading)
	p.setLeft(p.results.root)
	if r.enter && len(r.hits) > 0 {
		r.enter = false
		r.column.take(0)
	}
}

// foundWords says how much was found.
func foundWords(found app.Results) string {
	switch {
	case found.Total == 0 && len(found.Instead) > 0:
		return "Nothing was found. Did you mean…"
	case found.Total == 0:
		return "Nothing was found in any call"
	case found.Total == 1:
		return "Found once"
	}
	text := fmt.Sprintf("Found in %d places in one call", found.Total)
	if found.Calls > 1 {
		text = fmt.Sprintf("Found in %d places in %d calls", found.Total, found.Calls)
	}
	if found.More {
		text += fmt.Sprintf("; the best %d are here", len(found.Hits))
	}
	return text
}

// setLeft shows the calls or the results at the left.
func (p *callsPage) setLeft(content fyne.CanvasObject) {
	if len(p.left.Objects) == 1 && p.left.Objects[0] == content {
		return
	}
	p.left.Objects = []fyne.CanvasObject{content}
	p.left.Refresh()
}

func (r *resultsList) show(found app.Results, heading string) {
	r.hits = found.Hits
	r.heading.set(heading)
	r.instead.RemoveAll()
	for _, word := range found.Instead {
		for _, other := range word.Words {
			r.instead.Add(widget.NewButton(other, func() { r.page.search.SetText(put(r.page.search.Text, word.Word, other)) }))
		}
	}
	r.instead.Hidden = len(r.instead.Objects) == 0
	r.column.reset(len(r.hits))
	r.root.Refresh()
}

// put writes another word in the place of one of a query, however that was spelled.
func put(query, word, other string) string {
	fields := strings.Fields(query)
	for i, field := range fields {
		if strings.EqualFold(strings.Trim(field, `"“”`), word) {
			fields[i] = other
		}
	}
	if replaced := strings.Join(fields, " "); replaced != strings.Join(strings.Fields(query), " ") {
		return replaced
	}
	return other
}

func (r *resultsList) onChosen(i int) {
	hit := r.hits[i]
	if hit.Kind == app.OfCall {
		r.page.open(hit.Call, nil)
		return
	}
	from := max(0, hit.At-hitLead)
	r.page.open(hit.Call, &from)
}

// onStep goes on to the next result, with Shift to the one before.
func (r *resultsList) onStep() {
	step := +1
	if keys, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && keys.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		step = -1
	}
	r.step(step)
}

// step goes on by so many results, and round at the ends.
func (r *resultsList) step(by int) {
	if n := len(r.hits); n > 0 {
		at := r.column.chosen
		if at < 0 && by < 0 {
			at = 0
		}
		r.column.take(((at+by)%n + n) % n)
	}
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
	r.snippet.most = hitLines
	r.box = container.New(inset{sizeInside, sizeStep}, container.New(stack{gap: sizeStep, rest: true},
		container.New(row{gap: sizeInside}, r.title, r.date, r.party, r.at), r.snippet))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *hitRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// rowHeight leaves room for what there is of the words, and a gap before the next call.
func (r *resultsList) rowHeight(i int, width float32) float32 {
	words := proseHeight(r.hits[i].Snippet, width-2*theme.Size(sizeInside), sizeBody)
	height := linePitch(sizeSmall) + min(words, hitLines*linePitch(sizeBody)) + 3*theme.Size(sizeStep)
	if i+1 < len(r.hits) && r.hits[i+1].Call != r.hits[i].Call {
		height += theme.Size(sizeInside)
	}
	return height
}

func (r *resultsList) showRow(i int, object fyne.CanvasObject) {
	shown, hit := object.(*hitRow), r.hits[i]
	first := i == 0 || r.hits[i-1].Call != hit.Call
	shown.title.set(r.titles[hit.Call])
	shown.date.set(r.page.w.dates.day(hit.Started))
	shown.title.Hidden, shown.date.Hidden = !first, !first
	switch hit.Kind {
	case app.Said:
		shown.party.say(partyWord(hit.Party), partyColor(hit.Party))
	default:
		shown.party.say(strings.ToUpper(string(hit.Kind)), colorInk2)
	}
	shown.at.set(hit.At.Short())
	shown.at.Hidden = hit.Kind == app.OfCall
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
