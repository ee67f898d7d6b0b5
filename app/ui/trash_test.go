package ui

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// count is how many calls the library and its trash hold.
func (b *bench) count() (library, trash int) {
	b.t.Helper()
	calls, err := b.app.Calls(app.Filter{})
	if err != nil {
		b.t.Fatal(err)
	}
	trashed, err := b.app.Trashed()
	if err != nil {
		b.t.Fatal(err)
	}
	return len(calls), len(trashed)
}

func (b *bench) showsCalls(n int) bool {
	shown := 0
	for _, r := range b.w.calls.rows {
		if r.heading == "" {
			shown++
		}
	}
	return shown == n
}

func TestACallGoesIntoTheTrashAndBack(t *testing.T) {
	b := newBench(t, scripted{})
	b.importSample("Acme Solar")
	b.importSample("Harbor View Dental")
	b.until("both calls are listed and one is open", func() bool { return b.showsCalls(2) && b.w.calls.doc.body.Visible() })
	gone := b.w.calls.chosen
	b.w.window.Canvas().Focus(b.w.calls.list)
	b.w.calls.doc.playback.onPlay()
	b.press(fyne.KeyDelete)
	b.until("it is gone and the other one open", func() bool {
		return b.showsCalls(1) && b.w.calls.doc.id != gone && b.w.calls.doc.body.Visible() && b.says("Moved to trash: ")
	})
	if b.w.window.Canvas().Overlays().Top() != nil {
		t.Error("something is asked")
	}
	if b.w.calls.doc.playback.moving() {
		t.Error("it goes on playing")
	}
	b.w.undo(func() { t.Error("undo takes something else back") })
	b.until("it is back and open", func() bool { return b.showsCalls(2) && b.w.calls.doc.id == gone && !b.w.trashed.root.Visible() })
	if library, trash := b.count(); library != 2 || trash != 0 {
		t.Errorf("%d calls, %d in the trash", library, trash)
	}
	undone := false
	b.w.undo(func() { undone = true })
	if !undone {
		t.Error("with nothing in the trash, undo does not reach the corrections")
	}
}

func TestTheTrashIsEmptiedOnlyWhenThatIsMeant(t *testing.T) {
	b := newBench(t, scripted{})
	for _, name := range []string{"Acme Solar", "Harbor View Dental", "Summit Credit"} {
		b.importSample(name)
	}
	b.until("the calls are listed", func() bool { return b.showsCalls(3) })
	var all []call.ID
	for _, r := range b.w.calls.rows {
		if r.heading == "" {
			all = append(all, r.call.ID)
		}
	}
	b.w.trashCalls(all)
	b.until("all are gone", func() bool { return b.says("Moved to trash: 3 calls") && b.w.calls.first.Visible() })
	b.w.show(b.w.bin)
	b.until("the trash is shown", func() bool { return len(b.w.bin.all) == 3 && b.says("here since") })

	b.press(fyne.KeyReturn)
	b.until("one is brought back", func() bool { return len(b.w.bin.all) == 2 && b.showsCalls(1) })
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} { // both mean that nothing is done
		b.tap("Empty the trash…")
		if !b.says("Remove 2 calls for good?") {
			t.Fatalf("it is not asked: %q", b.words())
		}
		b.press(key)
		if b.w.window.Canvas().Overlays().Top() != nil {
			t.Errorf("%s does not answer", key)
		}
	}
	if _, trash := b.count(); trash != 2 {
		t.Fatalf("%d calls are left in the trash", trash)
	}
	b.tap("Remove for good…")
	b.tap("Remove for good")
	b.until("one is gone for good", func() bool { return len(b.w.bin.all) == 1 })
	b.tap("Empty the trash…")
	b.tap("Remove for good")
	b.until("the trash is empty", func() bool { return b.says("The trash is empty.") })
	if folders, err := filepath.Glob(filepath.Join(b.app.Library(), "trash", "*")); err != nil || len(folders) > 0 {
		t.Errorf("left are %v, %v", folders, err)
	}
	if library, _ := b.count(); library != 1 {
		t.Errorf("%d calls are in the library", library)
	}
}

func TestDeleteInTheConversationIsNotForTheTrash(t *testing.T) {
	b := newBench(t, scripted{})
	b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.body.Visible() })
	b.w.window.Canvas().Focus(b.w.calls.doc.conversation.column)
	b.press(fyne.KeyDelete)
	b.w.window.Canvas().Unfocus()
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if _, trash := b.count(); trash != 0 {
		t.Error("the call went into the trash")
	}
}

func TestACallThatIsRecordedStays(t *testing.T) {
	b := newBench(t, scripted{})
	b.tap("Record")
	b.until("it records", func() bool { return b.w.take.running })
	b.w.trashCalls([]call.ID{b.w.take.id})
	b.until("it is told", func() bool { return b.says("The call is being recorded") })
	if _, err := b.app.StopTake(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatTakesSpaceIsShown(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	if _, err := b.app.Edit(id, func(c *call.Call) error { c.Case = "Panels"; return nil }); err != nil {
		t.Fatal(err)
	}
	b.w.show(b.w.usage)
	b.until("it is measured", func() bool {
		return b.says("in all, 1 call.") && b.says("Recordings") && b.says("Panels") && b.says("Largest calls")
	})
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if b.w.usage.scroll.Offset.Y == 0 {
		t.Error("the page does not scroll")
	}
	b.tap("1 year")
	b.until("the choice is kept", func() bool { return b.app.Settings().KeepYears == 1 && b.says("No call began before ") })
	b.tap("Acme Solar")
	if b.w.page != b.w.calls || b.w.calls.chosen != id {
		t.Error("the call is not opened")
	}
}

// The pointer rests on the last row of the list when its call goes, and leaves it afterwards.
func TestThePointerLeavesARowThatIsGone(t *testing.T) {
	b := newBench(t, scripted{})
	b.importSample("Acme Solar")
	b.importSample("Harbor View Dental")
	b.until("both calls are listed", func() bool { return b.showsCalls(2) && len(b.w.calls.list.rows) > 2 })
	last := b.w.calls.list.rows[len(b.w.calls.rows)-1]
	last.MouseIn(nil)
	b.w.trashCalls([]call.ID{b.w.calls.rows[last.index].call.ID})
	b.until("it is gone", func() bool { return b.showsCalls(1) })
	last.MouseOut()
}

// What the Tab key reaches on the storage page comes into sight.
func TestTabScrollsTheStoragePage(t *testing.T) {
	b, _ := withCalls(t)
	p := b.w.usage
	b.w.window.Resize(fyne.NewSize(900, 400))
	b.w.show(p)
	b.until("it is measured", func() bool { return len(p.largest.Objects) == 3 })
	if p.scroll.Offset.Y != 0 || p.scroll.Content.MinSize().Height <= p.scroll.Size().Height {
		t.Fatal("all is in sight already")
	}
	driver := fyne.CurrentApp().Driver()
	scrolled := false
	for i := range 12 {
		b.w.window.Canvas().FocusNext()
		b.w.onBeat()
		object, _ := b.w.window.Canvas().Focused().(fyne.CanvasObject)
		if object == nil {
			t.Fatalf("Tab %d reaches nothing", i)
		}
		y := driver.AbsolutePositionForObject(object).Y - driver.AbsolutePositionForObject(p.scroll).Y
		if scrolled = scrolled || p.scroll.Offset.Y > 0; y+object.Size().Height > p.scroll.Size().Height {
			t.Errorf("what Tab %d reaches is %v below the top of %v", i, y, p.scroll.Size().Height)
		}
	}
	if !scrolled {
		t.Error("nothing has scrolled")
	}
}
