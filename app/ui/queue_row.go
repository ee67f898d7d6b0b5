package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// queueRow is a job in the list: its call, where it stands, and how long it will take.
type queueRow struct {
	widget.BaseWidget
	box      *fyne.Container
	title    *line
	state    *line
	facts    *line
	left     *line
	progress *bar
	reason   *prose
}

func newQueueRow() fyne.CanvasObject {
	r := &queueRow{
		title: newLine("", sizeBody, colorInk).bold().mayCut(), state: newLine("", sizeBody, colorInk),
		facts: newLine("", sizeSmall, colorInk2).mayCut(), left: newLine("", sizeSmall, colorInk2),
		progress: newBar(colorInk2, sizeProgress), reason: newProse("", sizeSmall, colorWarning),
	}
	r.reason.most = 2
	r.box = container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep},
		container.New(row{gap: sizeInside}, r.title, r.state),
		container.New(row{gap: sizeInside}, r.facts, r.left),
		r.progress, r.reason))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *queueRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (p *queuePage) rowHeight(i int, width float32) float32 {
	height := theme.Size(sizeCallRow)
	switch j := p.queue.Jobs[i]; {
	case p.hasBar(j):
		height += theme.Size(sizeStep) + theme.Size(sizeProgress)
	case j.State == app.JobFailed:
		lines := min(2*linePitch(sizeSmall), proseHeight(reasonOf(j), width-2*theme.Size(sizeInside), sizeSmall))
		height += theme.Size(sizeStep) + lines
	}
	return height
}

func (p *queuePage) showRow(i int, object fyne.CanvasObject) {
	r, j := object.(*queueRow), p.queue.Jobs[i]
	r.title.set(titleOf(app.Summary{Title: j.Title}))
	r.state.say(jobWords(j, p.queue), jobColor(j))
	r.facts.set(p.factsOf(j))
	r.left.set(leftOf(j, p.queue))
	r.progress.Hidden = !p.hasBar(j)
	r.progress.set(float32(j.Fraction))
	r.reason.Hidden = j.State != app.JobFailed
	if reason := reasonOf(j); r.reason.text != reason {
		r.reason.set(reason, nil)
	}
	r.box.Refresh()
}

// hasBar tells whether it is known how much of a job is done: not while its call goes on.
func (p *queuePage) hasBar(j app.QueuedJob) bool {
	return j.State == app.JobRunning && j.Call != p.queue.Live
}

func jobColor(j app.QueuedJob) fyne.ThemeColorName {
	switch j.State {
	case app.JobFailed:
		return colorWarning
	case app.JobRunning:
		return colorInk
	}
	return colorInk2
}

func (p *queuePage) factsOf(j app.QueuedJob) string {
	var facts []string
	if !j.Started.IsZero() {
		facts = append(facts, p.w.dates.moment(j.Started))
	}
	if j.Length > 0 {
		facts = append(facts, j.Length.Short())
	}
	return strings.Join(append(facts, "model "+j.Model), " · ")
}

// reasonOf says why a job failed.
func reasonOf(j app.QueuedJob) string {
	if j.State != app.JobFailed {
		return ""
	}
	return strings.TrimSuffix(j.Error, ".") + ". The recording is safe."
}

// jobWords says where a job stands.
func jobWords(j app.QueuedJob, q app.Queue) string {
	switch {
	case j.State == app.JobFailed:
		return "failed"
	case j.State == app.JobRunning && j.Held:
		return "stops after this passage"
	case j.State == app.JobRunning && j.Call == q.Live:
		return "writing down as it is said"
	case j.State == app.JobRunning && j.Fraction > 0:
		return fmt.Sprintf("writing down · %.0f %%", 100*j.Fraction)
	case j.State == app.JobRunning:
		return "writing down"
	case j.Anyway:
		return "next"
	case j.Fraction > 0:
		return fmt.Sprintf("waiting · %.0f %% is done", min(99, 100*j.Fraction)) // it waits, so that it is not all
	}
	return "waiting"
}

// leftOf is how long a job will go on, or will take.
func leftOf(j app.QueuedJob, q app.Queue) string {
	about := app.About(j.Remaining)
	if about == "" || j.State == app.JobFailed || j.Call == q.Live {
		return ""
	}
	if j.State == app.JobRunning {
		return about + " left"
	}
	return about
}
