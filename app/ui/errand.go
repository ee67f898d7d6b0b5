package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// deed is what an errand does: how that is called while it goes on, and of a call for which it is done.
type deed struct{ doing, done string }

// errand does one thing with many calls, one after the other in the background. Below the list it shows how far it is; it can be
// stopped, and says in the end with how many calls it was done, and why not with the others.
type errand struct {
	page     *callsPage
	root     *fyne.Container
	words    *prose
	left     *line
	why      *prose
	progress *bar
	stop     *widget.Button // or takes the outcome away
	running  bool
	cancel   context.CancelFunc
}

func newErrand(p *callsPage) *errand {
	e := &errand{
		page: p, words: newProse("", sizeBody, colorInk), left: newLine("", sizeSmall, colorInk2),
		why: newProse("", sizeSmall, colorWarning), progress: newBar(colorInk2, sizeProgress),
	}
	e.stop = widget.NewButton("", e.onStop)
	e.stop.Importance = widget.LowImportance
	e.root = container.New(stack{}, widget.NewSeparator(), container.New(inset{sizeGroup, sizeStep}, container.New(stack{gap: sizeStep},
		e.words, e.why, container.New(row{gap: sizeInside}, e.left, layout.NewSpacer(), e.stop), e.progress)))
	e.root.Hide()
	return e
}

// outcome counts what an errand did.
type outcome struct {
	of, done int
	stopped  bool
	failed   map[string]int // why, or what should be known of it, and how often
}

// run does something with each call. Another errand that is under way goes on, and nothing new begins.
func (e *errand) run(what deed, ids []call.ID, each func(ctx context.Context, id call.ID) error) {
	if e.running {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	e.running, e.cancel = true, cancel
	e.show(what, outcome{of: len(ids)}, 0)
	o := outcome{of: len(ids), failed: map[string]int{}}
	e.page.w.work.do(func(all context.Context) error {
		defer cancel()
		defer context.AfterFunc(all, cancel)()
		e.each(ctx, what, ids, &o, each)
		return all.Err()
	}, func() { e.finish(what, o) })
}

// edit changes the document of each call.
func (e *errand) edit(what deed, ids []call.ID, change func(*call.Call)) {
	e.run(what, ids, func(_ context.Context, id call.ID) error {
		_, err := e.page.w.app.Edit(id, func(doc *call.Call) error {
			change(doc)
			return nil
		})
		return err
	})
}

// tellEvery is how often progress is shown.
const tellEvery = 200 * time.Millisecond

// each goes through the calls.
func (e *errand) each(ctx context.Context, what deed, ids []call.ID, o *outcome, do func(ctx context.Context, id call.ID) error) {
	began := time.Now()
	told := began
	for i, id := range ids {
		if o.stopped = ctx.Err() != nil; o.stopped {
			return
		}
		o.add(do(ctx, id))
		if now := time.Now(); now.Sub(told) > tellEvery {
			told = now
			so, left := outcome{of: o.of, done: i + 1}, now.Sub(began)*time.Duration(len(ids)-i-1)/time.Duration(i+1)
			e.page.w.work.post(func() {
				if e.running {
					e.show(what, so, left)
				}
			})
		}
	}
}

// doneBut says of a call that it was done, and what should be known of it.
type doneBut struct{ what string }

func (d *doneBut) Error() string { return d.what }

func (o *outcome) add(err error) {
	var but *doneBut
	switch {
	case err == nil:
		o.done++
	case errors.As(err, &but):
		o.done++
		o.failed[but.what]++
	default:
		o.failed[app.Explain(err).What]++
	}
}

// show tells how far it is.
func (e *errand) show(what deed, o outcome, left time.Duration) {
	e.words.set(fmt.Sprintf("%s · %d of %d", what.doing, o.done, o.of), nil)
	e.left.set("")
	if left >= time.Second {
		e.left.set(app.About(left) + " left")
	}
	e.why.Hide()
	e.progress.set(float32(o.done) / float32(max(1, o.of)))
	e.progress.Show()
	e.stop.SetText("Stop")
	e.root.Show()
	e.page.left.Refresh()
}

func (e *errand) finish(what deed, o outcome) {
	e.running = false
	e.words.set(o.words(what), nil)
	e.left.set("")
	e.why.set(o.reasons(), nil)
	e.why.Hidden = len(o.failed) == 0
	e.progress.Hide()
	e.stop.SetText("OK")
	e.page.left.Refresh()
}

// words says what came of it.
func (o outcome) words(what deed) string {
	if o.done == o.of {
		return countCalls(o.done) + " " + what.done
	}
	words := fmt.Sprintf("%d of %s %s", o.done, countCalls(o.of), what.done)
	if o.stopped {
		return "Stopped: " + words
	}
	return words
}

// reasons says why it was not done with some calls, or not wholly.
func (o outcome) reasons() string {
	var all []string
	for _, why := range slices.Sorted(maps.Keys(o.failed)) {
		all = append(all, fmt.Sprintf("%s: %s.", countCalls(o.failed[why]), why))
	}
	return strings.Join(all, " ")
}

// onStop stops it, or takes its outcome away.
func (e *errand) onStop() {
	if e.running {
		e.cancel()
		e.words.set("Stopping…", nil)
		return
	}
	e.root.Hide()
	e.page.left.Refresh()
}
