package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// correct makes a correction in the background; an event brings what came of it. That there was nothing to do is no error
// here.
func (c *conversation) correct(do func() (call.Correction, error)) {
	idle := func(err error) bool {
		return errors.Is(err, call.ErrNoChange) || errors.Is(err, call.ErrNothingToUndo) || errors.Is(err, call.ErrNothingToRedo)
	}
	c.page.w.work.do(func(context.Context) error {
		if _, err := do(); err != nil && !idle(err) {
			return err
		}
		return nil
	}, nil)
}

// present is the turn that a command is about: the one being corrected, else the one at the keyboard if that is in the
// conversation, else the one being heard. 0 when there is none.
func (c *conversation) present() int {
	at := c.column.cursor
	switch {
	case c.editor.turn != 0:
		return c.editor.turn
	case !c.column.focused && c.heard >= 0:
		at = c.heard
	}
	if at < 0 || at >= len(c.turns) || c.page.lower != lowerWords || !c.page.root.Visible() {
		return 0
	}
	return c.turns[at].number
}

// about runs a command about a turn, by its number.
func (c *conversation) about(do func(number int)) func() {
	return func() {
		if number := c.present(); number != 0 {
			do(number)
		}
	}
}

func (c *conversation) onCorrect(number int) {
	if i := c.find(number); i >= 0 && number != c.editor.turn {
		c.editor.begin(i)
	}
}

// onSplit splits the turn being corrected at the cursor; before that, the cursor must be put somewhere.
func (c *conversation) onSplit(number int) {
	if number == c.editor.turn {
		c.editor.onSplit()
		return
	}
	c.onCorrect(number)
}

func (c *conversation) onMerge(next bool) func(number int) {
	return func(number int) {
		c.editor.keep()
		id := c.page.id
		c.correct(func() (call.Correction, error) { return c.page.w.app.CorrectMerge(id, number, next) })
	}
}

// onOther says that the other party said it.
func (c *conversation) onOther(number int) {
	i := c.find(number)
	if i < 0 {
		return
	}
	c.editor.keep()
	id, other := c.page.id, otherParty(c.turns[i].party)
	c.correct(func() (call.Correction, error) { return c.page.w.app.CorrectSpeaker(id, number, other) })
}

func otherParty(party call.Party) call.Party {
	if party == call.Local {
		return call.Remote
	}
	return call.Local
}

// onStrike says that nobody said it.
func (c *conversation) onStrike(number int) {
	c.editor.leave()
	id := c.page.id
	c.correct(func() (call.Correction, error) { return c.page.w.app.CorrectText(id, number, "") })
}

// onUndo takes back the newest correction; with the number of a turn, its newest. Where text is being written it takes
// back what was typed.
func (c *conversation) onUndo(number int) {
	if id := c.page.id; c.page.doc.Transcript != nil {
		c.correct(func() (call.Correction, error) { return c.page.w.app.CorrectUndo(id, number) })
	}
}

func (c *conversation) onRedo() {
	if id := c.page.id; c.page.doc.Transcript != nil {
		c.correct(func() (call.Correction, error) { return c.page.w.app.CorrectRedo(id) })
	}
}

// onName asks for another name of the party that said a turn.
func (c *conversation) onName(number int) {
	i := c.find(number)
	if i < 0 {
		return
	}
	id, party := c.page.id, c.turns[i].party
	name := newField("A person, a firm, whatever you call them", nil)
	name.SetText(c.page.doc.Parties[party].Name)
	asked := c.page.w.ask("Who is “"+partyWord(party)+"”?", labelled("Name", name), action{label: "Save", do: func() {
		written := name.Text
		c.correct(func() (call.Correction, error) { return c.page.w.app.CorrectName(id, party, written) })
	}}, action{label: "Leave as it is", low: true})
	name.OnSubmitted = func(string) { asked.choose(asked.answer[0]) }
	name.escape = asked.onEscape
	c.page.w.window.Canvas().Focus(name)
}

// onKey takes the keys of a turn: F2 corrects it, Delete strikes it out, the arrows at the sides go from word to word, and Enter
// plays from there.
func (c *conversation) onKey(i int, key fyne.KeyName) bool {
	number := c.turns[i].number
	if _, moves := c.column.target(key); moves && !c.column.shift {
		c.picked.clear()
	}
	switch key {
	case fyne.KeyEscape:
		had := c.picked.from >= 0
		c.picked.clear()
		return had
	case fyne.KeyLeft:
		return c.stepWord(i, -1)
	case fyne.KeyRight:
		return c.stepWord(i, +1)
	case fyne.KeyReturn, fyne.KeyEnter:
		return c.playWord(i)
	case fyne.KeyF2:
		c.onCorrect(number)
	case fyne.KeyDelete:
		if number != 0 {
			c.onStrike(number)
		}
	default:
		return false
	}
	return true
}

// onMenu opens what can be done with a turn.
func (c *conversation) onMenu(i int, at fyne.Position) {
	items := c.picked.items(i)
	if c.turns[i].number != 0 {
		items = append(append(items, fyne.NewMenuItemSeparator()), c.correctItems(c.turns[i])...)
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c.page.w.window.Canvas(), at)
}

// correctItems are the corrections of a turn.
func (c *conversation) correctItems(t turn) []*fyne.MenuItem {
	do := func(label string, act func(number int)) *fyne.MenuItem {
		return fyne.NewMenuItem(label, func() { act(t.number) })
	}
	items := []*fyne.MenuItem{
		do("Correct this turn…", c.onCorrect),
		do("Merge with the one before", c.onMerge(false)),
		do("Merge with the next one", c.onMerge(true)),
		do(otherSaid(t.party), c.onOther),
		do("Strike out: nobody said this", c.onStrike),
		do("Name this speaker…", c.onName),
	}
	if t.corrected != nil {
		items = append(items, fyne.NewMenuItemSeparator(),
			do(fmt.Sprintf("What the machine wrote: %s", quote(t.corrected)), func(int) { c.page.words.corrected.onToggle() }),
			do("Undo the last correction of this turn", c.onUndo))
	}
	return items
}

func otherSaid(party call.Party) string {
	if party == call.Local {
		return "They said this"
	}
	return "You said this"
}

// quote is the beginning of what the machine wrote.
func quote(corrected *call.Corrected) string {
	const enough = 40
	wrote := []rune(machineText(corrected))
	if len(wrote) > enough {
		return "“" + string(wrote[:enough]) + "…”"
	}
	return "“" + string(wrote) + "”"
}

// correctMenu are the commands about corrections. Text that is being typed somewhere has undo and redo of its own.
func (w *Window) correctMenu() *fyne.Menu {
	c := w.calls.doc.conversation
	about := func(do func(int)) func() { return w.unlessAsked(w.inCalls(c.about(do))) }
	undo := fyne.NewMenuItem("Undo", func() { w.undo(func() { c.onUndo(0) }) })
	undo.Shortcut = &fyne.ShortcutUndo{}
	redo := fyne.NewMenuItem("Redo", func() { w.redo(c.onRedo) })
	redo.Shortcut = &fyne.ShortcutRedo{}
	return fyne.NewMenu("Correct",
		item("Correct this turn", fyne.KeyK, about(c.onCorrect)),
		item("Split it at the cursor", fyne.KeyL, about(c.onSplit)),
		item("Merge with the next one", fyne.KeyB, about(c.onMerge(true))),
		shifted("Merge with the one before", fyne.KeyB, about(c.onMerge(false))),
		item("Said by the other one", fyne.KeyO, about(c.onOther)),
		fyne.NewMenuItem("Strike out", about(c.onStrike)),
		fyne.NewMenuItem("Name this speaker…", about(c.onName)),
		fyne.NewMenuItemSeparator(),
		undo, redo,
		item("Compare transcripts", fyne.KeyG, w.unlessAsked(w.inCalls(w.calls.doc.compare.onToggle))),
		item("History of corrections", fyne.KeyH, w.unlessAsked(w.inCalls(w.calls.doc.history.onToggle))),
	)
}

// inCalls keeps a command about the open call from doing anything where no call is in sight.
func (w *Window) inCalls(do func()) func() {
	return func() {
		if w.page == w.calls {
			do()
		}
	}
}

// undo takes back what was typed where somebody types, then what went into the trash, and else does what it is given.
func (w *Window) undo(other func()) {
	if typed, is := w.window.Canvas().Focused().(interface{ Undo() }); is {
		typed.Undo()
		return
	}
	w.unlessAsked(func() {
		if !w.trashed.undo() {
			w.inCalls(other)()
		}
	})()
}

// redo is the same forwards.
func (w *Window) redo(other func()) {
	if typed, is := w.window.Canvas().Focused().(interface{ Redo() }); is {
		typed.Redo()
		return
	}
	w.unlessAsked(w.inCalls(other))()
}
