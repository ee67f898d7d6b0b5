package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// calledAgain opens a telemarketer's call that came a month after somebody asked not to be called.
func calledAgain(t *testing.T) (b *bench, asked, again call.ID) {
	b = newBench(t, scripted{})
	monday := time.Date(2026, time.March, 2, 14, 0, 0, 0, time.Local)
	at := func(started time.Time, said ...call.Segment) call.ID {
		id := b.importSample("Acme Solar")
		b.writeDown(id, said)
		if _, err := b.app.Edit(id, func(doc *call.Call) error { doc.Started = started; return nil }); err != nil {
			t.Fatal(err)
		}
		return id
	}
	asked = at(monday, call.Segment{Party: call.Remote, Start: 0.5, End: 1.5, Text: "Good afternoon."}, call.Segment{Party: call.Local, Start: 2, End: 7, Text: "Put me on your do not call list."})
	again = at(monday.AddDate(0, 1, 0), call.Segment{Party: call.Remote, Start: 1, End: 3, Text: "We have a special offer on solar panels."})
	b.until("the calls are listed", func() bool { return b.showsCalls(2) })
	b.openAnew(again)
	return b, asked, again
}

func (b *bench) verdictOf(id call.ID) (v call.Verdict, reason string) {
	b.t.Helper()
	doc, err := b.app.Call(id)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(doc.Judged) == 1 {
		v, reason = doc.Judged[0].Verdict, doc.Judged[0].Reason
	}
	return v, reason
}

func TestFlagsAreShownHeardAndJudgedWithTheKeyboardAlone(t *testing.T) {
	b, asked, again := calledAgain(t)
	b.until("the head of the call tells", func() bool { return b.says("Called again after a request not to") })
	b.until("the list tells", func() bool { return slices.Contains(wordsIn(b.w.calls.list), "1 flag") })
	b.choose("What may be wrong: flags")
	f := b.w.calls.doc.flags
	b.until("the flags are there", func() bool {
		return f.root.Visible() && b.says("DO NOT CALL, SERIOUS") && b.says("47 CFR") && b.says("confidence") && b.says("not confirmed by anybody") && b.says("Put me on your do not call list.")
	})
	if b.w.window.Canvas().Focused() != f.column || f.all[0].Rule != "dnc.call_after_dnc" {
		t.Fatalf("the keyboard is elsewhere, or the heaviest flag is not the first: %+v", f.all)
	}
	f.column.TypedRune('C')
	b.until("it is confirmed", func() bool { v, _ := b.verdictOf(again); return v == call.Confirmed && b.says("You confirmed it on") })
	f.column.TypedRune('r')
	b.until("it is open again", func() bool { v, _ := b.verdictOf(again); return v == "" && !b.says("You confirmed it on") })
	f.column.TypedRune('d')
	reason := b.w.window.Canvas().Focused().(*field)
	b.press(fyne.KeyReturn) // without a reason nothing happens
	test.Type(reason, "I had asked for the offer")
	b.press(fyne.KeyReturn)
	b.until("it is dismissed", func() bool {
		v, why := b.verdictOf(again)
		return v == call.Dismissed && why == "I had asked for the offer" && b.says("I had asked for the offer")
	})
	b.until("head and list are silent about it", func() bool {
		return !f.line.more.Visible() && !slices.Contains(wordsIn(b.w.calls.list), "1 flag")
	})
	b.w.window.Canvas().Focus(f.column)
	b.press(fyne.KeyHome, fyne.KeyDown, fyne.KeyReturn)
	b.until("the request is heard in its call", func() bool { return b.w.calls.doc.id == asked && b.w.calls.doc.playback.at >= 2 })
	c := b.w.calls.doc.conversation
	b.until("keys reach what is said there, and the way back is told", func() bool {
		return !f.root.Visible() && b.w.window.Canvas().Focused() == c.column && f.back.button.Visible() && strings.Contains(c.turns[c.column.cursor].text, "do not call list")
	})
	b.w.calls.doc.playback.pause()
	b.until("the sound rests", func() bool { return !b.w.calls.doc.playback.moving() })
	b.w.calls.doc.playback.onSeek(3)
	if c.heard < 0 {
		t.Fatal("the turn is not marked")
	}
	if _, err := b.app.AddNote(asked, "here I asked", nil); err != nil {
		t.Fatal(err)
	}
	b.until("the note is there", func() bool { return b.says("here I asked") })
	if c.heard < 0 || c.turns[c.heard].text != "Put me on your do not call list." {
		t.Errorf("a note takes the mark away: %d", c.heard)
	}
	b.press(fyne.KeyEscape)
	b.until("the flag is there again", func() bool {
		return b.w.calls.doc.id == again && f.root.Visible() && len(f.all) > 0 && f.column.cursor == 1 && !f.back.button.Visible()
	})
	f.column.TypedRune('r')
	b.until("it is open again", func() bool { v, _ := b.verdictOf(again); return v == "" })
}

// Which rules look at a call follows from the kind of its case: the badges of the list and the head of the open call change with it.
func TestFlagsFollowTheKindOfACase(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Summit Credit")
	if _, err := b.app.Edit(id, func(doc *call.Call) error {
		doc.Started, doc.Direction, doc.Case = time.Date(2026, time.March, 2, 23, 30, 0, 0, time.Local), call.Incoming, "Loan"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	b.openAnew(id)
	marked := func() bool {
		return slices.ContainsFunc(b.w.calls.marks.all[id], func(m app.FlagMark) bool { return strings.HasPrefix(m.Rule, "debt.") })
	}
	b.until("its flags are known", func() bool { return b.w.calls.marks.all != nil })
	if marked() {
		t.Fatalf("%v before it was a debt", b.w.calls.marks.all[id])
	}
	kind := func(kind call.CaseKind) {
		if _, err := b.app.EditCase("Loan", func(c *app.Case) error { c.Kind = kind; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	kind(call.Debt)
	b.until("the list and the call tell", func() bool {
		return marked() && slices.ContainsFunc(b.w.calls.doc.flags.all, func(f call.Flag) bool { return strings.HasPrefix(f.Rule, "debt.") })
	})
	kind(call.Consultation)
	b.until("and no more", func() bool {
		return !marked() && !slices.ContainsFunc(b.w.calls.doc.flags.all, func(f call.Flag) bool { return strings.HasPrefix(f.Rule, "debt.") })
	})
}

func TestTheWayBackToAFlagEndsWhereAnotherCallIsOpened(t *testing.T) {
	b, asked, again := calledAgain(t)
	f := b.w.calls.doc.flags
	b.until("the flags are there", func() bool { return len(f.rows) > 1 })
	b.choose("What may be wrong: flags")
	b.press(fyne.KeyDown, fyne.KeyReturn)
	b.until("the request is open", func() bool { return b.w.calls.doc.id == asked && f.back.button.Visible() })
	b.openAnew(again)
	if len(f.all) > 0 || f.back.button.Visible() || f.back.take() {
		t.Error("flags of one call stand in another, or Escape leads away from a call that was chosen")
	}
}

func TestWithoutAFlagThePageSaysSo(t *testing.T) {
	b, asked, _ := calledAgain(t)
	if err := b.app.ChangeSettings(func(s *app.Settings) { s.Place = "US-NY" }); err != nil {
		t.Fatal(err)
	}
	if _, err := b.app.SetPlace(asked, call.Remote, "US-NY"); err != nil {
		t.Fatal(err)
	}
	b.openAnew(asked)
	b.choose("What may be wrong: flags")
	b.until("it says so", func() bool { return b.says("Nothing was flagged.") && !b.w.calls.doc.flags.line.more.Visible() })
}
