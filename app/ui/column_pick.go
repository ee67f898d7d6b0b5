package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// picking says how a row is picked beside others.
type picking int

const (
	pickOne  picking = iota // or let go of
	pickUpTo                // all from where picking began
	pickAll
)

var (
	_ desktop.Keyable   = (*column)(nil)
	_ fyne.Shortcutable = (*column)(nil)
)

// KeyDown notes that Shift is held.
func (c *column) KeyDown(event *fyne.KeyEvent) { c.shift = c.shift || isShift(event.Name) }

// KeyUp notes that it no longer is.
func (c *column) KeyUp(event *fyne.KeyEvent) { c.shift = c.shift && !isShift(event.Name) }

func isShift(key fyne.KeyName) bool {
	return key == desktop.KeyShiftLeft || key == desktop.KeyShiftRight
}

// TypedShortcut copies with Ctrl+C, picks all rows with Ctrl+A, and moves without choosing with Ctrl and an arrow.
func (c *column) TypedShortcut(shortcut fyne.Shortcut) {
	if _, is := shortcut.(*fyne.ShortcutCopy); is && c.copy != nil {
		c.copy()
		return
	}
	if c.pick == nil {
		return
	}
	switch s := shortcut.(type) {
	case *fyne.ShortcutSelectAll:
		c.pick(c.cursor, pickAll)
		c.refill()
	case *desktop.CustomShortcut:
		if to, moves := c.target(s.KeyName); moves && s.Modifier == fyne.KeyModifierShortcutDefault {
			c.lookAt(to)
		}
	}
}

// pickAt picks a row, which has the keyboard from then on.
func (c *column) pickAt(i int, how picking) {
	if !c.canChoose(i) {
		return
	}
	c.pick(i, how)
	c.lookAt(i)
}

// pickOn picks the row at the keyboard and goes on to the next.
func (c *column) pickOn() {
	if c.pick != nil && c.canChoose(c.cursor) {
		c.pickAt(c.cursor, pickOne)
		c.lookAt(c.next(c.cursor+1, 1))
	}
}

// lookAt moves the keyboard to a row and does nothing with it.
func (c *column) lookAt(i int) {
	if c.canChoose(i) {
		c.cursor = i
		c.reveal(i)
		c.refill()
	}
}
