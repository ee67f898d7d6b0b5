package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// echoLine says how many of the far side's words the microphone heard again, and shows or hides them. They are hidden
// until asked for, in each call anew.
type echoLine struct {
	page   *callPage
	root   *fyne.Container
	words  *line
	toggle *widget.Button
	call   call.ID
	count  int
	shown  bool // the echoes stand in the conversation
}

func newEchoLine(p *callPage) *echoLine {
	e := &echoLine{page: p, words: newLine("", sizeSmall, colorInk2).mayCut()}
	e.toggle = widget.NewButton("", e.onToggle)
	e.toggle.Importance = widget.LowImportance
	e.root = container.New(row{gap: sizeInside}, e.words, e.toggle)
	e.root.Hide()
	return e
}

// show counts the echoes of a call.
func (e *echoLine) show(doc app.Document) {
	if doc.ID != e.call {
		e.call, e.shown = doc.ID, false
	}
	e.count = 0
	if doc.Transcript != nil {
		_, e.count = doc.Transcript.Said()
	}
	e.root.Hidden = e.count == 0
	e.say()
}

func (e *echoLine) say() {
	verb, state, act := " are ", "hidden", "Show"
	if e.count == 1 {
		verb = " is "
	}
	if e.shown {
		state, act = "shown", "Hide"
	}
	e.words.set(app.EchoWords(e.count) + "," + verb + state)
	e.toggle.SetText(act)
}

func (e *echoLine) onToggle() {
	e.shown = !e.shown
	e.say()
	e.page.conversation.show(e.page.doc)
	e.page.relay()
}
