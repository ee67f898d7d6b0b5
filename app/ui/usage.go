package ui

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// usagePage shows what takes space: by kind, by year, by case, the largest calls, and those that are older than the user wants
// to keep calls for.
type usagePage struct {
	sight
	w       *Window
	scroll  *container.Scroll
	tabbed  tabbed
	total   *line
	kinds   *fyne.Container
	years   *fyne.Container
	cases   *fyne.Container
	largest *fyne.Container
	keep    *choice
	older   *prose
	old     *fyne.Container
	shares  *fyne.Container // what there is to see only where there are calls
	move    *widget.Button
	calls   []app.Summary // that are older
}

// keepYears are the years that one can choose from; 0 is for ever.
var keepYears = []int{0, 1, 2, 3, 5, 10}

func newUsagePage(w *Window) *usagePage {
	rows := func() *fyne.Container { return container.New(stack{gap: sizeInside}) }
	p := &usagePage{
		w: w, total: newLine("", sizeBody, colorInk2), kinds: rows(), years: rows(), cases: rows(),
		largest: container.New(stack{}), old: container.New(stack{}), older: newProse("", sizeBody, colorInk),
	}
	words := []string{"No limit"}
	for _, years := range keepYears[1:] {
		words = append(words, countYears(years))
	}
	p.keep = newChoice(words, 0, p.onKeep)
	p.move = widget.NewButton("", p.onMove)
	p.again, p.root = p.reload, p.compose()
	p.tabbed = tabbed{window: w.window, scroll: p.scroll}
	return p
}

func countYears(n int) string {
	if n == 1 {
		return "1 year"
	}
	return fmt.Sprintf("%d years", n)
}

func (p *usagePage) compose() *fyne.Container {
	trash := widget.NewButtonWithIcon("Trash", lineIcon("trash").in(colorInk), func() { p.w.show(p.w.bin) })
	trash.Importance = widget.LowImportance
	kept := section("Older calls",
		setting("Calls are wanted for", container.New(row{}, p.keep, layout.NewSpacer()),
			"This only shows which calls are older. Nothing is ever removed by itself."),
		p.older, p.old, container.New(row{}, p.move, layout.NewSpacer()))
	p.shares = container.New(stack{gap: sizePage}, section("By year", p.years), widget.NewSeparator(), section("By case", p.cases),
		widget.NewSeparator(), section("Largest calls", p.largest), widget.NewSeparator())
	form := container.New(stack{gap: sizePage},
		container.New(stack{gap: sizeGroup}, container.New(stack{gap: sizeStep}, newLine("What takes space", sizeTitle, colorInk).bold(), p.total), p.kinds),
		widget.NewSeparator(), p.shares, kept, newLine("", sizeTitle, colorInk))
	p.scroll = container.NewVScroll(container.New(inset{sizePage, sizePage}, container.New(measureWidth{most: sizeForm}, form)))
	return p.w.framed("Storage", p.scroll, nil, layout.NewSpacer(), trash)
}

// onKey scrolls, and reports whether the key does that.
func (p *usagePage) onKey(key fyne.KeyName) bool {
	part := map[fyne.KeyName]float32{fyne.KeyUp: -0.1, fyne.KeyDown: 0.1, fyne.KeyPageUp: -0.9, fyne.KeyPageDown: 0.9}[key]
	if part == 0 {
		return false
	}
	most := max(0, p.scroll.Content.MinSize().Height-p.scroll.Size().Height)
	p.scroll.ScrollToOffset(fyne.NewPos(0, min(most, max(0, p.scroll.Offset.Y+part*p.scroll.Size().Height))))
	return true
}

func (p *usagePage) onBeat() {
	if p.inSight {
		p.tabbed.follow()
	}
}

// reload measures again, if the page is in sight. Changes that come meanwhile make it measure once more.
func (p *usagePage) reload() {
	if !p.inSight {
		return
	}
	if p.total.text == "" {
		p.total.set("Measuring…")
	}
	var usage app.Usage
	var old app.Old
	before := p.w.app.KeepUntil()
	p.afresh.read(p.w.work, p.reload, func(context.Context) (err error) {
		if usage, err = p.w.app.Usage(); err == nil && !before.IsZero() {
			old, err = p.w.app.Older(before)
		}
		return err
	}, func() { p.fill(usage, old) })
}

func (p *usagePage) fill(u app.Usage, old app.Old) {
	p.total.set(fmt.Sprintf("%s in all, %s.", size(u.All()), countCalls(u.Calls.Calls)))
	p.kinds.Objects = shareRows([]app.Share{
		{Name: "Recordings", Sizes: app.Sizes{Sound: u.Calls.Sound}},
		{Name: "Transcripts", Sizes: app.Sizes{Words: u.Calls.Words}},
		{Name: "Documents", Sizes: app.Sizes{Rest: u.Calls.Rest + u.Rest}},
		{Name: "Index", Sizes: app.Sizes{Rest: u.Index}},
		{Name: "Models", Sizes: app.Sizes{Rest: u.Models}},
		{Name: "Trash", Calls: u.Trash.Calls, Sizes: u.Trash.Sizes},
	}, u.All())
	p.years.Objects = shareRows(u.Years, u.Calls.All())
	p.cases.Objects = shareRows(named(u.Cases), u.Calls.All())
	p.largest.Objects = p.callRows(u.Most)
	p.shares.Hidden = u.Calls.Calls == 0
	p.fillOld(old)
	p.root.Refresh()
}

// mostOld is how many of the older calls are listed.
const mostOld = 20

func (p *usagePage) fillOld(old app.Old) {
	p.calls = old.Calls
	p.keep.set(max(0, slices.Index(keepYears, p.w.app.Settings().KeepYears)))
	p.old.Objects = p.callRows(old.Calls[:min(mostOld, len(old.Calls))])
	p.older.set(p.olderWords(old), nil)
	p.older.Hidden = p.older.text == ""
	p.move.SetText("Move " + countCalls(len(old.Calls)) + " to the trash")
	p.move.Hidden = len(old.Calls) == 0
}

// olderWords says how many calls are older than they are wanted for.
func (p *usagePage) olderWords(old app.Old) string {
	if old.Before.IsZero() {
		return ""
	}
	n := len(old.Calls)
	if n == 0 {
		return "No call began before " + p.w.dates.day(old.Before) + "."
	}
	words := fmt.Sprintf("These began before %s: %s, %s.", p.w.dates.day(old.Before), countCalls(n), size(old.Sizes.All()))
	if n > mostOld {
		words += fmt.Sprintf(" The newest %d of them are listed.", mostOld)
	}
	return words
}

// named gives calls without a case a name to be shown.
func named(shares []app.Share) []app.Share {
	shares = slices.Clone(shares)
	for i := range shares {
		if shares[i].Name == "" {
			shares[i].Name = "No case"
		}
	}
	return shares
}

// shareRows draws shares as bars, each as long as its part of the whole.
func shareRows(shares []app.Share, whole int64) (rows []fyne.CanvasObject) {
	for _, share := range shares {
		long := newBar(colorInk2, sizeMeter)
		long.set(float32(share.All()) / float32(max(1, whole)))
		amount := size(share.All())
		if share.Calls > 0 {
			amount = countCalls(share.Calls) + " · " + amount
		}
		rows = append(rows, container.New(columns{first: sizeFact, gap: sizeInside},
			newLine(share.Name, sizeBody, colorInk).mayCut(),
			container.NewBorder(nil, nil, nil, container.New(atLeast(sizeShare), newLine(amount, sizeBody, colorInk2).right()), long)))
	}
	return rows
}

// callRows lists calls, each of which can be opened.
func (p *usagePage) callRows(calls []app.Summary) (rows []fyne.CanvasObject) {
	for _, c := range calls {
		open := widget.NewButton(titleOf(c), func() { p.w.openCall(c.ID, nil) })
		open.Importance, open.Alignment = widget.LowImportance, widget.ButtonAlignLeading
		facts := p.w.dates.day(c.Started) + " · " + app.LengthWords(c)
		rows = append(rows, container.New(row{gap: sizeInside}, open, newLine(facts, sizeSmall, colorInk2).mayCut(), newLine(size(c.Sizes.All()), sizeBody, colorInk2)))
	}
	return rows
}

// onMove moves the older calls to the trash.
func (p *usagePage) onMove() {
	var ids []call.ID
	for _, c := range p.calls {
		ids = append(ids, c.ID)
	}
	p.w.trashCalls(ids)
}

func (p *usagePage) onKeep(i int) {
	p.w.settings.change(func(s *app.Settings) { s.KeepYears = keepYears[i] })
}
