package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// FocusGained shows where the keyboard is.
func (c *column) FocusGained() {
	c.focused = true
	if !c.canChoose(c.cursor) {
		c.cursor = c.next(c.cursor, 1)
	}
	c.refill()
}

// FocusLost hides where the keyboard was.
func (c *column) FocusLost() {
	c.focused, c.shift = false, false
	c.refill()
	if c.left != nil {
		c.left()
	}
}

// TypedRune leaves what is typed to the window, unless it means something to a row.
func (c *column) TypedRune(r rune) {
	if c.typed != nil && c.canChoose(c.cursor) && c.typed(c.cursor, r) {
		return
	}
	// A key may come before what has the keyboard was drawn for the first time, and then it is on no canvas yet.
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil && canvas.OnTypedRune() != nil {
		canvas.OnTypedRune()(r)
	}
}

// passKey leaves a key to the window, as TypedRune does with letters.
func passKey(from fyne.CanvasObject, event *fyne.KeyEvent) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(from); canvas != nil && canvas.OnTypedKey() != nil {
		canvas.OnTypedKey()(event)
	}
}

// TypedKey moves with the arrows, Home, End and the page keys; Enter chooses, the menu key opens a menu. What it has no use for
// goes to the window.
func (c *column) TypedKey(event *fyne.KeyEvent) {
	if c.key != nil && c.canChoose(c.cursor) && c.key(c.cursor, event.Name) {
		return
	}
	if to, moves := c.target(event.Name); moves {
		if c.pick != nil && c.shift {
			c.pickAt(to, pickUpTo)
		} else {
			c.moveTo(to)
		}
		return
	}
	switch event.Name {
	case desktop.KeyMenu:
		c.openMenu()
	case fyne.KeyInsert:
		c.pickOn()
	case fyne.KeyReturn, fyne.KeyEnter:
		c.take(c.cursor)
	case fyne.KeySpace:
		if c.space != nil {
			c.space()
		} else {
			c.take(c.cursor)
		}
	default: // it may mean something to the window
		passKey(c, event)
	}
}

// target is the row to which a key moves.
func (c *column) target(key fyne.KeyName) (to int, moves bool) {
	switch key {
	case fyne.KeyDown:
		return c.next(c.cursor+1, 1), true
	case fyne.KeyUp:
		return c.next(c.cursor-1, -1), true
	case fyne.KeyPageDown:
		return c.next(min(c.cursor+c.page(), c.count-1), -1), true
	case fyne.KeyPageUp:
		return c.next(max(c.cursor-c.page(), 0), 1), true
	case fyne.KeyHome:
		return c.next(0, 1), true
	case fyne.KeyEnd:
		return c.next(c.count-1, -1), true
	}
	return 0, false
}

// openMenu opens the menu of the row at the keyboard, below it.
func (c *column) openMenu() {
	if c.menu == nil || !c.canChoose(c.cursor) {
		return
	}
	c.reveal(c.cursor)
	if row := c.rows[c.cursor]; row != nil {
		c.menu(c.cursor, below(row).AddXY(theme.Size(sizePage), 0))
	}
}

// next is the first row from i on, in a direction, that can be chosen; the cursor if there is none.
func (c *column) next(i, step int) int {
	for ; i >= 0 && i < c.count; i += step {
		if c.canChoose(i) {
			return i
		}
	}
	return c.cursor
}

func (c *column) moveTo(i int) {
	if !c.canChoose(i) {
		return
	}
	if c.moves {
		if i != c.chosen {
			c.take(i)
		}
		return
	}
	c.cursor = i
	c.reveal(i)
	c.refill()
}

// page is how many rows are in sight.
func (c *column) page() int { return max(1, len(c.rows)-2) }
