package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// callsPage is home: what to record or search with on top, the calls at the left, the chosen one at the right.
type callsPage struct {
	w        *Window
	root     *fyne.Container
	split    *fyne.Container
	places   *listAndCall
	record   *widget.Button
	search   *searchBox
	signs    *signs
	facets   *facets
	recall   *recall
	list     *column
	ways     *waysBar        // above all of it
	arrange  *arrangeBar     // above the list: how it stands
	nothing  *nothing        // in its place when no call is chosen by a search
	picked   *picked         // below it, or below the results: what can be done with several calls
	errand   *errand         // and how far that is
	summary  *line           // below the list: how many calls
	queue    *queueSign      // beside it
	foot     *fyne.Container // holds these two
	heat     *heat           // when there were calls
	left     *fyne.Container
	shelf    *fyne.Container // in it: holds listRoot, or the results
	listRoot fyne.CanvasObject
	results  *resultsList
	doc      *callPage
	first    *fyne.Container // what an empty library shows

	listed   listed
	days     dayQuery
	marks    marks                    // the flags of calls
	jobs     map[call.ID]app.JobState // of those that are written down, or are to be
	rows     []listRow
	narrowed string // the query that chose the calls in the list; empty: all are there
	turn     int    // counts how often the list was narrowed or arranged otherwise
	loading  bool
	stale    bool // something changed while loading
	loaded   bool
	chosen   call.ID
}

func newCallsPage(w *Window) *callsPage {
	p := &callsPage{w: w}
	p.places = &listAndCall{turned: func(narrow bool) { p.doc.showBack(narrow) }}
	p.record = widget.NewButtonWithIcon("Record", icon{"record", theme.ColorNameForegroundOnError}, w.onRecord)
	p.record.Importance = widget.DangerImportance
	p.signs = newSigns(p)
	p.search = newSearchBox(p.onSearch, p.onSearchKey, p.onSearchFocus)
	p.facets, p.recall = newFacets(p), newRecall(p)
	p.picked, p.errand = newPicked(p), newErrand(p)
	p.list = (&column{
		create: newCallRow, show: p.showRow, height: p.rowHeight, choose: p.onChosen, moves: true,
		fixed: func(i int) bool { return p.rows[i].heading != "" },
		space: func() { p.doc.playback.onPlay() },
		menu:  func(i int, at fyne.Position) { p.onRowMenu(p.rows[i].call, at) }, key: p.onRowKey, pick: p.picked.onPick, wash: p.picked.wash(p.callOf),
	}).start()
	p.ways = newWaysBar(p)
	p.arrange, p.nothing, p.heat = newArrangeBar(p), newNothing(p), newHeat(w, sizeGroup, p.searchDay, func() { p.left.Refresh() })
	p.summary = newLine("", sizeSmall, colorInk2)
	p.queue = newQueueSign(p)
	p.results = newResultsList(p)
	p.doc = newCallPage(w)
	p.first = p.firstRun()
	p.listRoot = p.listSide()
	p.shelf = container.NewStack(p.listRoot)
	p.foot = container.New(inset{sizeGroup, sizeStep}, container.New(row{gap: sizeInside}, p.summary, layout.NewSpacer(), p.queue.Button))
	p.left = container.New(sized(p.onLeftSized), container.New(around{p.shelf}, p.shelf, p.picked.root, p.errand.root, p.foot, p.heat.root))
	p.picked.turn(callList{p.list, p.callOf})
	p.split = container.New(p.places, p.left, widget.NewSeparator(), p.doc.root)
	p.root = container.NewStack(
		container.New(stack{rest: true}, p.topBar(), container.NewStack(p.split, p.first)),
		p.recall.layer)
	p.first.Hide()
	p.reload()
	return p
}

func (p *callsPage) topBar() fyne.CanvasObject {
	settings := widget.NewButtonWithIcon("Settings", lineIcon("settings").in(colorInk), func() { p.w.show(p.w.settings) })
	settings.Importance = widget.LowImportance
	find := container.New(stack{gap: sizeInside}, p.search, p.facets.root)
	bar := container.NewBorder(nil, nil, container.New(stack{}, container.New(wide(sizeRecord), p.record)), container.New(stack{}, settings),
		container.New(inset{sizeInside, ""}, find))
	below := container.New(stack{}, p.signs.root, widget.NewSeparator())
	return container.New(stack{}, container.New(inset{sizeGroup, sizeInside}, bar), below)
}

func (p *callsPage) listSide() fyne.CanvasObject {
	middle := container.NewStack(container.New(inset{sizeStep, ""}, p.list), p.nothing.root)
	return container.New(around{middle}, p.ways.root, p.arrange.root, middle)
}

func (p *callsPage) content() fyne.CanvasObject { return p.root }
func (p *callsPage) shown()                     { p.signs.follow() }
func (p *callsPage) hidden() {
	p.doc.conversation.editor.keep()
	p.doc.playback.pause()
}

// open shows a call at the right, and plays it from a second on if one is given.
func (p *callsPage) open(id call.ID, at *call.Seconds) {
	p.chosen = id
	p.list.mark(p.chosenRow())
	p.doc.open(id, at)
	p.setCallFirst(true)
}

func (p *callsPage) onChosen(i int) {
	p.picked.clear()
	p.note()
	if id := p.rows[i].call.ID; id != p.chosen || !p.places.callFirst {
		p.chosen = id
		p.doc.open(id, nil)
		p.setCallFirst(true)
	}
}

// onRowKey lets go of what was picked.
func (p *callsPage) onRowKey(_ int, key fyne.KeyName) bool {
	if key != fyne.KeyEscape || len(p.picked.ids) == 0 {
		return false
	}
	p.picked.clear()
	return true
}

// onSettings puts the list into the order that the settings say.
func (p *callsPage) onSettings(settings app.Settings) {
	p.arrange.show(settings.Calls)
	p.tellDays()
	p.readMarks()
	if settings.Calls != p.listed.as && p.loaded {
		p.relist(p.narrowed, p.listed.only)
	}
}

// onQueue shows which calls are written down, and which wait for it.
func (p *callsPage) onQueue(queue app.Queue) {
	p.queue.show(queue)
	p.jobs = map[call.ID]app.JobState{}
	for _, job := range slices.Backward(queue.Jobs) { // those that come first count, of several for one call
		p.jobs[job.Call] = job.State
	}
	p.list.refill()
}

// onBack returns from the call to the list in a narrow window.
func (p *callsPage) onBack() { p.setCallFirst(false) }

func (p *callsPage) setCallFirst(first bool) {
	p.places.callFirst = first
	p.split.Refresh()
}

// onTake turns the record button into the way back to the running take.
func (p *callsPage) onTake(status app.TakeStatus) {
	if status.Ended {
		p.record.SetText("Record")
		return
	}
	p.onClock(status.Levels)
}

func (p *callsPage) onClock(levels app.Levels) {
	text := "Recording " + levels.Elapsed.Short()
	if levels.Paused {
		text = "Paused " + levels.Elapsed.Short()
	}
	if p.record.Text != text {
		p.record.SetText(text)
	}
}

func (p *callsPage) onStarting(starting bool) {
	if starting {
		p.record.SetText("Starting…")
		p.record.Disable()
		return
	}
	p.record.SetText("Record")
	p.record.Enable()
}
