package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/call"
)

// corrected opens a call with three turns, with the keyboard in the conversation.
func corrected(t *testing.T) (*bench, *conversation) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.writeDown(id, []call.Segment{
		{Party: call.Remote, Start: 1, End: 3, Text: "The court early payment is late."},
		{Party: call.Local, Start: 1.5, End: 2.5, Text: "Is it?"},
		{Party: call.Remote, Start: 5, End: 6, Text: "Thank you for watching.", Another: true},
	})
	b.openAnew(id)
	b.until("the words are there", func() bool { return b.says("The court early payment is late.") })
	c := b.w.calls.doc.conversation
	b.w.window.Canvas().Focus(c.column)
	return b, c
}

// press types a key where the keyboard is.
func (b *bench) press(keys ...fyne.KeyName) {
	b.t.Helper()
	for _, key := range keys {
		focused := b.w.window.Canvas().Focused()
		if focused == nil {
			b.t.Fatalf("nothing has the keyboard for %s; the window says:\n%s", key, strings.Join(b.words(), "\n"))
		}
		focused.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// choose runs a menu item by its label.
func (b *bench) choose(label string) {
	b.t.Helper()
	for _, menu := range b.w.menu.bar.Items {
		for _, item := range menu.Items {
			if item.Label == label {
				item.Action()
				return
			}
		}
	}
	b.t.Fatalf("the menu has no %q", label)
}

func texts(c *conversation) string {
	var all []string
	for _, t := range c.turns {
		all = append(all, partyWord(t.party)+" "+shownText(t))
	}
	return strings.Join(all, " | ")
}

func (b *bench) reads(c *conversation, want string) {
	b.t.Helper()
	b.until("it reads "+want, func() bool { return texts(c) == want })
}

func TestATurnIsCorrectedWithTheKeyboardAlone(t *testing.T) {
	b, c := corrected(t)
	if !b.says("both at once") || !b.says("another person") {
		t.Errorf("the overlap or the other person is not shown: %q", b.words())
	}
	b.press(fyne.KeyF2)
	if b.w.window.Canvas().Focused() != c.editor.entry || c.editor.entry.Text != "The court early payment is late." {
		t.Fatalf("F2 edits %q", c.editor.entry.Text)
	}
	c.editor.entry.SetText("The quarterly payment is late.")
	b.press(fyne.KeyReturn)
	b.reads(c, "THEM The quarterly payment is late. | YOU Is it? | THEM Thank you for watching.")
	b.until("it is marked", func() bool {
		return b.says("corrected by ") && b.says("1 turn corrected, the rest written down by a machine")
	})
	if b.w.window.Canvas().Focused() != c.column || c.column.cursor != 0 {
		t.Error("the keyboard is not at the turn any more")
	}
	b.tap("Show original")
	if !b.says("the machine wrote: The court early payment is late.") {
		t.Errorf("the window says %q", b.words())
	}
	b.press(fyne.KeyF2)
	c.editor.entry.SetText("nonsense")
	b.press(fyne.KeyEscape)
	b.press(fyne.KeyEnd, fyne.KeyDelete)
	b.reads(c, "THEM The quarterly payment is late. | YOU Is it? | THEM (struck out)")
	b.tap("Hide original")
	b.reads(c, "THEM The quarterly payment is late. | YOU Is it?")
	if c.column.cursor != 1 {
		t.Errorf("the keyboard went to row %d", c.column.cursor)
	}
	b.choose("Undo")
	b.choose("Undo")
	b.reads(c, "THEM The court early payment is late. | YOU Is it? | THEM Thank you for watching.")
	b.choose("Redo")
	b.reads(c, "THEM The quarterly payment is late. | YOU Is it? | THEM Thank you for watching.")
	b.choose("History of corrections")
	b.until("the history is there", func() bool {
		return b.says("was: THEM The court early payment is late.") && b.says("taken back") && b.says("undo of 2")
	})
	b.tap("Conversation")
	if !c.page.talk.Visible() {
		t.Error("there is no way back")
	}
}

func TestTurnsAreSplitMergedAndGivenToTheOther(t *testing.T) {
	b, c := corrected(t)
	b.choose("Split it at the cursor") // puts the cursor into the turn first
	for range len(" payment is late.") {
		b.press(fyne.KeyLeft)
	}
	b.choose("Split it at the cursor")
	b.reads(c, "THEM The court early | YOU Is it? | THEM payment is late. | THEM Thank you for watching.")
	b.press(fyne.KeyDown, fyne.KeyDown)
	b.choose("Said by the other one")
	b.reads(c, "THEM The court early | YOU Is it? | YOU payment is late. | THEM Thank you for watching.")
	b.choose("Merge with the one before")
	b.reads(c, "THEM The court early | YOU Is it? payment is late. | THEM Thank you for watching.")
	b.press(fyne.KeyHome)
	b.choose("Merge with the next one")
	b.reads(c, "THEM The court early Thank you for watching. | YOU Is it? payment is late.")
	b.choose("Merge with the next one")
	b.until("it is refused", func() bool { return b.says("The speaker has no further turn there") })
}

func TestTheMenuOfATurn(t *testing.T) {
	b, c := corrected(t)
	b.press(desktop.KeyMenu)
	b.until("the menu is open", func() bool { return b.w.window.Canvas().Overlays().Top() != nil })
	if _, is := b.w.window.Canvas().Focused().(*widget.PopUpMenu); !is {
		t.Error("the keyboard is not in the menu")
	}
	b.w.window.Canvas().Overlays().Top().Hide()
	for o := b.w.window.Canvas().Overlays().Top(); o != nil; o = b.w.window.Canvas().Overlays().Top() {
		b.w.window.Canvas().Overlays().Remove(o)
	}
	c.onName(c.turns[0].number)
	test.Type(b.w.window.Canvas().Focused(), "")
	name := b.w.window.Canvas().Focused().(*field)
	name.SetText("Linda Berg")
	b.press(fyne.KeyReturn)
	b.until("the call is hers", func() bool { return b.says("Linda Berg") })
	b.w.window.Canvas().Focus(c.column)
	b.choose("Undo")
	b.until("it is not", func() bool { return b.says("Acme Solar") && !b.says("Linda Berg") })
}

// What was written is kept when the user goes elsewhere, and a text field keeps its own undo.
func TestWhatWasWrittenIsNotLost(t *testing.T) {
	b, c := corrected(t)
	b.press(fyne.KeyF2)
	test.Type(c.editor.entry, " Really")
	b.choose("Undo")
	if c.editor.entry.Text == "The court early payment is late. Really" {
		t.Error("undo does not reach what is being typed")
	}
	c.editor.entry.SetText("The yearly payment is late.")
	b.w.show(b.w.settings)
	id := c.page.id
	b.until("it is kept", func() bool {
		doc, err := b.app.Document(id)
		return err == nil && doc.Transcript.Segments[0].Text == "The yearly payment is late."
	})
}

// Another transcript can come while a turn is being corrected: what was written must not go into it.
func TestATurnThatChangedElsewhereIsNotWrittenOver(t *testing.T) {
	b, c := corrected(t)
	b.press(fyne.KeyF2)
	c.editor.entry.SetText("The yearly payment is late.")
	if _, err := b.app.CorrectText(c.page.id, 1, "The court payment is late."); err != nil {
		t.Fatal(err)
	}
	b.until("it is told", func() bool {
		return b.says("The turn was changed elsewhere while you wrote") && b.says("You wrote: The yearly payment is late.")
	})
	b.reads(c, "THEM The court payment is late. | YOU Is it? | THEM Thank you for watching.")
}

func TestTheNameInCorrectionsIsASetting(t *testing.T) {
	b, c := corrected(t)
	b.w.show(b.w.settings)
	b.w.settings.who.name.SetText(" Linda Berg ")
	b.w.settings.who.name.OnSubmitted("")
	b.until("it is kept", func() bool { return b.app.Who() == "Linda Berg" })
	b.w.show(b.w.calls)
	b.w.window.Canvas().Focus(c.column)
	b.press(fyne.KeyDelete)
	b.until("it is signed", func() bool {
		entries, err := b.app.Corrections(c.page.id)
		return err == nil && len(entries) == 1 && entries[0].Who == "Linda Berg"
	})
}

// Keys that have nothing to do leave the user in peace.
func TestNothingToUndoIsNoTrouble(t *testing.T) {
	b, c := corrected(t)
	for _, what := range []string{"Undo", "Redo", "History of corrections", "History of corrections"} {
		b.choose(what)
	}
	other := b.importSample("Not written down")
	b.openAnew(other)
	b.until("the other call is open", func() bool { return c.page.doc.ID == other })
	b.choose("Undo")
	b.choose("History of corrections")
	b.until("the history says so", func() bool { return b.says("Nothing has been corrected in this call yet.") })
	b.choose("Correct this turn")
	b.w.work.work.Wait()
	b.until("all has come back", func() bool { return len(b.posted) == 0 })
	if b.w.window.Canvas().Overlays().Top() != nil {
		t.Errorf("there is trouble: %q", b.words())
	}
}
