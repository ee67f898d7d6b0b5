package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// checklist holds the points of the call's playbook while a take runs: a digit ticks one, at this second. A key ticks and never takes back, because keys that
// are held down repeat; a click does both.
type checklist struct {
	page   *takePage
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

func newChecklist(p *takePage) *checklist {
	c := &checklist{page: p, head: newLine("", sizeSmall, colorInk2).bold().mayCut(), done: map[string]call.Tick{}}
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
	id := c.page.id
	var doc call.Call
	var of app.Playbook
	var proposals []app.Proposal
	c.page.w.work.do(func(context.Context) (err error) {
		if doc, err = c.page.w.app.Call(id); err != nil || doc.Playbook == "" {
			return err
		}
		found, err := c.page.w.app.Playbook(doc.Playbook)
		if err == nil {
			of = found.Playbook
			proposals, err = c.page.w.app.Proposals(id)
		}
		return err
	}, func() {
		if id == c.page.id {
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
	c.asks.show()
	c.column.reset(len(of.Points))
	c.column.reveal(c.next)
	if c.root.Hidden != (len(of.Points) == 0) || changed {
		c.root.Hidden = len(of.Points) == 0
		c.page.root.Refresh()
	}
}

// onChoose lists the playbooks below the button.
func (c *checklist) onChoose() {
	if c.page.id == "" {
		return
	}
	var all []app.PlaybookFile
	var left []app.BadPlaybook
	c.page.w.work.do(func(context.Context) (err error) {
		all, left, err = c.page.w.app.Playbooks()
		return err
	}, func() {
		if c.page.w.page != c.page { // left meanwhile
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
				c.page.w.showProblem(app.Problem{What: l.What(), Safe: "The others can be used.", Do: "Mend it in a text editor."})
			})
			items = append(items, item)
		}
		c.page.w.openMenu(fyne.NewMenu("", items...), c.choose)
	})
}

// use begins to tick the points of another playbook. What was ticked stays.
func (c *checklist) use(playbook string) {
	id := c.page.id
	c.page.w.work.do(func(context.Context) error {
		_, err := c.page.w.app.SetPlaybook(id, playbook)
		return err
	}, nil)
}

// tick puts a tick on record, at this second.
func (c *checklist) tick(i int) {
	if !c.page.live() || i >= len(c.of.Points) {
		return
	}
	id, at, point := c.page.id, c.page.elapsed(), c.of.Points[i].ID
	c.page.w.work.do(func(context.Context) error {
		_, err := c.page.w.app.Tick(id, point, &at, "")
		return err
	}, nil)
}

// onTapped ticks a point, or takes the tick back.
func (c *checklist) onTapped(i int) {
	point := c.of.Points[i].ID
	if _, done := c.done[point]; !done {
		c.tick(i)
		return
	}
	id := c.page.id
	c.page.w.work.do(func(context.Context) error {
		_, err := c.page.w.app.Untick(id, point)
		return err
	}, nil)
}

// onRowKey lets Enter only tick, and the space bar mean what it means everywhere on the page.
func (c *checklist) onRowKey(i int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.tick(i)
	case fyne.KeySpace:
		c.asks.onYes()
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

// menuItems tick with Ctrl and the digit, so that it can be done while something is being written.
func (c *checklist) menuItems() (items []*fyne.MenuItem) {
	keys := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9, fyne.Key0}
	for i, key := range keys {
		items = append(items, item("Tick point "+fmt.Sprint(i+1), key, func() { c.tick(i) }))
	}
	return append(items, fyne.NewMenuItemSeparator(),
		item("Confirm what was heard", fyne.KeyReturn, c.asks.onYes), fyne.NewMenuItem("It was not that (X)", c.asks.onNo))
}

// checkRow is a point: the key that ticks it, whether it is done, what it is, when, and below what can be said.
type checkRow struct {
	widget.BaseWidget
	box       *fyne.Container
	key, time *line
	sign      *fyne.Container
	text, say *prose
}

func newCheckRow() fyne.CanvasObject {
	r := &checkRow{
		key: newLine("", sizeSmall, colorInk2).bold(), time: newLine("", sizeSmall, colorInk2).right(),
		text: newProse("", sizeBody, colorInk), say: newProse("", sizeSmall, colorInk2), sign: container.NewStack(),
	}
	r.box = container.New(checkLayout{}, r.key, r.sign, r.text, r.time, r.say)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer belongs to Fyne.
func (r *checkRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

func (c *checklist) showRow(i int, object fyne.CanvasObject) {
	r, point := object.(*checkRow), c.of.Points[i]
	tick, done := c.done[point.ID]
	drawing, at := lineIcon("box"), ""
	for _, p := range c.proposals {
		if p.Item == point.ID && !done {
			drawing, at = icon{"doubt", colorWarning}, p.Place.At.Short()+" ?"
		}
	}
	r.text.color = colorInk
	if done {
		drawing, at = icon{"ticked", colorOK}, tick.At.Short()
		r.text.color = colorInk2
	}
	r.sign.Objects = []fyne.CanvasObject{picture(drawing, sizeIcon)}
	r.key.set(keyOf(i))
	r.time.set(at)
	r.text.set(point.Text, nil)
	r.say.set(c.wording(i), nil)
	r.say.Hidden = r.say.text == ""
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
	r.box.Refresh()
}

// wording is what can be said for the point that is next.
func (c *checklist) wording(i int) string {
	if i != c.next || c.of.Points[i].Say == "" {
		return ""
	}
	return "“" + c.of.Points[i].Say + "”"
}

func (c *checklist) rowHeight(i int, width float32) float32 {
	height := proseHeight(c.of.Points[i].Text, checkText(width), sizeBody) + 2*theme.Size(sizeStep)
	if words := c.wording(i); words != "" {
		height += proseHeight(words, checkText(width)+checkRight()-theme.Size(sizeStep), sizeSmall)
	}
	return height
}

// checkText is how wide the text of a point is in a row.
func checkText(width float32) float32 {
	return max(theme.Size(sizeMargin), width-checkLeft()-checkRight())
}

// checkLeft is what the key and the sign take, and checkRight the time.
func checkLeft() float32 {
	return theme.Size(sizeGroup) + theme.Size(sizeIcon) + 2*theme.Size(sizeStep)
}
func checkRight() float32 { return theme.Size(sizeTime) }

// checkLayout lays a checkRow out: key, sign, text, time, wording.
type checkLayout struct{}

// MinSize belongs to Fyne.
func (checkLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout belongs to Fyne.
func (checkLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	key, sign, text, at, say := objects[0], objects[1], objects[2], objects[3], objects[4]
	step, x, w := theme.Size(sizeStep), checkLeft(), checkText(size.Width)
	pitch := linePitch(sizeBody)
	middle := func(height float32) float32 { return step + (pitch-theme.Size(sizeLead)-height)/2 }
	key.Resize(key.MinSize())
	key.Move(fyne.NewPos(step, middle(key.MinSize().Height)))
	sign.Resize(sign.MinSize())
	sign.Move(fyne.NewPos(theme.Size(sizeGroup), middle(sign.MinSize().Height)))
	text.Resize(fyne.NewSize(w, 0))
	text.Resize(fyne.NewSize(w, text.MinSize().Height))
	text.Move(fyne.NewPos(x, step))
	at.Resize(fyne.NewSize(checkRight()-step, at.MinSize().Height))
	at.Move(fyne.NewPos(x+w, middle(at.MinSize().Height)))
	say.Resize(fyne.NewSize(w+checkRight()-step, 0))
	say.Move(fyne.NewPos(x, step+text.MinSize().Height))
}
