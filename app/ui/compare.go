package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// compare stands in place of the conversation and lays two of the call's transcripts side by side, by time. Words that the
// other one does not have are marked. A click on a passage plays it.
type compare struct {
	page   *callPage
	root   *fyne.Container
	none   *prose // why there is nothing to compare
	panel  *fyne.Container
	picks  [2]*picker
	uses   [2]*widget.Button
	count  *line
	only   *choice
	column *column

	call     call.ID
	all      []app.TranscriptEntry
	sides    [2]int // the numbers of the transcripts that are shown
	filling  bool   // the lists are being filled: nobody chose anything
	asked    int    // counts comparisons asked for, so that the latest is shown
	compared app.Comparison
	shown    []call.Passage
}

func newCompare(p *callPage) *compare {
	c := &compare{page: p, count: newLine("", sizeSmall, colorInk2).mayCut()}
	c.none = newProse("", sizeBody, colorInk2)
	c.only = newChoice([]string{"All", "Differences"}, 0, func(int) { c.onOnly() })
	heads := container.New(halves{sizeInside})
	for i := range c.picks {
		c.picks[i] = newPicker(nil, func(string) { c.onPick(i) })
		c.uses[i] = widget.NewButton("Use this one", func() { c.onUse(i) })
		heads.Add(container.NewBorder(nil, nil, nil, c.uses[i], c.picks[i]))
	}
	c.column = (&column{create: newPassageRow, show: c.showRow, height: c.rowHeight, choose: c.onChosen, space: p.playback.onPlay}).start()
	c.column.quiet = true
	top := container.New(inset{sizePage, sizeStep}, container.New(stack{gap: sizeStep}, heads,
		container.New(row{gap: sizeInside}, c.count, c.only)))
	c.panel = container.NewBorder(top, nil, nil, nil, container.New(inset{sizeInside, ""}, c.column))
	c.root = container.NewStack(container.New(inset{sizePage, sizeGroup}, c.none), c.panel)
	c.root.Hide()
	return c
}

// onToggle compares, or brings the conversation back.
func (c *compare) onToggle() {
	c.page.turnTo(lowerCompare)
	c.load()
}

// load reads the transcripts again while they are in sight.
func (c *compare) load() {
	if c.page.lower != lowerCompare {
		return
	}
	id := c.page.id
	var all []app.TranscriptEntry
	c.page.w.ofCall(func() (err error) {
		all, err = c.page.w.app.Transcripts(id)
		return err
	}, func() {
		if id == c.page.id {
			c.show(id, all)
		}
	})
}

// show offers the transcripts, first the one that is read and the newest other one.
func (c *compare) show(id call.ID, all []app.TranscriptEntry) {
	few := len(all) < 2
	c.none.Hidden, c.panel.Hidden = !few, few
	c.none.set("There is nothing to compare yet: this call has been written down once, or not at all. “Transcribe again…” with another model keeps both.", nil)
	if few {
		return
	}
	if id != c.call || len(all) != len(c.all) {
		c.compared = app.Comparison{}
		c.sides = [2]int{all[len(all)-2].Number, all[len(all)-1].Number}
	}
	c.call, c.all = id, all
	c.offer()
	c.read()
}

// offer fills the lists of transcripts.
func (c *compare) offer() {
	c.filling = true
	var names []string
	for _, entry := range c.all {
		names = append(names, entryName(entry))
	}
	for i, pick := range c.picks {
		at := c.place(c.sides[i])
		pick.SetOptions(names)
		pick.SetSelectedIndex(at)
		c.uses[i].Importance = widget.LowImportance
		c.uses[i].SetText("Use this one")
		c.uses[i].Enable()
		if c.all[at].Current {
			c.uses[i].SetText("In use")
			c.uses[i].Disable()
		}
	}
	c.filling = false
}

// entryName tells a transcript from the others.
func entryName(entry app.TranscriptEntry) string {
	name := fmt.Sprintf("%d · %s", entry.Number, entry.Model.Name)
	if entry.Corrections == 1 {
		name += " · 1 correction"
	} else if entry.Corrections > 1 {
		name += fmt.Sprintf(" · %d corrections", entry.Corrections)
	}
	return name
}

// place is where a transcript stands in the lists.
func (c *compare) place(number int) int {
	for i, entry := range c.all {
		if entry.Number == number {
			return i
		}
	}
	return 0
}

func (c *compare) onPick(i int) {
	if at := c.picks[i].SelectedIndex(); !c.filling && at >= 0 {
		c.sides[i] = c.all[at].Number
		c.offer()
		c.read()
	}
}

// onUse has a transcript read from now on; an event brings it.
func (c *compare) onUse(i int) {
	id, number := c.call, c.sides[i]
	c.page.w.work.do(func(context.Context) error { return c.page.w.app.UseTranscript(id, number) }, nil)
}

// read compares the two that were chosen.
func (c *compare) read() {
	c.asked++
	mine, id, sides := c.asked, c.call, c.sides
	var compared app.Comparison
	c.page.w.ofCall(func() (err error) {
		compared, err = c.page.w.app.Compare(id, sides[0], sides[1])
		return err
	}, func() {
		if mine == c.asked && id == c.page.id {
			c.compared = compared
			c.fill()
		}
	})
}

// fill shows all passages, or those that differ.
func (c *compare) fill() {
	c.shown = nil
	for _, passage := range c.compared.Passages {
		if c.only.chosen == 0 || !passage.Same() {
			c.shown = append(c.shown, passage)
		}
	}
	d := c.compared.Differ
	c.count.set(fmt.Sprintf("Only at the left: %d of %d words. Only at the right: %d.", d.Left, d.Of, d.Right))
	c.column.reset(len(c.shown))
	c.page.showLower()
}

// onOnly shows all or the differences, and brings the keyboard back to them.
func (c *compare) onOnly() {
	c.fill()
	c.page.w.window.Canvas().Focus(c.column)
}

// demo tells whether the demo model wrote one of the sides.
func (c *compare) demo() bool {
	return c.call == c.page.id && (c.compared.Sources[0].Model.Demo || c.compared.Sources[1].Model.Demo)
}

func (c *compare) onChosen(i int) { c.page.playback.from(c.shown[i].Start) }
