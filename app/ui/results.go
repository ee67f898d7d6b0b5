package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// resultsList stands in place of the calls while something is searched for.
type resultsList struct {
	page    *callsPage
	root    *fyne.Container
	headed  *headed
	heading *prose
	instead *fyne.Container // words that may have been meant
	column  *column
	hits    []app.Hit
	query   int    // counts searches, so that results of an older one are dropped
	cancel  func() // ends the one under way
	busy    bool   // one is under way
	enter   bool   // Enter was pressed before the results were there
}

func newResultsList(p *callsPage) *resultsList {
	r := &resultsList{
		page: p, heading: newProse("", sizeSmall, colorInk2), instead: container.New(&flow{gap: sizeStep}),
		cancel: func() {},
	}
	r.column = (&column{
		create: newHitRow, show: r.showRow, choose: r.onChosen,
		height: r.rowHeight,
		space:  func() { p.doc.playback.onPlay() },
		menu:   r.onRowMenu, key: p.onRowKey, pick: p.picked.onPick, wash: p.picked.wash(r.callOf),
	}).start()
	head := container.New(inset{sizeGroup, sizeInside}, container.New(stack{gap: sizeStep}, r.heading, r.instead))
	r.headed = &headed{}
	r.root = container.New(r.headed, container.NewVScroll(head), container.New(inset{sizeStep, ""}, r.column))
	return r
}

// foundWords says how much was found.
func foundWords(a answer) string {
	found := a.found
	switch {
	case a.most && found.Calls == 1:
		return "No call has all of these words. This one has most"
	case a.most:
		return fmt.Sprintf("No call has all of these words. %s have most", thousands(found.Calls))
	case found.Total == 0 && len(found.Instead) > 0:
		return "Nothing was found. Did you mean…"
	case found.Total == 0:
		return "Nothing was found in any call. Try fewer words, or another spelling."
	case found.Total == 1 && a.begun:
		return "A word that begins so was found once"
	case found.Total == 1:
		return "Found once"
	}
	text := fmt.Sprintf("Found %s times in one call", thousands(found.Total))
	if found.Calls > 1 {
		text = fmt.Sprintf("Found %s times in %s", thousands(found.Total), countCalls(found.Calls))
	}
	if a.begun {
		text = "Words that begin so: f" + strings.TrimPrefix(text, "F")
	}
	if found.More {
		text += fmt.Sprintf(". The best %d are here", len(found.Hits))
	}
	return text
}

// show shows what was found, and what may be tried instead.
func (r *resultsList) show(found app.Results, heading string, proposals []fyne.CanvasObject) {
	r.hits = found.Hits
	r.heading.size, r.heading.color = sizeSmall, colorInk2
	if len(r.hits) == 0 { // nothing else is there to be read
		r.heading.size, r.heading.color = sizeBody, colorInk
	}
	r.heading.set(heading, nil)
	r.instead.Objects = proposals
	r.instead.Hidden = len(r.instead.Objects) == 0
	r.headed.most = mostOfHead
	if len(r.hits) == 0 {
		r.headed.most = 1
	}
	r.column.reset(len(r.hits))
	r.page.picked.keep()
	r.page.doc.conversation.markFound()
	r.root.Refresh()
}

// callOf is the call of a row.
func (r *resultsList) callOf(i int) call.ID { return r.hits[i].Call }

// onRowMenu opens what can be done with the call of a row, once the list knows it.
func (r *resultsList) onRowMenu(i int, at fyne.Position) {
	if summary, known := r.page.listed.known[r.callOf(i)]; known {
		r.page.onRowMenu(summary, at)
	}
}

func (r *resultsList) onChosen(i int) {
	r.page.picked.clear()
	hit := r.hits[i]
	r.page.note()
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

// step goes on by so many results, and round at the ends; where calls are the results, by so many calls.
func (r *resultsList) step(by int) {
	if r.page.narrowed != "" {
		r.page.stepCall(by)
		return
	}
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
	above   float32 // room kept above
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
	r.box = container.New(hitLayout{r}, container.New(stack{gap: sizeStep, rest: true},
		container.New(row{gap: sizeInside}, r.title, r.date, r.party, r.at), r.snippet))
	r.ExtendBaseWidget(r)
	return r
}

// hitLayout keeps the room above a result, and at its sides.
type hitLayout struct{ row *hitRow }

// MinSize belongs to Fyne.
func (hitLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (l hitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	at := fyne.NewPos(theme.Size(sizeInside), theme.Size(sizeStep)+l.row.above)
	objects[0].Move(at)
	objects[0].Resize(fyne.NewSize(size.Width-2*at.X, size.Height-at.Y))
}

// CreateRenderer belongs to Fyne.
func (r *hitRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// rowHeight leaves room for what there is of the words, and a gap above and below what was found in one call.
func (r *resultsList) rowHeight(i int, width float32) float32 {
	words := proseHeight(r.hits[i].Snippet, width-2*theme.Size(sizeInside), sizeBody)
	height := linePitch(sizeSmall) + min(words, hitLines*linePitch(sizeBody)) + 3*theme.Size(sizeStep)
	if r.first(i) {
		height += hitGap()
	}
	if r.first(i + 1) {
		height += hitGap()
	}
	return height
}

// first tells whether the result is the first one in its call.
func (r *resultsList) first(i int) bool {
	return i == 0 || i >= len(r.hits) || r.hits[i-1].Call != r.hits[i].Call
}

// hitGap is half of the room between what was found in two calls.
func hitGap() float32 { return theme.Size(sizeInside) / 2 }

func (r *resultsList) showRow(i int, object fyne.CanvasObject) {
	shown, hit := object.(*hitRow), r.hits[i]
	first := r.first(i)
	shown.above = 0
	if first {
		shown.above = hitGap()
	}
	shown.title.set(titleOf(r.page.listed.known[hit.Call]))
	shown.date.set(r.page.w.dates.brief(hit.Started, r.page.w.now()))
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
