package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// turnEditor is where the words of a turn are corrected, in the place of the turn. What was written is kept by Enter, and
// by going elsewhere; Escape leaves the turn as it was.
type turnEditor struct {
	conversation *conversation
	root         *fyne.Container
	entry        *turnEntry
	call         call.ID
	turn         int    // the number of the turn; 0 when none is being corrected
	before       string // its text
	rows         int    // so many lines are in sight
}

func newTurnEditor(c *conversation) *turnEditor {
	e := &turnEditor{conversation: c}
	e.entry = newTurnEntry(e)
	button := func(label string, do func()) *widget.Button {
		b := widget.NewButton(label, do)
		b.Importance = widget.LowImportance
		return b
	}
	keep := button("Keep", e.keep)
	keep.Importance = widget.MediumImportance
	e.root = container.New(stack{gap: sizeStep}, e.entry, container.New(row{gap: sizeStep},
		keep, button("Split at the cursor", e.onSplit), layout.NewSpacer(), button("Leave as it was", e.leave)))
	return e
}

// begin corrects a turn.
func (e *turnEditor) begin(i int) {
	c := e.conversation
	t := c.turns[i]
	e.keep()
	e.call, e.turn, e.before, e.rows = c.page.id, t.number, t.text, 0
	e.entry.SetText(t.text)
	e.entry.CursorRow, e.entry.CursorColumn = 0, 0
	c.column.cursor = i
	e.fit()
	c.page.w.window.Canvas().Focus(e.entry)
	for _, key := range []fyne.KeyName{fyne.KeyPageDown, fyne.KeyEnd} {
		e.entry.Entry.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// fit gives the text the lines it needs.
func (e *turnEditor) fit() {
	c := e.conversation
	i := c.find(e.turn)
	if i < 0 {
		return
	}
	_, width := turnText(c.column.width)
	lines := len(wrap(e.entry.Text, nil, width-4*theme.Size(theme.SizeNameInnerPadding), theme.Size(sizeBody), 0))
	if e.rows != lines {
		e.rows = lines
		e.entry.SetMinRowsVisible(lines)
		c.column.measure()
	}
	c.column.reveal(i)
	c.column.refill()
}

// follow makes sure that the turn is still the one that is being corrected, after the conversation was read again.
// Another transcript may have come, or a correction from elsewhere: then what was written is shown, so that it is not lost.
func (e *turnEditor) follow() {
	c := e.conversation
	if e.turn == 0 || e.call != c.page.id {
		return
	}
	if i := c.find(e.turn); i >= 0 && c.turns[i].text == e.before {
		return
	}
	e.turn = 0
	c.page.w.window.Canvas().Focus(c.column)
	if e.entry.Text != e.before {
		c.page.w.showProblem(app.Problem{
			What: "The turn was changed elsewhere while you wrote", Safe: "Nothing was changed by what you wrote.",
			Do: "You wrote: " + e.entry.Text,
		})
	}
}

// height is how much room the editor needs.
func (e *turnEditor) height(width float32) float32 {
	e.root.Resize(fyne.NewSize(width, e.root.Size().Height))
	return e.root.MinSize().Height
}

// leave takes the editor away without a correction.
func (e *turnEditor) leave() {
	if e.turn == 0 {
		return
	}
	e.turn = 0
	c := e.conversation
	c.column.measure()
	c.column.refill()
	c.page.w.window.Canvas().Focus(c.column)
}

// keep corrects the turn to what was written, if it is another text.
func (e *turnEditor) keep() {
	id, turn, text, before := e.call, e.turn, e.entry.Text, e.before
	e.leave()
	if turn != 0 && text != before {
		e.conversation.correct(func() (call.Correction, error) { return e.conversation.page.w.app.CorrectText(id, turn, text) })
	}
}

// onSplit makes two turns, of what stands before the cursor and what follows.
func (e *turnEditor) onSplit() {
	if e.turn == 0 {
		return
	}
	text := []rune(e.entry.Text)
	at := min(max(e.entry.CursorTextOffset(), 0), len(text))
	id, turn, first, second := e.call, e.turn, string(text[:at]), string(text[at:])
	if blank(first) || blank(second) {
		e.conversation.page.w.showError(call.ErrNoWords)
		return
	}
	e.leave()
	e.conversation.correct(func() (call.Correction, error) {
		return e.conversation.page.w.app.CorrectSplit(id, turn, first, second)
	})
}

// turnEntry is the field in which a turn is corrected.
type turnEntry struct {
	widget.Entry
	editor *turnEditor
}

func newTurnEntry(e *turnEditor) *turnEntry {
	entry := &turnEntry{editor: e}
	entry.MultiLine, entry.Wrapping = true, fyne.TextWrapWord
	entry.ExtendBaseWidget(entry)
	entry.OnChanged = func(string) { e.fit() }
	return entry
}

// AcceptsTab leaves Tab to the window, so that the buttons can be reached.
func (*turnEntry) AcceptsTab() bool { return false }

// TypedKey belongs to Fyne.
func (e *turnEntry) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyEscape:
		e.editor.leave()
	case fyne.KeyReturn, fyne.KeyEnter:
		e.editor.keep()
	default:
		e.Entry.TypedKey(event)
	}
}
