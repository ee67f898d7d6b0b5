package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// reconcilePage lays a carrier's or a telephone's list of calls beside the library. The list shows one group of its calls; the buttons below it note
// those that the library does not have.
type reconcilePage struct {
	w       *Window
	root    *fyne.Container
	total   *line
	file    *field // where a list lies
	how     *keyButton
	groups  *fyne.Container
	passed  *line
	list    *column
	nothing *line
	add     *keyButton
	addAll  *keyButton
	to      *field
	filled  *fyne.Container
	empty   *fyne.Container

	path     string
	mapping  app.ListMapping
	calls    app.CallList
	result   app.Reconciliation
	state    app.ReconciledState // which group is shown; empty: all
	shownNow []app.Reconciled    // the calls of that group
	chosen   int
	inSight  bool
	afresh   afresh
}

func newReconcilePage(w *Window) *reconcilePage {
	p := &reconcilePage{w: w, total: newLine("", sizeBody, colorInk).mayCut(), passed: newLine("", sizeSmall, colorInk2).mayCut(), nothing: newLine("", sizeBody, colorInk2).center()}
	p.list = (&column{
		create: newQueueRow, show: p.showRow, height: p.rowHeight, choose: p.onChoose, moves: true, key: p.onKey, typed: p.onTyped,
	}).start()
	p.root = p.compose()
	return p
}

func (p *reconcilePage) compose() *fyne.Container {
	p.how = p.w.act("How it is read…", func() { p.askHow(p.path, p.mapping, "") })
	p.how.Importance = widget.LowImportance
	p.file = newField("or its path, and Enter", nil)
	p.file.OnSubmitted = p.onWritten
	p.file.escape = func() { p.w.show(p.w.calls) }
	p.add = p.w.act("Add this call", p.onAdd)
	p.add.Importance = widget.HighImportance
	p.addAll = p.w.act("", p.onAddAll)
	p.to = newField("Case of what is added", nil)
	p.to.escape = func() { p.w.window.Canvas().Focus(p.list) }
	acts := container.New(row{gap: sizeInside}, p.add, p.addAll, layout.NewSpacer(), container.New(atLeast(sizeFieldMin), p.to))
	p.groups = container.NewStack()
	head := container.New(inset{sizePage, sizeInside}, container.New(stack{gap: sizeStep}, p.total, container.New(row{}, p.groups, layout.NewSpacer()), p.passed))
	p.filled = bordered(head, container.NewStack(container.New(inset{sizeInside, ""}, p.list), container.NewCenter(p.nothing)), actsBelow(acts))
	choose := p.w.act("Choose a list…", p.onFile)
	choose.Importance = widget.HighImportance
	p.empty = emptyPage("Is every call there?", []string{
		"Choose the list of calls that your carrier or your telephone wrote: CSV, or the XML of “SMS Backup & Restore”.",
		"It is laid beside your calls, and what is missing can be added as calls without sound.",
	}, choose)
	p.filled.Hide()
	p.how.Hide()
	return p.w.framed("A carrier’s list", container.NewStack(p.filled, p.empty), nil, layout.NewSpacer(), p.how,
		p.w.act("Choose a list…", p.onFile), container.New(atLeast(sizePath), p.file))
}

func (p *reconcilePage) content() fyne.CanvasObject { return p.root }

func (p *reconcilePage) shown() {
	p.inSight = true
	if len(p.calls.Calls) == 0 {
		p.w.window.Canvas().Focus(p.file)
	}
	p.reload()
}

func (p *reconcilePage) hidden() { p.inSight = false }

// onFile asks for a list.
func (p *reconcilePage) onFile() {
	asked := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			p.w.showError(err)
		} else if file != nil {
			path := file.URI().Path()
			p.w.work.do(func(context.Context) error { return file.Close() }, func() { p.open(path) })
		}
	}, p.w.window)
	p.w.askFile(asked, "Choose a list of calls", "Choose")
}

// onWritten reads the list that lies where it was written, or pasted from a file manager.
func (p *reconcilePage) onWritten(text string) {
	if path := pathOf(text); path != "" {
		p.w.window.Canvas().Unfocus() // the list takes the keyboard
		p.open(path)
	}
}

// pathOf understands a path as people write it, and as file managers copy it: in quotation marks, as the address of a file, from the home folder on.
func pathOf(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if address, err := storage.ParseURI(text); err == nil && address.Scheme() == "file" {
		return address.Path()
	}
	if rest, is := strings.CutPrefix(text, "~/"); is {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return text
}

// open reads another list, as it can only be meant.
func (p *reconcilePage) open(path string) { p.read(path, app.ListMapping{}) }

// read reads a list. Where a person has to say how it is meant, that is asked; where it cannot be read, the one before stays.
func (p *reconcilePage) read(path string, mapping app.ListMapping) {
	var list app.CallList
	var result app.Reconciliation
	var err error
	p.w.work.do(func(context.Context) error {
		if list, err = p.w.app.ReadCallList(path, mapping); err == nil {
			result, err = p.w.app.Reconcile(list)
		}
		return nil
	}, func() {
		switch {
		case errors.Is(err, app.ErrListQuestion):
			p.askHow(path, mapping, app.Explain(err).What)
		case err != nil:
			p.w.showError(err)
		default:
			p.path, p.mapping, p.calls, p.state = path, mapping, list, app.ListedUndocumented
			if result.Count(p.state) == 0 {
				p.state = ""
			}
			p.fill(result)
		}
	})
}

// reload lays the list beside the library again, if it is in sight: calls may have come or gone.
func (p *reconcilePage) reload() {
	if !p.inSight || len(p.calls.Calls) == 0 {
		return
	}
	var result app.Reconciliation
	list := p.calls
	p.afresh.read(p.w.work, p.reload, func(context.Context) (err error) {
		result, err = p.w.app.Reconcile(list)
		return err
	}, func() { p.fill(result) })
}

// reconciledGroups are the groups in the order in which they are offered.
var reconciledGroups = []app.ReconciledState{app.ListedUndocumented, app.ListedNoted, app.ListedRecorded, ""}

// fill shows a result.
func (p *reconcilePage) fill(result app.Reconciliation) {
	p.result = result
	p.total.set(result.File + " · " + result.Words())
	p.passed.set("")
	if n := len(result.Passed); n > 0 {
		p.passed.set("Passed over: " + strings.Join(result.Passed, "; "))
	}
	p.passed.Hidden = len(result.Passed) == 0
	words, chosen := []string{}, 0
	for i, state := range reconciledGroups {
		words = append(words, groupWords(result, state))
		if state == p.state {
			chosen = i
		}
	}
	groups := newChoice(words, chosen, func(i int) {
		p.state = reconciledGroups[i]
		p.fillList()
	})
	groups.escape = func() { p.w.show(p.w.calls) }
	p.groups.Objects = []fyne.CanvasObject{groups}
	p.filled.Show()
	p.how.Show()
	p.empty.Hide()
	p.fillList()
	if p.inSight && len(p.shownNow) > 0 {
		p.w.focusIfFree(p.list)
	}
}

func groupWords(r app.Reconciliation, state app.ReconciledState) string {
	if state == "" {
		return fmt.Sprintf("All · %d", len(r.Calls))
	}
	return fmt.Sprintf("%s · %d", map[app.ReconciledState]string{
		app.ListedRecorded: "Recorded", app.ListedNoted: "Noted", app.ListedUndocumented: "Undocumented",
	}[state], r.Count(state))
}

// fillList shows the chosen group.
func (p *reconcilePage) fillList() {
	p.shownNow = p.shownNow[:0]
	for _, c := range p.result.Calls {
		if p.state == "" || c.State == p.state {
			p.shownNow = append(p.shownNow, c)
		}
	}
	p.list.reset(len(p.shownNow))
	p.nothing.set("")
	if len(p.shownNow) == 0 {
		p.nothing.set("No call of the list is " + string(p.state) + ".")
	}
	p.onChoose(min(p.chosen, len(p.shownNow)-1))
	if p.chosen >= 0 {
		p.list.choosing(p.chosen)
	}
	missing := p.result.Count(app.ListedUndocumented)
	p.addAll.SetText(fmt.Sprintf("Add all %d  A", missing))
	p.addAll.Hidden, p.to.Hidden = missing == 0, missing == 0
	p.root.Refresh()
}

func (p *reconcilePage) onChoose(i int) {
	p.chosen = max(0, i)
	p.add.Hidden = p.chosen >= len(p.shownNow) || p.shownNow[p.chosen].State != app.ListedUndocumented
	p.add.Refresh()
}

// onTyped takes the letter that adds all that is missing.
func (p *reconcilePage) onTyped(_ int, r rune) bool {
	is := (r == 'a' || r == 'A') && !p.addAll.Hidden
	if is {
		p.onAddAll()
	}
	return is
}

// onKey takes the keys that stand for a button: Enter adds a call, or opens the one that is there.
func (p *reconcilePage) onKey(i int, key fyne.KeyName) bool {
	switch {
	case key == fyne.KeyEscape:
		p.w.show(p.w.calls)
	case key != fyne.KeyReturn && key != fyne.KeyEnter:
		return false
	case p.shownNow[i].Call != "":
		p.w.openCall(p.shownNow[i].Call, nil)
	default:
		p.onAdd()
	}
	return true
}

func (p *reconcilePage) onAdd() {
	if p.chosen < len(p.shownNow) && p.shownNow[p.chosen].State == app.ListedUndocumented {
		p.addLines([]int{p.shownNow[p.chosen].Line})
	}
}

func (p *reconcilePage) onAddAll() { p.addLines(nil) }

// addLines notes calls of the list; none at all means every one that is missing. The library tells of each, and the list is laid beside it again.
func (p *reconcilePage) addLines(lines []int) {
	list, to := p.calls, p.to.Text
	p.w.work.do(func(context.Context) error {
		_, err := p.w.app.AddListed(list, lines, to)
		return err
	}, p.reload)
}

func (p *reconcilePage) rowHeight(i int, width float32) float32 {
	height := theme.Size(sizeCallRow)
	if reason := listedReason(p.shownNow[i]); reason != "" {
		height += theme.Size(sizeStep) + min(2*linePitch(sizeSmall), proseHeight(reason, width-2*theme.Size(sizeInside), sizeSmall))
	}
	return height
}

func (p *reconcilePage) showRow(i int, object fyne.CanvasObject) {
	r, c := object.(*queueRow), p.shownNow[i]
	r.title.set(listedTitle(c))
	r.state.say(listedState(c))
	facts := []string{p.w.dates.moment(c.Started)}
	for _, fact := range []string{string(c.Direction), string(c.Reached)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	if c.Lasted > 0 {
		facts = append(facts, call.Since(c.Lasted).Short())
	}
	r.facts.set(strings.Join(facts, " · "))
	r.left.set("")
	r.progress.Hide()
	reason := listedReason(c)
	r.reason.Hidden = reason == ""
	if r.reason.text != reason {
		r.reason.set(reason, nil)
	}
	r.box.Refresh()
}

func listedTitle(c app.Reconciled) string {
	switch {
	case c.Name != "" && c.Number != "":
		return c.Name + ", " + app.NumberForPeople(c.Number)
	case c.Name+c.Number != "":
		return c.Name + app.NumberForPeople(c.Number)
	}
	return "Number withheld"
}

func listedState(c app.Reconciled) (string, fyne.ThemeColorName) {
	switch c.State {
	case app.ListedRecorded:
		return "✓ recorded", colorOK
	case app.ListedNoted:
		return "noted", colorInk2
	}
	return "undocumented", colorWarning
}

// listedReason says what is to be known of a call.
func listedReason(c app.Reconciled) string {
	var all []string
	if c.ByTime {
		all = append(all, "Known by its time only: a number is missing in the list or in the call.")
	}
	if !c.Later.IsZero() {
		all = append(all, "The clock was set back in that hour; the list does not say which of the two times is meant.")
	}
	return strings.Join(all, " ")
}
