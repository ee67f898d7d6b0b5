package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// queueActs are what can be done with the chosen job.
type queueActs struct {
	page   *queuePage
	root   *fyne.Container
	first  *widget.Button
	up     *widget.Button
	down   *widget.Button
	anyway *widget.Button
	retry  *widget.Button
	open   *widget.Button
	cancel *widget.Button
}

func newQueueActs(p *queuePage) *queueActs {
	a := &queueActs{page: p}
	move := func(label string, to app.Move) *widget.Button {
		return widget.NewButton(label, a.doing(func(id uint64) error { return p.w.app.MoveJob(id, to) }))
	}
	a.first, a.up, a.down = move("First", app.MoveTop), move("Up", app.MoveUp), move("Down", app.MoveDown)
	a.anyway = widget.NewButton("Do this one anyway", a.doing(p.w.app.JobAnyway))
	a.retry = widget.NewButton("Try again", a.doing(p.w.app.RetryJob))
	a.open = widget.NewButton("Open the call", a.onOpen)
	a.open.Importance = widget.LowImportance
	a.cancel = widget.NewButton("Cancel", a.onCancel)
	a.root = container.New(row{gap: sizeStep}, a.first, a.up, a.down, a.retry, a.anyway, layout.NewSpacer(), a.open, a.cancel)
	return a
}

// doing carries something out on the chosen job.
func (a *queueActs) doing(do func(id uint64) error) func() {
	return func() {
		id := a.page.chosen
		a.page.w.work.do(func(context.Context) error { return do(id) }, nil)
	}
}

// show offers what can be done. A button that has the keyboard stays as long as it can, so that it can be pressed again.
func (a *queueActs) show() {
	j, is := a.page.now()
	failed := j.State == app.JobFailed
	waits := is && !failed && j.State != app.JobRunning
	above, below := a.neighbours()
	for button, usable := range map[*widget.Button]bool{a.first: above, a.up: above, a.down: below} {
		button.Hidden = !waits
		enable(button, usable)
	}
	a.anyway.Hidden = !j.Held
	a.retry.Hidden = !failed
	a.cancel.SetText("Cancel")
	if failed {
		a.cancel.SetText("Remove")
	}
	a.root.Hidden = !is
	a.root.Refresh()
}

// neighbours tells whether others wait before and after the chosen job.
func (a *queueActs) neighbours() (above, below bool) {
	at := a.page.at(a.page.chosen)
	for i, j := range a.page.queue.Jobs {
		waits := j.State != app.JobFailed && j.State != app.JobRunning
		above, below = above || waits && i < at, below || waits && i > at
	}
	return above, below
}

func enable(button *widget.Button, usable bool) {
	switch {
	case usable && button.Disabled():
		button.Enable()
	case !usable && !button.Disabled():
		button.Disable()
	}
}

// onOpen shows the call, or the take while that runs.
func (a *queueActs) onOpen() {
	j, is := a.page.now()
	switch w := a.page.w; {
	case is && w.take.running && j.Call == w.take.id:
		w.show(w.take)
	case is:
		w.openCall(j.Call, nil)
	}
}

// onCancel takes the job out of the queue. Nothing is lost by it but what the machine has done.
func (a *queueActs) onCancel() {
	if _, is := a.page.now(); is {
		a.doing(a.page.w.app.CancelJob)()
	}
}
