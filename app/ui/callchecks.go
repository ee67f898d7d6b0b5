package ui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// callChecks is the checklist of a call that is over, in place of the conversation: ticks stand where the player does, and what the transcript seems to say
// is proposed. A call without sound has no seconds.
type callChecks struct {
	*checklist
	call  *callPage
	whole *fyne.Container
	hint  *line
	whose call.ID // call the points are that are in sight
}

func newCallChecks(p *callPage) *callChecks {
	c := &callChecks{call: p, hint: newLine("", sizeSmall, colorInk2).mayCut()}
	c.checklist = newChecklist(p.w, c)
	top := container.NewBorder(nil, nil, c.choose, nil, c.hint)
	points := container.New(measureWidth{most: sizeMeasure, left: true}, c.root)
	c.whole = container.New(inset{sizeInside, sizeStep}, container.NewBorder(top, nil, nil, nil, points))
	c.whole.Hide()
	return c
}

// onToggle shows the checklist, or brings the conversation back.
func (c *callChecks) onToggle() {
	c.call.turnTo(lowerChecks)
	c.load()
}

// load reads the points and the proposals again while they are in sight.
func (c *callChecks) load() {
	if !c.live() {
		return
	}
	switch {
	case c.call.doc.Playbook == "":
		c.hint.set("C chooses what is to be asked and said in such a call.")
	case c.second() == nil:
		c.hint.set("A digit or Enter ticks, Delete takes back.")
	default:
		c.hint.set("A digit or Enter ticks where the player stands, Delete takes back.")
	}
	if c.whose != c.call.id { // never the other's
		c.whose = c.call.id
		c.proposals = nil
		c.show(call.Call{}, app.Playbook{})
	}
	c.onChanged()
}

// focus gives the keyboard to the points; where there are none to nothing, so that C is heard, which a button would keep for itself.
func (c *callChecks) focus() {
	if c.call.doc.Playbook == "" {
		c.w.window.Canvas().Unfocus()
		return
	}
	c.w.window.Canvas().Focus(c.column)
}

func (c *callChecks) checked() call.ID { return c.call.id }
func (c *callChecks) inSight() bool    { return c.w.page == c.w.calls && c.live() }
func (c *callChecks) live() bool       { return c.call.id != "" && c.call.lower == lowerChecks }

func (c *callChecks) second() *call.Seconds {
	if c.call.doc.Audio.File == "" {
		return nil
	}
	at := c.call.playback.position()
	return &at
}

// onChecks gives the keyboard to the points once there are some.
func (c *callChecks) onChecks() {
	c.call.relay()
	if c.root.Hidden || !c.inSight() {
		return
	}
	c.w.focusIfFree(c.column)
}

// onSpace confirms what is asked about, and tells whether anything is.
func (c *callChecks) onSpace() bool { return c.live() && c.asks.onYes() }

// onRune takes what is typed: digits tick, C chooses a playbook, and X says that what is asked about is not it.
func (c *callChecks) onRune(r rune) {
	switch unicode.ToLower(r) {
	case 'c':
		c.onChoose()
	case 'x':
		c.asks.onNo()
	default:
		c.checklist.onRune(r)
	}
}
