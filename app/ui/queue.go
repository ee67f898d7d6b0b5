package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// queuePage shows what waits to be written down and why it waits. The list chooses a job; the buttons below it are what can be
// done with that one.
type queuePage struct {
	sight
	rows[app.QueuedJob, uint64]
	w      *Window
	pause  *widget.Button
	why    *prose
	notice *fyne.Container
	total  *line
	list   *column
	acts   *queueActs
	filled *fyne.Container // list and buttons
	empty  *queueEmpty
	queue  app.Queue // as it was read last
}

func newQueuePage(w *Window) *queuePage {
	p := &queuePage{w: w, why: newProse("", sizeBody, colorInk), total: newLine("", sizeSmall, colorInk2).mayCut()}
	p.again, p.key = p.reload, func(j app.QueuedJob) uint64 { return j.ID }
	p.pause = widget.NewButtonWithIcon("Pause", lineIcon("pause").in(colorInk), p.onPause)
	p.list = (&column{
		create: newQueueRow, show: p.showRow, height: p.rowHeight, choose: p.onChosen, moves: true, key: p.onKey,
	}).start()
	p.acts = newQueueActs(p)
	p.empty = newQueueEmpty(p)
	p.root = p.compose()
	p.draw()
	return p
}

func (p *queuePage) compose() *fyne.Container {
	sign := container.NewBorder(nil, nil, picture(lineIcon("pause").in(colorInk), sizeIcon), nil, container.New(inset{sizeInside, ""}, p.why))
	card := container.NewStack(newPlane(colorNotice), container.New(inset{sizeInside, sizeInside}, sign))
	p.notice = container.New(inset{sizeGroup, sizeStep}, card)
	head := container.New(stack{}, p.notice, container.New(inset{sizePage, sizeInside}, p.total))
	p.filled = container.NewBorder(nil, actsBelow(p.acts.root), nil, nil, container.New(inset{sizeInside, ""}, p.list))
	return p.w.framed("Queue", container.NewBorder(head, nil, nil, nil, container.NewStack(p.filled, p.empty.root)), nil, layout.NewSpacer(), p.pause)
}

func (p *queuePage) shown() {
	p.inSight = true
	p.keepKeyboard()
	p.reload()
}

// reload reads the queue again. Changes that come while it is read make it read once more.
func (p *queuePage) reload() {
	var queue app.Queue
	var unwritten []app.Summary
	p.afresh.read(p.w.work, p.reload, func(context.Context) (err error) {
		if queue, err = p.w.app.Queue(); err == nil {
			unwritten, err = p.w.app.Calls(app.Filter{Untranscribed: true, Limit: 1})
		}
		return err
	}, func() { p.fill(queue, len(unwritten) > 0) })
}

// fill shows the queue.
func (p *queuePage) fill(queue app.Queue, unwritten bool) {
	p.queue = queue
	p.renew(queue.Jobs)
	p.empty.offer(unwritten)
	p.draw()
	p.w.calls.onQueue(queue)
	p.w.calls.doc.words.onQueue()
	p.w.take.captions.onQueue(queue)
}

// draw shows what was read last.
func (p *queuePage) draw() {
	p.why.set(p.queue.Hold.Why(), nil)
	p.notice.Hidden = p.queue.Hold == app.HoldNothing
	p.total.set(queueWords(p.queue))
	p.total.Hidden = len(p.queue.Jobs) == 0
	p.showPause()
	p.filled.Hidden, p.empty.root.Hidden = len(p.queue.Jobs) == 0, len(p.queue.Jobs) > 0
	p.list.reset(len(p.queue.Jobs))
	p.list.choosing(p.place())
	p.acts.show()
	p.root.Refresh()
	p.keepKeyboard()
}

// keepKeyboard gives the keyboard to the list when nobody has it any more: a click leaves it nowhere, and so does a button that
// can no longer be pressed.
func (p *queuePage) keepKeyboard() {
	window := p.w.window.Canvas()
	button, is := window.Focused().(*widget.Button)
	lost := window.Focused() == nil || is && (button.Hidden || button.Disabled())
	if p.inSight && lost && len(p.queue.Jobs) > 0 && window.Overlays().Top() == nil {
		window.Focus(p.list)
	}
}

func (p *queuePage) showPause() {
	label, drawing := "Pause", "pause"
	if p.queue.Hold == app.HoldPaused {
		label, drawing = "Resume", "play"
	}
	if p.pause.Text != label {
		p.pause.SetIcon(lineIcon(drawing).in(colorInk))
		p.pause.SetText(label)
	}
}

// onJob follows the progress of a job.
func (p *queuePage) onJob(job app.JobStatus) {
	i := p.at(job.ID)
	if i < 0 || p.queue.Jobs[i].State != job.State {
		return // it will be read
	}
	p.queue.Jobs[i].JobStatus = job
	p.w.calls.queue.show(p.queue)
	if p.inSight {
		p.total.set(queueWords(p.queue))
		p.list.refill()
	}
}

func (p *queuePage) onChosen(i int) {
	p.chosen = p.queue.Jobs[i].ID
	p.acts.show()
}

// onKey takes the keys that stand for a button.
func (p *queuePage) onKey(_ int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeyDelete, fyne.KeyBackspace:
		p.acts.onCancel()
	case fyne.KeyEscape:
		p.w.show(p.w.calls)
	default:
		return false
	}
	return true
}

func (p *queuePage) onPause() {
	pause := p.queue.Hold != app.HoldPaused
	p.w.work.do(func(context.Context) error {
		if pause {
			return p.w.app.PauseQueue()
		}
		return p.w.app.ResumeQueue()
	}, nil)
}

// queueEmpty is what an empty queue shows: how calls come here.
type queueEmpty struct {
	root *fyne.Container
	all  *widget.Button
}

func newQueueEmpty(p *queuePage) *queueEmpty {
	e := &queueEmpty{}
	e.all = widget.NewButton("Write down every call that has no words yet", func() {
		p.w.work.do(func(context.Context) error {
			_, err := p.w.app.TranscribePending()
			return err
		}, nil)
	})
	e.root = emptyPage("Nothing waits to be written down.", []string{"Calls come here by themselves when they end, one after the other."}, e.all)
	return e
}

// offer shows the button if there are calls without words.
func (e *queueEmpty) offer(unwritten bool) { e.all.Hidden = !unwritten }
