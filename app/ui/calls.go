package ui

import (
	"context"
	"fmt"

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
	list     *column
	summary  *line           // below the list: how many calls
	queue    *queueSign      // beside it
	left     *fyne.Container // holds listRoot, or the results
	listRoot fyne.CanvasObject
	results  *resultsList
	doc      *callPage
	first    *fyne.Container // what an empty library shows

	rows    []listRow
	loading bool
	stale   bool // something changed while loading
	loaded  bool
	chosen  call.ID
}

// listRow is a date or a call.
type listRow struct {
	date string
	call app.Summary
}

func newCallsPage(w *Window) *callsPage {
	p := &callsPage{w: w}
	p.places = &listAndCall{turned: func(narrow bool) { p.doc.showBack(narrow) }}
	p.record = widget.NewButtonWithIcon("Record", icon{"record", theme.ColorNameForegroundOnError}, w.onRecord)
	p.record.Importance = widget.DangerImportance
	p.signs = newSigns(p)
	p.search = newSearchBox(p.onSearch, p.onSearchKey)
	p.list = (&column{
		create: newCallRow, show: p.showRow, height: p.rowHeight, choose: p.onChosen, moves: true,
		fixed: func(i int) bool { return p.rows[i].date != "" },
		space: func() { p.doc.playback.onPlay() },
	}).start()
	p.summary = newLine("", sizeSmall, colorInk2)
	p.queue = newQueueSign(p)
	p.results = newResultsList(p)
	p.doc = newCallPage(w)
	p.first = p.firstRun()
	p.listRoot = p.listSide()
	p.left = container.NewStack(p.listRoot)
	p.split = container.New(p.places, p.left, widget.NewSeparator(), p.doc.root)
	p.root = container.NewBorder(p.topBar(), nil, nil, nil, container.NewStack(p.split, p.first))
	p.first.Hide()
	p.reload()
	return p
}

func (p *callsPage) topBar() fyne.CanvasObject {
	settings := widget.NewButtonWithIcon("Settings", lineIcon("settings").in(colorInk), func() { p.w.show(p.w.settings) })
	settings.Importance = widget.LowImportance
	bar := container.NewBorder(nil, nil, container.New(wide{sizeRecord}, p.record), settings, container.New(inset{sizeInside, ""}, p.search))
	below := container.New(stack{}, p.signs.root, widget.NewSeparator())
	return container.NewBorder(nil, below, nil, nil, container.New(inset{sizeGroup, sizeInside}, bar))
}

func (p *callsPage) listSide() fyne.CanvasObject {
	foot := container.New(inset{sizeGroup, sizeStep}, container.New(row{gap: sizeInside}, p.summary, layout.NewSpacer(), p.queue.Button))
	return container.NewBorder(nil, foot, nil, nil, container.New(inset{sizeStep, sizeStep}, p.list))
}

func (p *callsPage) content() fyne.CanvasObject { return p.root }
func (p *callsPage) shown()                     { p.signs.follow() }
func (p *callsPage) hidden() {
	p.doc.conversation.editor.keep()
	p.doc.playback.pause()
}

// reload reads the list again. Changes that come while it is read make it read once more.
func (p *callsPage) reload() {
	if p.loading {
		p.stale = true
		return
	}
	p.loading = true
	var summaries []app.Summary
	var err error
	p.w.work.do(func(context.Context) error {
		summaries, err = p.w.app.Calls(app.Filter{})
		return nil
	}, func() {
		p.loading = false
		if p.stale {
			p.stale = false
			p.reload()
		}
		if err != nil {
			p.w.showError(err)
			return
		}
		p.fill(summaries)
	})
}

// fill shows the calls, dates above them, and keeps the chosen one chosen.
func (p *callsPage) fill(summaries []app.Summary) {
	now, heading := p.w.now(), ""
	p.rows = p.rows[:0]
	for _, summary := range summaries {
		if h := p.w.dates.heading(summary.Started, now); h != heading {
			heading = h
			p.rows = append(p.rows, listRow{date: h})
		}
		p.rows = append(p.rows, listRow{call: summary})
	}
	p.loaded = true
	p.summary.set(fmt.Sprintf("%d calls", len(summaries)))
	if len(summaries) == 1 {
		p.summary.set("1 call")
	}
	p.list.reset(len(p.rows))
	p.list.choosing(p.chosenRow())
	p.first.Hidden = len(summaries) > 0
	p.split.Hidden = len(summaries) == 0
	p.root.Refresh()
	if p.chosen == "" && len(summaries) > 0 && !p.places.narrow(p.root.Size().Width) {
		p.chosen = summaries[0].ID
		p.list.choosing(p.chosenRow())
		p.doc.open(p.chosen, nil)
	}
}

// chosenRow is where the open call stands in the list, or -1.
func (p *callsPage) chosenRow() int {
	for i, r := range p.rows {
		if r.date == "" && r.call.ID == p.chosen {
			return i
		}
	}
	return -1
}

// open shows a call at the right, and plays it from a second on if one is given.
func (p *callsPage) open(id call.ID, at *call.Seconds) {
	p.chosen = id
	p.list.mark(p.chosenRow())
	p.doc.open(id, at)
	p.setCallFirst(true)
}

func (p *callsPage) onChosen(i int) {
	if id := p.rows[i].call.ID; id != p.chosen || !p.places.callFirst {
		p.chosen = id
		p.doc.open(id, nil)
		p.setCallFirst(true)
	}
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
