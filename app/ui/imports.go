package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// importPage brings in recordings made elsewhere: files and folders that are chosen here or dropped onto the window. It
// shows what became of each.
type importPage struct {
	w      *Window
	root   *fyne.Container
	total  *line
	cancel *widget.Button
	list   *column
	empty  *fyne.Container

	items   []*importItem
	waiting []importBatch
	stop    context.CancelFunc // of the batch in hand; nil when idle
}

// importItem is a file and what became of it.
type importItem struct {
	path     string
	facts    string // when and what it is
	state    importState
	fraction float64
	call     call.ID // that was made of it, the first of several, or that it is already
	calls    int     // how many were made of it
	reason   string  // why not, or what should be known
}

// importState says where a file stands.
type importState int

const (
	importWaits importState = iota
	importRuns
	importDone
	importKnown // it is in the library already
	importFailed
	importCancelled
)

// importBatch is what is brought in with one set of answers.
type importBatch struct {
	files   []app.Found
	items   []*importItem
	request app.ImportRequest
}

func newImportPage(w *Window) *importPage {
	p := &importPage{w: w, total: newLine("", sizeSmall, colorInk2).mayCut()}
	p.cancel = widget.NewButton("Cancel", p.onCancel)
	p.cancel.Importance = widget.LowImportance
	p.list = (&column{create: newQueueRow, show: p.showRow, height: p.rowHeight, choose: p.onChosen, key: p.onKey}).start()
	p.root = p.compose()
	p.draw()
	return p
}

func (p *importPage) compose() *fyne.Container {
	files := widget.NewButtonWithIcon("Add files…", lineIcon("import").in(colorInk), p.onFile)
	folder := widget.NewButtonWithIcon("Add a folder…", lineIcon("folder").in(colorInk), p.onFolder)
	below := actsBelow(container.New(row{gap: sizeInside}, files, folder, newLine("or drop them onto this window", sizeSmall, colorInk2).mayCut()))
	p.empty = emptyPage("Bring in the calls that you already have.",
		[]string{"Files and whole folders. The files themselves are not touched; a copy of each is kept with its call."})
	return p.w.framed("Import", container.NewStack(container.New(inset{sizeInside, ""}, p.list), p.empty), below, p.total, layout.NewSpacer(), p.cancel)
}

func (p *importPage) content() fyne.CanvasObject { return p.root }

func (p *importPage) shown() {
	if len(p.items) > 0 {
		p.w.window.Canvas().Focus(p.list)
	}
}

func (p *importPage) hidden() {}

// onFile asks for a file; one more can be added while it is read.
func (p *importPage) onFile() {
	asked := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			p.w.showError(err)
		} else if file != nil {
			path := file.URI().Path()
			p.w.work.do(func(context.Context) error { return file.Close() }, func() { p.add([]string{path}) })
		}
	}, p.w.window)
	p.w.askFile(asked, "Import a file", "Import")
}

// onFolder asks for a folder.
func (p *importPage) onFolder() {
	asked := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			p.w.showError(err)
		} else if folder != nil {
			p.add([]string{folder.Path()})
		}
	}, p.w.window)
	p.w.askFile(asked, "Import a folder", "Import all in it")
}

// onDropped takes the files and folders that were dropped onto the window; a single one on the page of a carrier's list is such a list.
func (p *importPage) onDropped(_ fyne.Position, files []fyne.URI) {
	if p.w.page == p.w.matches && len(files) == 1 {
		p.w.matches.open(files[0].Path())
		return
	}
	var paths []string
	for _, file := range files {
		paths = append(paths, file.Path())
	}
	p.w.show(p)
	p.add(paths)
}

// add looks at files and folders, and asks about them only if that tells more than they do.
func (p *importPage) add(paths []string) {
	p.total.set("Looking at the files…")
	var gathered app.Gathered
	p.w.work.do(func(ctx context.Context) (err error) {
		gathered, err = p.w.app.Gather(ctx, paths)
		return err
	}, func() {
		undated := 0
		for _, file := range gathered.Files {
			if file.Undated() {
				undated++
			}
		}
		if slices.ContainsFunc(gathered.Files, app.Found.Unclear) {
			p.draw()
			p.askAbout(gathered, undated)
			return
		}
		p.accept(gathered, app.ImportRequest{})
	})
}

// accept puts what was found into the list, and begins.
func (p *importPage) accept(gathered app.Gathered, request app.ImportRequest) {
	batch := importBatch{files: gathered.Files, request: request}
	for _, file := range gathered.Files {
		batch.items = append(batch.items, &importItem{path: file.Path, facts: p.factsOf(file, request)})
	}
	p.items = append(p.items, batch.items...)
	for _, left := range gathered.Left {
		p.items = append(p.items, &importItem{path: left.Path, state: importFailed, reason: sentenceOf(left.Err)})
	}
	if len(batch.files) > 0 {
		p.waiting = append(p.waiting, batch)
	}
	p.list.reset(len(p.items))
	p.next()
	p.draw()
	if p.w.page == p && p.w.window.Canvas().Overlays().Top() == nil {
		p.w.window.Canvas().Focus(p.list)
	}
}

// next begins with the next batch, unless one is in hand.
func (p *importPage) next() {
	if p.stop != nil || len(p.waiting) == 0 {
		return
	}
	batch := p.waiting[0]
	p.waiting = p.waiting[1:]
	ctx, cancel := context.WithCancel(p.w.work.ctx)
	p.stop = cancel
	p.w.work.do(func(context.Context) error {
		defer cancel()
		_ = p.w.app.ImportAll(ctx, batch.files, batch.request, func(step app.ImportStep) { // it fails when cancelled
			p.w.work.post(func() { p.onStep(batch, step) })
		})
		return nil
	}, func() { p.onEnd(batch) })
}

func (p *importPage) onStep(batch importBatch, step app.ImportStep) {
	if p.w.work.ctx.Err() != nil {
		return
	}
	item := batch.items[step.Number-1]
	item.state, item.fraction = importRuns, step.Fraction
	if step.Ended {
		item.end(step.Call)
	}
	p.draw()
}

// end notes what became of a file.
func (item *importItem) end(brought app.Brought) {
	item.state, item.calls = importDone, len(brought.IDs)
	if len(brought.IDs) > 0 {
		item.call = brought.IDs[0]
	}
	for _, notice := range brought.Notices {
		item.reason += notice + " "
	}
	if brought.Err == nil {
		return
	}
	item.state, item.reason = importFailed, sentenceOf(brought.Err)
	if duplicate, known := app.IsDuplicate(brought.Err); known {
		item.state, item.call = importKnown, duplicate.Of
	}
}

// sentenceOf says what happened, what is safe, and what to do.
func sentenceOf(err error) string {
	problem := app.Explain(err)
	text := problem.What + "."
	if problem.Do != "" {
		text += " " + problem.Do
	}
	return text
}

// onEnd goes on with the next batch. A single file that was all there was to do is opened.
func (p *importPage) onEnd(batch importBatch) {
	p.stop = nil
	for _, item := range batch.items {
		if item.state == importWaits || item.state == importRuns {
			item.state = importCancelled
		}
	}
	p.next()
	p.draw()
	if len(p.items) == 1 && p.items[0].state == importDone && p.items[0].reason == "" && p.w.page == p {
		p.items = nil
		p.list.reset(0)
		p.draw()
		p.w.openCall(batch.items[0].call, nil)
	}
}

// onCancel breaks off what is in hand and forgets what waits. What was brought in stays.
func (p *importPage) onCancel() {
	for _, batch := range p.waiting {
		for _, item := range batch.items {
			item.state = importCancelled
		}
	}
	p.waiting = nil
	if p.stop != nil {
		p.stop()
	}
	p.draw()
}

// onChosen opens the call of a file.
func (p *importPage) onChosen(i int) {
	if id := p.items[i].call; id != "" {
		p.w.openCall(id, nil)
	}
}

func (p *importPage) onKey(_ int, key fyne.KeyName) bool {
	if key == fyne.KeyEscape {
		p.w.show(p.w.calls)
		return true
	}
	return false
}

// draw shows what is known now.
func (p *importPage) draw() {
	p.total.set(p.totalWords())
	p.cancel.Hidden = p.stop == nil && len(p.waiting) == 0
	p.empty.Hidden = len(p.items) > 0
	p.list.measure()
	p.list.refill()
	p.root.Refresh()
}

// totalWords says how far all of it is.
func (p *importPage) totalWords() string {
	count := map[importState]int{}
	for _, item := range p.items {
		count[item.state]++
	}
	words := ""
	add := func(state importState, text string) {
		if count[state] > 0 {
			if words != "" {
				words += ", "
			}
			words += fmt.Sprintf("%d %s", count[state], text)
		}
	}
	if running := count[importRuns] + count[importWaits]; running > 0 {
		words = fmt.Sprintf("%d of %d to go", running, len(p.items))
	}
	add(importDone, "imported")
	add(importKnown, "in the library already")
	add(importFailed, "not read")
	add(importCancelled, "cancelled")
	return words
}

func (p *importPage) factsOf(file app.Found, request app.ImportRequest) string {
	started := file.Details.Started
	if !request.Started.IsZero() {
		started = request.Started
	}
	if file.VCon {
		return "vCon"
	}
	facts := p.w.dates.moment(started) + " · " + file.Kind.Name
	if who := file.Details.Name; who != "" {
		facts += " · " + who
	}
	return facts
}

func (item *importItem) name() string { return filepath.Base(item.path) }
