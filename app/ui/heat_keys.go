package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Tapped chooses the day that was clicked.
func (h *heat) Tapped(event *fyne.PointEvent) {
	if day, is := h.dayAt(event.Position); is {
		h.choose(day)
	}
}

// Scrolled goes through the weeks.
func (h *heat) Scrolled(event *fyne.ScrollEvent) {
	const step = 4
	switch {
	case event.Scrolled.DY > 0:
		h.scroll(-step)
	case event.Scrolled.DY < 0:
		h.scroll(step)
	}
}

// MouseIn tells of the day that is pointed at.
func (h *heat) MouseIn(event *desktop.MouseEvent) { h.MouseMoved(event) }

// MouseMoved tells of the day that is pointed at.
func (h *heat) MouseMoved(event *desktop.MouseEvent) {
	day, is := h.dayAt(event.Position)
	h.say(day, is)
}

// MouseOut shows the months again.
func (h *heat) MouseOut() { h.say(h.cursor, h.focused) }

// FocusGained shows where the keyboard is: today at first.
func (h *heat) FocusGained() {
	h.focused = true
	if !h.shows(h.cursor) {
		h.cursor = h.first.AddDate(0, 0, 7*weeks-1)
		if now := h.w.now(); h.cursor.After(now) {
			h.cursor = midnight(now)
		}
	}
	h.moved()
}

// FocusLost belongs to Fyne.
func (h *heat) FocusLost() { h.focused = false; h.moved() }

// TypedRune belongs to Fyne.
func (h *heat) TypedRune(rune) {}

// TypedKey goes from day to day.
func (h *heat) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyUp:
		h.moveBy(-1)
	case fyne.KeyDown:
		h.moveBy(1)
	case fyne.KeyLeft:
		h.moveBy(-7)
	case fyne.KeyRight:
		h.moveBy(7)
	case fyne.KeyPageUp:
		h.moveBy(-7 * (weeks - 1))
	case fyne.KeyPageDown:
		h.moveBy(7 * (weeks - 1))
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		h.choose(h.cursor)
	default:
		h.w.onKey(event)
	}
}

// moveBy goes so many days on, no further than today and the oldest call.
func (h *heat) moveBy(days int) {
	to := h.cursor.AddDate(0, 0, days)
	if now := midnight(h.w.now()); to.After(now) {
		to = now
	}
	if len(h.all) > 0 {
		oldest := h.first
		if monday := monday(h.all[len(h.all)-1].Started); monday.Before(oldest) {
			oldest = monday
		}
		if to.Before(oldest) {
			to = oldest
		}
	}
	h.cursor = to
	for !h.shows(h.cursor) {
		before := h.first
		if h.cursor.Before(h.first) {
			h.scroll(-1)
		} else {
			h.scroll(1)
		}
		if h.first.Equal(before) {
			break
		}
	}
	h.moved()
}

func (h *heat) moved() {
	h.layFrame()
	h.frame.Refresh()
	h.say(h.cursor, h.focused)
}
