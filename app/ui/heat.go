package ui

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// weeks is how many weeks the calendar shows: a year.
const weeks = 53

// heat is a calendar of calls: a column for each week, a square for each day, the darker the more
// calls. A click or Enter chooses the day. The arrows go from day to day, the page keys and the wheel through the years; what is
// pointed at stands above in words.
type heat struct {
	widget.BaseWidget
	w      *Window
	choose func(day time.Time) // what a click or Enter does
	turned func()              // it was shown or hidden
	root   *fyne.Container
	all    []app.Summary    // the newest first
	only   map[call.ID]bool // those of them of which it tells; nil: all
	days   map[int]daySum
	most   int // calls on one day
	turn   int // counts how often days were counted, so that older counts are dropped

	low     bool      // there is no room for it
	first   time.Time // the Monday in the upper left corner
	cursor  time.Time // where the keyboard is
	focused bool

	months *monthLine
	grid   *canvas.Image
	frame  *canvas.Rectangle // around the day at the keyboard
	drawn  image.Point       // the size that grid is for
}

// daySum is what happened on one day.
type daySum struct {
	calls  int
	length call.Seconds
}

var (
	_ fyne.Tappable     = (*heat)(nil)
	_ fyne.Focusable    = (*heat)(nil)
	_ fyne.Scrollable   = (*heat)(nil)
	_ desktop.Hoverable = (*heat)(nil)
)

func newHeat(w *Window, margin fyne.ThemeSizeName, choose func(day time.Time), turned func()) *heat {
	h := &heat{w: w, choose: choose, turned: turned, grid: canvas.NewImageFromImage(nil), frame: canvas.NewRectangle(nil), months: newMonthLine()}
	h.grid.FillMode, h.grid.ScaleMode = canvas.ImageFillStretch, canvas.ImageScalePixels
	h.ExtendBaseWidget(h)
	h.root = container.New(stack{}, widget.NewSeparator(), container.New(inset{margin, sizeInside}, container.New(stack{gap: sizeStep}, h.months, h)))
	h.root.Hide()
	return h
}

// dayKey tells days apart where the user is.
func dayKey(t time.Time) int {
	y, m, d := t.Local().Date()
	return (y*100+int(m))*100 + d
}

// midnight is the beginning of a day.
func midnight(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// monday is the beginning of a week.
func monday(t time.Time) time.Time {
	t = midnight(t)
	return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// tell counts the calls of each day: of all, or of some among them.
func (h *heat) tell(all []app.Summary, only map[call.ID]bool) {
	h.turn++
	h.all, h.only = all, only
	mine := h.turn
	var days map[int]daySum
	var newest time.Time
	h.w.work.do(func(context.Context) error {
		days, newest = countDays(all, only)
		return nil
	}, func() {
		if mine == h.turn {
			h.show(days, newest)
		}
	})
}

// countDays counts calls by day, and gives the day of the newest.
func countDays(all []app.Summary, only map[call.ID]bool) (days map[int]daySum, newest time.Time) {
	days = map[int]daySum{}
	for _, summary := range all {
		if only != nil && !only[summary.ID] {
			continue
		}
		key := dayKey(summary.Started)
		sum := days[key]
		days[key] = daySum{sum.calls + 1, sum.length + summary.Duration}
		if summary.Started.After(newest) {
			newest = summary.Started
		}
	}
	return days, newest
}

// show draws the days. It shows the last year, or the one up to the newest call if there is none in that.
func (h *heat) show(days map[int]daySum, newest time.Time) {
	h.days, h.most = days, 0
	for _, sum := range days {
		h.most = max(h.most, sum.calls)
	}
	last := monday(h.w.now())
	if first := last.AddDate(0, 0, -7*(weeks-1)); newest.Before(first) && !newest.IsZero() {
		last = monday(newest)
	}
	if h.first.IsZero() || h.only != nil && !newest.IsZero() && !h.shows(newest) {
		h.first = last.AddDate(0, 0, -7*(weeks-1))
	}
	if hidden := h.unwanted(); h.root.Hidden != hidden {
		h.root.Hidden = hidden
		h.turned()
	}
	h.redraw()
}

// unwanted tells whether there is nothing to show, or it is not to be shown.
func (h *heat) unwanted() bool {
	return h.low || len(h.all) < 2 || h.w.app.Settings().NoCalendar
}

// fit leaves the room to others where there is little.
func (h *heat) fit(low bool) {
	h.low = low
	h.root.Hidden = h.unwanted()
}

func (h *heat) shows(t time.Time) bool {
	return !t.Before(h.first) && t.Before(h.first.AddDate(0, 0, 7*weeks))
}

// redraw draws everything anew.
func (h *heat) redraw() {
	h.drawn = image.Point{}
	h.Refresh()
	h.say(h.cursor, h.focused)
}

// scroll goes through the years, no further than there are calls and up to now.
func (h *heat) scroll(by int) {
	first := h.first.AddDate(0, 0, 7*by)
	if latest := monday(h.w.now()).AddDate(0, 0, -7*(weeks-1)); first.After(latest) {
		first = latest
	}
	if by < 0 && len(h.all) > 0 {
		oldest := monday(h.all[len(h.all)-1].Started)
		if first.Before(oldest) {
			first = oldest
		}
		if first.After(h.first) {
			first = h.first
		}
	}
	if !first.Equal(h.first) {
		h.first = first
		h.redraw()
	}
}

// say tells in words what a day holds; otherwise the months stand there.
func (h *heat) say(day time.Time, pointed bool) {
	if !pointed || day.IsZero() {
		h.months.show(h.first, h.pitch())
		return
	}
	sum := h.days[dayKey(day)]
	words := h.w.dates.day(day) + ": "
	switch sum.calls {
	case 0:
		words += "no call"
	default:
		words += countCalls(sum.calls) + ", " + sum.length.Short()
	}
	h.months.say(words)
}
