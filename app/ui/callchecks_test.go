package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// A call that is over is ticked with the keyboard alone, where the player stands, and what its transcript says is confirmed with the space bar.
func TestCallThatIsOverIsTicked(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Mr. Bennett")
	b.writeDown(id, []call.Segment{{Party: call.Local, Start: 1, End: 3, Text: "Please put me on your do not call list."}})
	b.openAnew(id)
	p := b.w.calls.doc
	b.until("the call is open", func() bool { return p.id == id && b.says("Please put me on") })
	now := time.Now()
	b.w.now = func() time.Time { return now }
	b.choose("Checklist of the call")
	b.w.window.Canvas().OnTypedRune()('c')
	b.until("the playbooks are listed", func() bool { return b.says("Debt collector") })
	b.w.window.Canvas().Overlays().Remove(b.w.window.Canvas().Overlays().Top())
	p.checks.use("telemarketer")
	b.until("the points are there, and what was heard", func() bool { return b.says("CHECKLIST · 0 of 9") && b.says("Please put me on") })
	b.until("they have the keyboard", func() bool { return b.w.window.Canvas().Focused() == p.checks.column })
	now = now.Add(time.Second)
	b.press(fyne.KeySpace)
	b.until("what was heard is ticked at its second", func() bool {
		all := b.ticks(id)
		return len(all) == 1 && all[0].Item == "request" && all[0].At == 1 && all[0].Heard != ""
	})
	if _, err := b.app.Untick(id, "request"); err != nil {
		t.Fatal(err)
	}
	b.until("it is asked about once more", func() bool { return b.says("CHECKLIST · 0 of 9") && p.checks.asks.root.Visible() })
	now = now.Add(time.Second)
	p.checks.column.TypedRune('x')
	b.until("X says no", func() bool { return !p.checks.asks.root.Visible() })
	if len(b.ticks(id)) != 0 {
		t.Error("X ticks")
	}
	p.checks.tick(4)
	b.until("it is ticked", func() bool { return len(b.ticks(id)) == 1 })
	p.playback.onSeek(2)
	p.checks.column.TypedRune('1')
	b.until("a digit ticks where the player stands", func() bool { all := b.ticks(id); return len(all) == 2 && all[1].At == 2 })
	b.until("both are shown", func() bool { return b.says("CHECKLIST · 2 of 9") })
	p.checks.column.cursor = 0
	b.press(fyne.KeyDelete)
	b.until("Delete takes it back", func() bool { return len(b.ticks(id)) == 1 })
	b.choose("Checklist of the call")
	b.until("the conversation is back, with the tick", func() bool { return p.talk.Visible() && b.says("TICK") })
}

// A call that was only noted is ticked, too; it has no seconds.
func TestCallWithoutSoundIsTicked(t *testing.T) {
	b := newBench(t, scripted{})
	id, err := b.app.LogCall(app.LoggedCall{Name: "Mr. Bennett", Playbook: "telemarketer"})
	if err != nil {
		t.Fatal(err)
	}
	b.openAnew(id)
	p := b.w.calls.doc
	b.until("the call is open", func() bool { return p.id == id && p.doc.ID == id })
	b.choose("Checklist of the call")
	b.until("the points are there", func() bool { return b.says("CHECKLIST · 0 of 9") })
	p.checks.column.TypedRune('5')
	b.until("it is ticked", func() bool { return len(b.ticks(id)) == 1 && b.says("CHECKLIST · 1 of 9") })
	if b.says("00:00") {
		t.Errorf("it has a second: %q", b.words())
	}
}
