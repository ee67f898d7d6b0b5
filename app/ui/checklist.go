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

// checkPage is where a checklist stands: the running call's page, or that of a call that is over.
type checkPage interface {
	checked() call.ID      // whose points; empty: no call's
	second() *call.Seconds // where a tick stands that is set now; nil: the call has no seconds
	live() bool            // something can be ticked now
	inSight() bool
	onChecks() // lays out again: the points have come or gone
}

// checklist holds the points of a call's playbook: a digit ticks one, at this second. A digit ticks and never takes back, because keys that are held down
// repeat; a click does both, and Delete takes back.
type checklist struct {
	w      *Window
	page   checkPage
	root   *fyne.Container
	choose *widget.Button // which playbook
	head   *line
	column *column
	of     app.Playbook
	done   map[string]call.Tick // by point
	next   int                  // the first point that is not ticked: its wording is shown

	proposals []app.Proposal // what seems to be done, by time
	asks      *proposalBar
}

func newChecklist(w *Window, page checkPage) *checklist {
	c := &checklist{w: w, page: page, head: newLine("", sizeSmall, colorInk2).bold().mayCut(), done: map[string]call.Tick{}}
	c.choose = widget.NewButtonWithIcon("Checklist  C", lineIcon("ticked").in(colorInk), c.onChoose)
	c.choose.Importance = widget.LowImportance
	c.column = (&column{create: newCheckRow, show: c.showRow, height: c.rowHeight, choose: c.onTapped, key: c.onRowKey}).start()
	c.column.quiet = true
	c.asks = newProposalBar(c)
	c.root = container.NewBorder(container.New(inset{"", sizeInside}, c.head), c.asks.root, nil, nil, c.column)
	c.root.Hide()
	return c
}

// onChanged shows the points as they are kept, whoever ticked them.
func (c *checklist) onChanged() {
	id := c.page.checked()
	if id == "" {
		return
	}
	var doc call.Call
	var of app.Playbook
	var proposals []app.Proposal
	c.w.ofCall(func() (err error) {
		if doc, err = c.w.app.Call(id); err != nil || doc.Playbook == "" {
			return err
		}
		found, err := c.w.app.Playbook(doc.Playbook)
		if err == nil {
			of = found.Playbook
			proposals, err = c.w.app.Proposals(id)
		}
		return err
	}, func() {
		if id == c.page.checked() {
			c.proposals = proposals
			c.show(doc, of)
		}
	})
}

func (c *checklist) show(doc call.Call, of app.Playbook) {
	changed := of.ID != c.of.ID || len(of.Points) != len(c.of.Points)
	c.of, c.done, c.next = of, map[string]call.Tick{}, -1
	for i, point := range of.Points {
		if at := doc.Ticked(of.ID, point.ID); at >= 0 {
			c.done[point.ID] = doc.Ticks[at]
		} else if c.next < 0 {
			c.next = i
		}
	}
	label := "Checklist  C"
	if of.Name != "" {
		label = of.Name + "  C"
	}
	if c.choose.Text != label {
		c.choose.SetText(label)
	}
	c.head.set(fmt.Sprintf("CHECKLIST · %d of %d", len(c.done), len(of.Points)))
	asked := c.asks.root.Visible()
	c.asks.show()
	if c.asks.root.Visible() != asked { // the points get its room, or give it
		c.root.Refresh()
	}
	c.column.reset(len(of.Points))
	c.column.reveal(c.next)
	if c.root.Hidden != (len(of.Points) == 0) || changed {
		c.root.Hidden = len(of.Points) == 0
		c.page.onChecks()
	}
}

// onChoose lists the playbooks below the button.
func (c *checklist) onChoose() {
	if c.page.checked() == "" {
		return
	}
	var all []app.PlaybookFile
	var left []app.BadPlaybook
	c.w.work.do(func(context.Context) (err error) {
		all, left, err = c.w.app.Playbooks()
		return err
	}, func() {
		if !c.page.inSight() { // left meanwhile
			return
		}
		var items []*fyne.MenuItem
		for _, p := range all {
			item := fyne.NewMenuItem(p.Name, func() { c.use(p.ID) })
			item.Checked = p.ID == c.of.ID
			items = append(items, item)
		}
		for _, l := range left {
			item := fyne.NewMenuItem("Left out: "+l.File, func() {
				c.w.showProblem(app.Problem{What: l.What(), Safe: "The others can be used.", Do: "Mend it in a text editor."})
			})
			items = append(items, item)
		}
		c.w.openMenu(fyne.NewMenu("", items...), c.choose)
	})
}

// use begins to tick the points of another playbook. What was ticked stays.
func (c *checklist) use(playbook string) {
	id := c.page.checked()
	c.w.work.do(func(context.Context) error {
		_, err := c.w.app.SetPlaybook(id, playbook)
		return err
	}, nil)
}

// tick puts a tick on record, at this second.
func (c *checklist) tick(i int) {
	if !c.page.live() || i >= len(c.of.Points) {
		return
	}
	id, at, point := c.page.checked(), c.page.second(), c.of.Points[i].ID
	c.w.work.do(func(context.Context) error {
		_, err := c.w.app.Tick(id, point, at, "")
		return err
	}, nil)
}

// onTapped ticks a point, or takes the tick back.
func (c *checklist) onTapped(i int) {
	if _, done := c.done[c.of.Points[i].ID]; !done {
		c.tick(i)
		return
	}
	c.untick(i)
}

func (c *checklist) untick(i int) {
	point := c.of.Points[i].ID
	if _, done := c.done[point]; !done || !c.page.live() {
		return
	}
	id := c.page.checked()
	c.w.work.do(func(context.Context) error {
		_, err := c.w.app.Untick(id, point)
		return err
	}, nil)
}

// onRowKey lets Enter only tick and Delete only take back, and the space bar mean what it means everywhere on the page.
func (c *checklist) onRowKey(i int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.tick(i)
	case fyne.KeyDelete, fyne.KeyBackspace:
		c.untick(i)
	case fyne.KeySpace:
		return c.asks.onYes()
	default:
		return false
	}
	return true
}

// onRune ticks the point that a digit stands for; 0 is the tenth.
func (c *checklist) onRune(r rune) {
	if r >= '0' && r <= '9' {
		c.tick(int(r-'0'+9) % 10)
	}
}

// keyOf is the digit that ticks a point; empty behind the tenth.
func keyOf(i int) string {
	if i > 9 {
		return ""
	}
	return fmt.Sprint((i + 1) % 10)
}

// checksInSight are those that keys mean: of the call that is open, where they are in sight, else of the running one.
func (w *Window) checksInSight() *checklist {
	if checks := w.calls.doc.checks; checks.inSight() {
		return checks.checklist
	}
	return w.take.checks
}

// tickItems tick with Ctrl and the digit, so that it can be done while something is being written.
func (w *Window) tickItems() (items []*fyne.MenuItem) {
	keys := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9, fyne.Key0}
	for i, key := range keys {
		items = append(items, item("Tick point "+fmt.Sprint(i+1), key, func() { w.checksInSight().tick(i) }))
	}
	return append(items, fyne.NewMenuItemSeparator(),
		item("Confirm what was heard", fyne.KeyReturn, func() { w.checksInSight().asks.onYes() }),
		fyne.NewMenuItem("It was not that (X)", func() { w.checksInSight().asks.onNo() }))
}
