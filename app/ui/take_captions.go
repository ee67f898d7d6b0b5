package ui

import (
	"cmp"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// lateCaptions is how far captions may be behind before it is worth a word.
const lateCaptions = call.Seconds(10)

// captions are what is said while a take runs, as far as the worker has come. What may change yet is paler.
type captions struct {
	page   *takePage
	root   *fyne.Container
	head   *line
	column *column
	all    []caption
}

// caption is something that somebody said, or probably did.
type caption struct {
	party call.Party
	at    call.Seconds
	text  string
	guess bool
}

// captionsOf puts what was found and what is guessed into one order of time.
func captionsOf(job app.JobStatus) []caption {
	var all []caption
	add := func(segments []call.Segment, guess bool) {
		for _, s := range segments {
			if s.Echo == nil { // the far side's words, heard again from the loudspeakers
				all = append(all, caption{s.Party, s.Start, s.Text, guess})
			}
		}
	}
	add(job.Segments, false)
	add(job.Guesses, true)
	slices.SortStableFunc(all, func(a, b caption) int { return cmp.Compare(a.at, b.at) })
	return all
}

func newCaptions(p *takePage) *captions {
	c := &captions{page: p, head: newLine("", sizeSmall, colorInk2).bold().mayCut()}
	c.column = (&column{create: newCaptionRow, show: c.showRow, height: c.rowHeight, fixed: func(int) bool { return true }}).start()
	c.column.grows = true
	c.root = container.NewBorder(container.New(stack{gap: sizeInside}, widget.NewSeparator(), c.head), nil, nil, nil,
		container.New(inset{"", sizeInside}, c.column))
	c.begin()
	return c
}

// begin waits for a take that is written down as it runs.
func (c *captions) begin() {
	c.all = nil
	c.column.reset(0)
	c.root.Hide()
}

// onJob shows how far the call of the take is written down.
func (c *captions) onJob(job app.JobStatus) {
	if !c.page.running || job.Call != c.page.id || job.State != app.JobRunning {
		return // what has been put back keeps what it has said
	}
	c.say(c.heading(job))
	all := captionsOf(job)
	if slices.Equal(all, c.all) {
		return
	}
	follows := c.column.nearEnd() // unless somebody reads further up
	c.all = all
	c.column.reset(len(all))
	if follows {
		c.column.reveal(len(all) - 1)
	}
}

// onQueue says why nothing is written down for now.
func (c *captions) onQueue(q app.Queue) {
	for _, job := range q.Jobs {
		if c.page.running && job.Call == c.page.id && job.Held && job.State != app.JobRunning {
			c.say("RESTING · " + waitsFor(q.Hold))
		}
	}
}

// say shows the captions under a heading.
func (c *captions) say(heading string) {
	c.head.set(heading)
	if !c.root.Visible() {
		c.root.Show()
		c.page.lower.Refresh()
	}
}

// onJobEnded says why nothing more will come while the take goes on.
func (c *captions) onJobEnded(job app.JobStatus, err error) {
	if err != nil && c.page.running && job.Call == c.page.id {
		c.head.set("NO LONGER WRITTEN DOWN · " + app.Explain(err).What)
	}
}

// heading says whether the captions can be trusted, and whether they keep up.
func (c *captions) heading(job app.JobStatus) string {
	head := "LIVE"
	if job.Model == app.DemoModel {
		head += " · demo model: not what was really said"
	}
	if levels, running := c.page.w.app.Levels(); running && levels.Elapsed-job.Heard > lateCaptions {
		head += fmt.Sprintf(" · %.0f s behind", float64(levels.Elapsed-job.Heard))
	}
	return head
}

// captionRow is who said what.
type captionRow struct {
	widget.BaseWidget
	box  *fyne.Container
	who  *line
	text *prose
}

func newCaptionRow() fyne.CanvasObject {
	r := &captionRow{who: newLine("", sizeSmall, colorInk2).bold(), text: newProse("", sizeBody, colorInk)}
	who := container.NewBorder(container.New(inset{"", ""}, r.who), nil, nil, nil)
	r.box = container.NewBorder(nil, nil, container.New(wide(sizeTime), who), container.New(wide(sizeInside)), r.text)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *captionRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (c *captions) showRow(i int, object fyne.CanvasObject) {
	r, said := object.(*captionRow), c.all[i]
	r.who.Hidden = i > 0 && c.all[i-1].party == said.party
	r.who.say(partyWord(said.party), partyColor(said.party))
	r.text.color = colorInk
	if said.guess {
		r.text.color = colorInk2
	}
	r.text.set(said.text, nil)
	r.box.Refresh()
}

// barRoom is how much of a row's width is left to the scroll bar, and between the parts of the row.
func barRoom() float32 { return theme.Size(sizeInside) + 2*theme.Size(sizeStep) }

func (c *captions) rowHeight(i int, width float32) float32 {
	return proseHeight(c.all[i].text, width-theme.Size(sizeTime)-barRoom(), sizeBody) + theme.Size(sizeStep)
}
