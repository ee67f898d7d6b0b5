package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// proposalBar stands below the checklist, so that no point moves: what was heard last that seems to do one of them, and one key for yes and for no.
type proposalBar struct {
	checks *checklist
	root   *fyne.Container
	words  *prose
	point  *prose
	asked  app.Proposal
	since  time.Time // when it began to be asked about
}

// leastAsked is how long something must have been asked about before a key can answer: keys that are held down repeat, and what is asked may change just then.
const leastAsked = 700 * time.Millisecond

func newProposalBar(c *checklist) *proposalBar {
	b := &proposalBar{checks: c, words: newProse("", sizeSmall, colorInk2), point: newProse("", sizeBody, colorInk)}
	b.words.most = 3
	yes := widget.NewButton("Yes, tick it  Space", func() { b.onYes() })
	no := widget.NewButton("No  X", b.onNo)
	no.Importance = widget.LowImportance
	card := container.NewStack(newPlane(colorNotice), container.New(inset{sizeInside, sizeInside}, container.New(stack{gap: sizeStep},
		b.words, b.point, container.New(row{gap: sizeStep}, yes, no, layout.NewSpacer()))))
	b.root = container.New(inset{"", sizeInside}, container.New(stack{}, card))
	b.root.Hide()
	return b
}

// show asks about what was heard last.
func (b *proposalBar) show() {
	all := b.checks.proposals
	if b.root.Hidden = len(all) == 0; b.root.Hidden {
		b.asked = app.Proposal{}
		return
	}
	if last := all[len(all)-1]; last != b.asked {
		b.asked, b.since = last, b.checks.w.now()
	}
	b.words.set("Heard at "+b.asked.Place.At.Short()+": “"+b.asked.Place.Quote+"”", nil)
	b.point.set(b.asked.Text+"?", nil)
	b.root.Refresh()
}

// ready tells whether an answer is meant for what is asked.
func (b *proposalBar) ready() bool {
	return b.root.Visible() && b.checks.page.live() && b.checks.w.now().Sub(b.since) >= leastAsked
}

// onYes ticks the point at the second of the words, and tells whether anything is asked.
func (b *proposalBar) onYes() bool {
	if !b.ready() {
		return b.root.Visible()
	}
	asked := b.asked
	b.checks.w.work.do(func(context.Context) error {
		_, err := b.checks.w.app.Accept(asked)
		return err
	}, nil)
	return true
}

// onNo takes the proposal away.
func (b *proposalBar) onNo() {
	if !b.ready() {
		return
	}
	asked := b.asked
	b.checks.w.work.do(func(context.Context) error {
		return b.checks.w.app.Refute(asked)
	}, nil)
}
