package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// quickMarks are the marks that have a key of their own: one key says what happened at this second, or what was done.
type quickMarks struct {
	page *takePage
	sign *glyph       // opens the list of them
	last fyne.KeyName // that was pressed
	at   time.Time
}

func newQuickMarks(p *takePage) *quickMarks {
	q := &quickMarks{page: p}
	q.sign = newGlyph(lineIcon("more").in(colorInk), func(fyne.Position) { q.onMenu() })
	return q
}

// onMenu lists them with their keys.
func (q *quickMarks) onMenu() {
	if q.page.id != "" {
		q.page.w.show(q.page)
		q.page.w.openMenu(fyne.NewMenu("", q.items()...), q.sign)
	}
}

func (q *quickMarks) items() (items []*fyne.MenuItem) {
	for _, mark := range q.page.w.app.Settings().QuickMarks() {
		entry := fyne.NewMenuItem(mark.Text+"  ("+mark.Key+")", func() { q.add(mark) })
		entry.Icon = remarkIcon(markKind(mark))
		items = append(items, entry)
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Change these…", func() { q.page.w.show(q.page.w.settings) }))
}

func markKind(mark app.QuickMark) app.RemarkKind {
	if mark.Kind == call.Action {
		return app.RemarkAction
	}
	return app.RemarkMark
}

// remarkIcon is the sign of what was put down.
func remarkIcon(kind app.RemarkKind) icon {
	drawing := map[app.RemarkKind]string{app.RemarkAction: "check", app.RemarkTick: "ticked", app.RemarkFollowUp: "clock"}[kind]
	if drawing == "" {
		drawing = "mark"
	}
	return lineIcon(drawing)
}

// onKey marks as a key says, and tells whether it is one. A key that is held down repeats, and marks once.
func (q *quickMarks) onKey(key fyne.KeyName) bool {
	for _, mark := range q.page.w.app.Settings().QuickMarks() {
		if fyne.KeyName(mark.Key) == key {
			if !q.held(key) {
				q.add(mark)
			}
			return true
		}
	}
	return false
}

// held tells whether a key is still down since it was pressed first, as far as its repeats show.
func (q *quickMarks) held(key fyne.KeyName) bool {
	now := q.page.w.now()
	held := key == q.last && now.Sub(q.at) < leastAsked
	q.last, q.at = key, now
	return held
}

func (q *quickMarks) add(mark app.QuickMark) {
	if !q.page.live() {
		return
	}
	id, at := q.page.id, q.page.elapsed()
	q.page.w.work.do(func(context.Context) error {
		_, err := q.page.w.app.AddQuickMark(id, mark.Key, &at)
		return err
	}, nil)
}

// noteOf understands what was typed: what begins with an exclamation mark was done in the call.
func noteOf(text string) call.Note {
	text = strings.TrimSpace(text)
	if done, is := strings.CutPrefix(text, "!"); is && strings.TrimSpace(done) != "" {
		return call.Note{Text: strings.TrimSpace(done), Kind: call.Action}
	}
	return call.Note{Text: text}
}

// keep writes a note into a call, or what was done.
func (w *Window) keep(id call.ID, note call.Note) error {
	var err error
	if note.Kind == call.Action {
		_, err = w.app.AddAction(id, note.Text, note.Means, &note.At)
	} else {
		_, err = w.app.AddNote(id, note.Text, &note.At)
	}
	return err
}
