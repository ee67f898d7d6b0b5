package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// callRow is a row of the list: a call with its badges, or a heading.
type callRow struct {
	widget.BaseWidget
	box     *fyne.Container
	above   *fyne.Container
	heading *line
	count   *line
	call    *fyne.Container
	title   *line
	time    *line
	facts   *line
	special *fyne.Container // holds the badges
	badges  [2]*lamp
}

func newCallRow() fyne.CanvasObject {
	r := &callRow{
		heading: newLine("", sizeSmall, colorInk2).bold().mayCut(),
		count:   newLine("", sizeSmall, colorInk2),
		title:   newLine("", sizeBody, colorInk).bold().mayCut(),
		time:    newLine("", sizeSmall, colorInk2),
		facts:   newLine("", sizeSmall, colorInk2).mayCut(),
	}
	r.special = container.New(row{gap: sizeInside})
	for i := range r.badges {
		r.badges[i] = newLamp(lineIcon("words"), "")
		r.special.Add(r.badges[i])
	}
	r.call = container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep},
		container.New(row{gap: sizeInside}, r.title, r.time),
		container.New(row{gap: sizeInside}, r.facts, r.special),
	))
	words := container.New(inset{"", sizeStep}, container.New(row{gap: sizeInside}, r.heading, r.count))
	r.above = container.New(inset{sizeInside, ""}, container.NewBorder(layout.NewSpacer(), words, nil, nil))
	r.box = container.NewStack(r.above, r.call)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *callRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (p *callsPage) rowHeight(i int, _ float32) float32 {
	if p.rows[i].heading != "" {
		return theme.Size(sizeDateRow)
	}
	return theme.Size(sizeCallRow)
}

func (p *callsPage) showRow(i int, object fyne.CanvasObject) {
	r, shown := object.(*callRow), p.rows[i]
	r.above.Hidden, r.call.Hidden = shown.heading == "", shown.heading != ""
	if shown.heading != "" {
		r.heading.set(shown.heading)
		r.count.set(countWord(shown.count))
		r.above.Refresh()
		return
	}
	summary := shown.call
	r.title.set(p.rowTitle(summary))
	r.time.set(p.rowTime(summary))
	badges := badgesOf(summary, p.marks.all[summary.ID], p.jobs[summary.ID])
	r.facts.set(factsOf(summary, len(badges) < 2))
	r.special.Hidden = len(badges) == 0 // or it would take half of the line
	for i, b := range r.badges {
		b.Hidden = i >= len(badges)
		if !b.Hidden {
			b.set(badges[i].shape, badges[i].word)
		}
	}
	r.call.Refresh()
}

func countWord(n int) string {
	if n == 0 {
		return ""
	}
	return thousands(n)
}

// rowTitle is what tells a call from the others around it: below a person's name that is when it was.
func (p *callsPage) rowTitle(summary app.Summary) string {
	if p.listed.as.Group == app.ByPerson && summary.Title != "" {
		return p.w.dates.day(summary.Started)
	}
	return titleOf(summary)
}

// rowTime is when a call was, as far as nothing around it says so.
func (p *callsPage) rowTime(summary app.Summary) string {
	switch p.listed.as.Group {
	case app.ByCase, app.Ungrouped:
		return p.w.dates.brief(summary.Started, p.w.now())
	case app.ByPerson:
		if summary.Title == "" {
			return p.w.dates.brief(summary.Started, p.w.now())
		}
	}
	return p.w.dates.clock(summary.Started)
}

func titleOf(summary app.Summary) string {
	switch {
	case summary.Title != "" && summary.Title == summary.Number:
		return app.NumberForPeople(summary.Number)
	case summary.Title != "":
		return summary.Title
	case summary.Damaged != "":
		return "Unreadable call"
	}
	return "Unnamed call"
}

// factsOf is the length and, where there is room, who called.
func factsOf(summary app.Summary, roomy bool) string {
	facts := app.LengthWords(summary)
	if roomy && summary.Direction != "" {
		facts += " · " + directionWord(summary.Direction)
	}
	return facts
}

// badge is a shape and a word that a call carries in the list.
type badge struct {
	shape icon
	word  string
}

// unwritten says what becomes of a call without a transcript, by the state of its job.
var unwritten = map[app.JobState]string{app.JobRunning: "being written", app.JobQueued: "waiting", "": "not transcribed", app.JobFailed: "not transcribed"}

// badgesOf says what is special about a call, the gravest first; at most two.
func badgesOf(summary app.Summary, marks []app.FlagMark, job app.JobState) []badge {
	flags := 0
	for _, m := range marks {
		if m.Weighs() {
			flags++
		}
	}
	var all []badge
	add := func(is bool, drawing string, color fyne.ThemeColorName, word string) {
		if is && len(all) < 2 {
			all = append(all, badge{icon{drawing, color}, word})
		}
	}
	add(summary.Damaged != "", "warning", colorWarning, "damaged")
	add(summary.Outcome == call.Failed, "nothing", colorWarning, "no sound")
	add(flags > 0, "flag", colorWarning, flagCount(flags))
	add(summary.Outcome == call.Recovered, "recovered", colorWarning, "recovered")
	add(summary.Outcome == call.Complete && !summary.Complete, "silent", colorWarning, app.Missing(summary))
	add(summary.Outcome == call.Recording, "record", colorRecording, "recording")
	add(summary.Audio && !summary.Transcribed, "words", colorInk2, unwritten[job])
	add(summary.Outcome == call.Imported, "import", colorInk2, "imported")
	return all
}
