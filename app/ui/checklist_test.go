package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// ticks gives what is ticked in a call.
func (b *bench) ticks(id call.ID) []call.Tick {
	b.t.Helper()
	doc, err := b.app.Call(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return doc.Ticks
}

func TestPointsAreTickedWithOneKey(t *testing.T) {
	b := recording(t)
	id := b.w.take.id
	if b.w.take.checks.root.Visible() {
		t.Error("there is a checklist though none was chosen")
	}
	b.w.window.Canvas().Unfocus()
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyC})
	b.until("the playbooks are listed", func() bool { return b.w.window.Canvas().Overlays().Top() != nil && b.says("Debt collector") })
	b.w.take.checks.use("telemarketer")
	b.until("the points are there", func() bool { return b.says("CHECKLIST · 0 of 9") })
	if top := b.w.window.Canvas().Overlays().Top(); top != nil {
		b.w.window.Canvas().Overlays().Remove(top)
	}
	if !b.says("“What is the full legal name") {
		t.Errorf("what to say next is not shown: %q", b.words())
	}
	b.w.window.Canvas().OnTypedRune()('5')
	b.w.window.Canvas().OnTypedRune()('5') // held down
	b.until("it is ticked", func() bool { return b.says("CHECKLIST · 1 of 9") })
	if all := b.ticks(id); len(all) != 1 || all[0].Item != "request" {
		t.Errorf("ticked %+v", all)
	}
	b.w.take.checks.onTapped(4)
	b.until("a click takes it back", func() bool { return b.says("CHECKLIST · 0 of 9") && len(b.ticks(id)) == 0 })
	b.w.take.checks.onTapped(4)
	b.until("and ticks it again", func() bool { return len(b.ticks(id)) == 1 })
	b.w.window.Canvas().OnTypedRune()('0') // there is no tenth
	b.w.window.Canvas().Focus(b.w.take.checks.column)
	b.w.take.checks.column.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("Enter ticks the row at the keyboard", func() bool { return len(b.ticks(id)) == 2 })
	b.w.take.checks.column.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.w.take.checks.column.TypedRune('2')
	b.until("digits tick there, too", func() bool { return len(b.ticks(id)) == 3 })
	b.tap("Stop and save")
	b.until("the call shows them", func() bool {
		return b.w.page == b.w.calls && b.says("I asked to go on their do-not-call list") && b.says("TICK")
	})
}

// While a note is being written, Ctrl and the digit tick, and a digit is a digit.
func TestPointsAreTickedWhileWriting(t *testing.T) {
	b := newBench(t, scripted{})
	if err := b.app.ChangeSettings(func(s *app.Settings) { s.Playbook = "debt-collector" }); err != nil {
		t.Fatal(err)
	}
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.tap("Record")
	b.until("the points are there", func() bool { return b.says("CHECKLIST · 0 of 10") })
	b.w.window.Canvas().Focus(b.w.take.notes.entry)
	b.w.take.notes.entry.TypedRune('6')
	var ticked *fyne.MenuItem
	for _, menu := range b.w.window.MainMenu().Items {
		for _, i := range menu.Items {
			if i.ChildMenu == nil {
				continue
			}
			for _, below := range i.ChildMenu.Items {
				if s, is := below.Shortcut.(*desktop.CustomShortcut); is && s.KeyName == fyne.Key6 && s.Modifier == fyne.KeyModifierShortcutDefault {
					ticked = below
				}
			}
		}
	}
	if ticked == nil {
		t.Fatal("no shortcut ticks the sixth point")
	}
	ticked.Action()
	b.until("it is ticked", func() bool { all := b.ticks(b.w.take.id); return len(all) == 1 && all[0].Item == "validation" })
	if b.w.take.notes.entry.Text != "6" {
		t.Errorf("the note says %q", b.w.take.notes.entry.Text)
	}
}

// One key says yes to what was heard, or no; and a key that is held down answers nothing that comes after.
func TestWhatWasHeardIsConfirmedWithOneKey(t *testing.T) {
	b := recording(t)
	b.w.take.checks.use("telemarketer")
	b.until("the points are there", func() bool { return b.says("CHECKLIST · 0 of 9") })
	id, checks, now := b.w.take.id, b.w.take.checks, time.Now()
	b.w.now = func() time.Time { return now }
	heard := func(item, text string, at call.Seconds) app.Proposal {
		return app.Proposal{Item: item, Text: text, Place: call.Place{Call: id, At: at, Party: call.Local, Quote: "words of " + item}}
	}
	propose := func(all ...app.Proposal) {
		checks.proposals = all
		checks.asks.show()
		checks.root.Refresh()
	}
	press := func(key fyne.KeyName) { b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key}) }
	b.w.window.Canvas().Unfocus()
	propose(heard("company", "They named the company", 0.1), heard("request", "I asked", 0.2))
	if !b.says("words of request") || b.says("words of company") {
		t.Errorf("what was heard last is not asked about first: %q", b.words())
	}
	press(fyne.KeySpace) // it was just put there
	now = now.Add(time.Second)
	press(fyne.KeySpace)
	b.until("it is ticked", func() bool {
		all := b.ticks(id)
		return len(all) == 1 && all[0].Heard == "words of request" && all[0].At == 0.2
	})
	propose(heard("company", "They named the company", 0.1))
	press(fyne.KeySpace)
	press(fyne.KeyX)
	if len(b.ticks(id)) != 1 || !b.says("words of company") {
		t.Error("a key that was held down answered")
	}
	now = now.Add(time.Second)
	press(fyne.KeyX)
	b.until("it is gone, and kept", func() bool {
		doc, err := b.app.Call(id)
		return !b.says("words of company") && err == nil && len(doc.Rejected) == 1 && doc.Rejected[0].Item == "company"
	})
	if list := checks.column; list.Position().Y+list.Size().Height < checks.root.Size().Height-1 {
		t.Error("the points do not get the room of what was asked")
	}
}

func TestActionsAndMarksInTheCall(t *testing.T) {
	b := recording(t)
	id, now := b.w.take.id, time.Now()
	b.w.now = func() time.Time { return now }
	b.w.take.notes.entry.SetText("! told them to write")
	b.w.take.notes.entry.OnSubmitted("")
	b.until("the action is there", func() bool { return b.says("told them to write") })
	b.w.take.notes.entry.SetText("!")
	b.w.take.notes.entry.OnSubmitted("")
	b.until("a lone sign is a note", func() bool { return len(b.notes(id)) == 2 })
	b.w.window.Canvas().Unfocus()
	for range 5 { // held down
		b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyS})
		now = now.Add(30 * time.Millisecond)
	}
	b.until("it is marked", func() bool { return b.says("Form sent") })
	now = now.Add(time.Second)
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyI})
	b.until("so is the other", func() bool { return b.says("Marker 1: Important") })
	all := b.notes(id)
	if len(all) != 4 || all[0].Kind != call.Action || all[0].Text != "told them to write" || all[1].Kind != "" || all[2].Kind != call.Action || all[3].Kind != call.Marker {
		t.Errorf("%+v", all)
	}
	b.tap("Stop and save")
	b.until("the call shows them", func() bool { return b.w.page == b.w.calls && b.says("ACTION") && b.says("told them to write") })
}

// notes gives what is noted in a call.
func (b *bench) notes(id call.ID) []call.Note {
	b.t.Helper()
	doc, err := b.app.Call(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return doc.Notes
}

func TestMarksAreSetInTheSettings(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.show(b.w.settings)
	b.tap("Add a mark…")
	if !b.says("What it says") {
		t.Fatalf("the window says %q", b.words())
	}
	b.w.window.Canvas().Focused().(*field).SetText("Threatened")
	b.tap("Save")
	b.until("it is there", func() bool { return b.says("Threatened") })
	if marks := b.app.Settings().QuickMarks(); len(marks) != 5 || marks[0].Key != "B" || marks[0].Kind != call.Marker {
		t.Errorf("%+v", marks)
	}
}

// No letter that a mark may have stands for something else in the recording view.
func TestFreeKeysAreFree(t *testing.T) {
	b := recording(t)
	if err := b.app.ChangeSettings(func(s *app.Settings) { s.Marks = []app.QuickMark{} }); err != nil {
		t.Fatal(err)
	}
	free := b.app.Settings().FreeKeys()
	for _, key := range free {
		if b.w.take.onKey(fyne.KeyName(key)) {
			t.Errorf("%s stands for something else", key)
		}
	}
	if len(free) < 10 {
		t.Errorf("only %v are free", free)
	}
}
