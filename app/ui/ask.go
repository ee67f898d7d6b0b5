package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// action is a button below a question.
type action struct {
	label string
	low   bool // stands back
	do    func()
}

// question is a box in front of the window. Escape takes it away, as its last action would.
type question struct {
	w      *Window
	popup  *widget.PopUp
	answer []action
	scroll *container.Scroll // what the arrow keys move; nil: nothing
	tabbed *tabbed           // keeps what has the keyboard in sight; nil where all is in sight
}

// ask shows content with actions below it; the first is the one that Enter means. Each closes the box first.
func (w *Window) ask(title string, content fyne.CanvasObject, actions ...action) *question {
	q := &question{w: w, answer: actions}
	q.lead(content)
	content = q.fitted(content)
	buttons := container.New(row{gap: sizeInside}, layout.NewSpacer())
	var first *answerButton
	for i := len(actions) - 1; i >= 0; i-- {
		first = newAnswerButton(q, actions[i])
		if i == 0 {
			first.Importance = widget.HighImportance
		}
		buttons.Add(first)
	}
	body := container.New(stack{gap: sizePage}, content, buttons)
	if title != "" {
		body = container.New(stack{gap: sizeGroup}, newLine(title, sizeLarge, colorInk).bold(), content, buttons)
	}
	q.popup = widget.NewModalPopUp(container.New(inset{sizePage, sizePage}, container.New(wide(sizeDialog), body)), w.window.Canvas())
	q.popup.Show()
	w.front = q
	w.window.Canvas().Focus(first)
	w.updateBeat()
	return q
}

// fitted gives what a question shows, scrolled where the window has no room for all of it.
func (q *question) fitted(content fyne.CanvasObject) fyne.CanvasObject {
	if wide := theme.Size(sizeDialog); content.Size().Width != wide {
		content.Resize(fyne.NewSize(wide, content.MinSize().Height)) // so that text wraps before its height is asked for
	}
	needed, room := content.MinSize().Height, q.w.room()
	if needed <= room {
		return content
	}
	margin := container.New(inset{sizeInside, ""}) // beside the bar
	q.scroll = container.NewVScroll(container.NewBorder(nil, nil, nil, margin, content))
	q.scroll.SetMinSize(fyne.NewSize(0, room))
	q.tabbed = &tabbed{window: q.w.window, scroll: q.scroll}
	return q.scroll
}

// room is the height that the window leaves to the content of a question, beside its title, its buttons and the space around them.
func (w *Window) room() float32 {
	_, area := w.window.Canvas().InteractiveArea()
	return area.Height - linePitch(sizeLarge) - widget.NewButton("", nil).MinSize().Height - 4*space(sizePage) - 2*space(sizeGroup)
}

// onBeat brings what the Tab key has reached into sight.
func (q *question) onBeat() {
	if q.scrolls() {
		q.tabbed.follow()
	}
}

// scrolls tells whether the question is in front and scrolled.
func (q *question) scrolls() bool { return q != nil && q.tabbed != nil && q.popup.Visible() }

// lead lets Escape lead out of the fields and choices of a form that do not say where it leads.
func (q *question) lead(object fyne.CanvasObject) {
	switch o := object.(type) {
	case *fyne.Container:
		for _, inside := range o.Objects {
			q.lead(inside)
		}
	case *container.Scroll:
		q.lead(o.Content)
	case *field:
		o.escape = orElse(o.escape, q.onEscape)
	case *picker:
		o.escape = orElse(o.escape, q.onEscape)
	case *contactPick:
		o.escape = orElse(o.escape, q.onEscape)
	case *choice:
		o.escape = orElse(o.escape, q.onEscape)
	}
}

func orElse(do, other func()) func() {
	if do == nil {
		return other
	}
	return do
}

// hide takes the box away, and the keyboard from what has it: in a box that comes back, it would be seen in two places.
func (q *question) hide() {
	if q.popup.Visible() {
		q.w.window.Canvas().Unfocus()
	}
	q.popup.Hide()
}

func (q *question) choose(a action) {
	q.hide()
	if a.do != nil {
		a.do()
	}
}

// onEscape is the way out that changes nothing: the action that stands back, or the only one.
func (q *question) onEscape() {
	for _, a := range q.answer {
		if a.low {
			q.hide()
			return
		}
	}
	q.choose(q.answer[0])
}

// turn moves what can be scrolled by a few lines.
func (q *question) turn(up float32) {
	if q.scroll != nil {
		q.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, up*theme.Size(sizeNotesMin))})
	}
}

// keyButton is a button that knows Enter and Escape. By the toolkit's own way with the space bar it would lose the keyboard.
type keyButton struct {
	widget.Button
	escape func() // may be nil
}

func newKeyButton(label string, do, escape func()) *keyButton {
	b := &keyButton{escape: escape}
	b.Text, b.OnTapped = label, do
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey belongs to Fyne.
func (b *keyButton) TypedKey(event *fyne.KeyEvent) {
	switch {
	case event.Name == fyne.KeyEscape && b.escape != nil:
		b.escape()
	case event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter || event.Name == fyne.KeySpace:
		b.OnTapped()
	default:
		b.Button.TypedKey(event)
	}
}

// answerButton is a button below a question; the arrow keys move what stands above it.
type answerButton struct {
	keyButton
	question *question
}

func newAnswerButton(q *question, a action) *answerButton {
	b := &answerButton{question: q}
	b.Text, b.OnTapped, b.escape = a.label, func() { q.choose(a) }, q.onEscape
	if a.low {
		b.Importance = widget.LowImportance
	}
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey belongs to Fyne.
func (b *answerButton) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyUp, fyne.KeyPageUp:
		b.question.turn(1)
	case fyne.KeyDown, fyne.KeyPageDown:
		b.question.turn(-1)
	default:
		b.keyButton.TypedKey(event)
	}
}

// paragraph is text that wraps to the width of a question.
func paragraph(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *prose {
	p := newProse(text, size, color)
	p.width = theme.Size(sizeDialog)
	return p
}

// paragraphs is text of several lines, each of which wraps to the width of a question.
func paragraphs(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *fyne.Container {
	box := container.New(stack{gap: sizeStep})
	for _, line := range strings.Split(text, "\n") {
		box.Add(paragraph(line, size, color))
	}
	return box
}

// askFile shows a file dialog with a title and the word on its button, as large as the window allows. Where the desktop shows its own there is nothing to size.
func (w *Window) askFile(asked *dialog.FileDialog, title, confirm string) {
	asked.SetConfirmText(confirm)
	asked.SetTitleText(title)
	before := w.window.Canvas().Overlays().Top()
	w.file = asked
	asked.SetOnClosed(func() { w.file = nil })
	asked.Show()
	if w.window.Canvas().Overlays().Top() == before {
		return
	}
	room := w.window.Canvas().Size().SubtractWidthHeight(space(sizePage), space(sizePage))
	asked.Resize(room.Min(fyne.NewSize(space(sizeFileW), space(sizeFileH))))
}
