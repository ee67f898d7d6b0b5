package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// consents gives what is on record in the call of the running take.
func (b *bench) consents(id call.ID) []call.Consent {
	b.t.Helper()
	doc, err := b.app.Call(id)
	if err != nil {
		b.t.Fatal(err)
	}
	return doc.Consent
}

func TestConsentIsPutOnRecordWithOneKey(t *testing.T) {
	b := recording(t)
	id := b.w.take.id
	b.until("the law is told", func() bool { return b.says("must ask") })
	b.w.window.Canvas().Unfocus()
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyA})
	b.until("it was asked", func() bool { return len(b.consents(id)) == 1 })
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyY})
	b.until("it was answered", func() bool { all := b.consents(id); return len(all) == 1 && all[0].Answer == call.Agreed })
	b.until("it is told", func() bool { return b.says(", agreed") })
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyW})
	if !b.says("READ ALOUD") || !b.says("THE OTHER SIDE") {
		t.Errorf("the window says %q", b.words())
	}
	b.until("the box says that it records", func() bool { return b.says("recording 00:") })
	if err := b.app.PauseTake(); err != nil {
		t.Fatal(err)
	}
	b.until("the box says that it does not", func() bool { return b.says("off the record, nothing is recorded") })
	b.tap("Close")
	if _, err := b.app.StopTake(); err != nil {
		t.Fatal(err)
	}
	b.until("the call is told of", func() bool { return b.says("Consent: Asked on record") })
}

func TestSuggestedConsentIsHeardAndAcceptedWithTheKeyboardAlone(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Mr. Bennett")
	b.writeDown(id, []call.Segment{
		{Party: call.Local, Start: 1, End: 3, Text: "I am recording this call. Is that all right with you?"},
		{Party: call.Remote, Start: 3.5, End: 4.5, Text: "Of course."},
	})
	b.openAnew(id)
	l := b.w.calls.doc.consent
	b.until("the words are found", func() bool { return len(l.proposals) == 1 && b.says(perhapsConsent) })
	b.choose("Consent…")
	b.press(fyne.KeySpace)
	b.until("it is heard", func() bool { return b.w.calls.doc.playback.at > 1 })
	b.pressOutside(fyne.KeyEscape) // a click takes the keyboard out of the box
	if len(b.consents(id)) != 0 || b.w.window.Canvas().Overlays().Top() != nil {
		t.Fatalf("Escape does not leave it: %q", b.words())
	}
	b.choose("Consent…")
	b.w.window.Canvas().FocusNext()
	b.press(fyne.KeyReturn)
	b.until("it is on record", func() bool { all := b.consents(id); return len(all) == 1 && all[0].Answer == call.Agreed })
	b.until("the head of the call tells", func() bool { return b.says("Consent: Asked on record") })
}

func TestSuggestedConsentThatIsNoneIsNotSuggestedAgain(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Mr. Bennett")
	words := []call.Segment{{Party: call.Local, Start: 1, End: 3, Text: "I am recording this call. Is that all right with you?"}}
	b.writeDown(id, words)
	b.openAnew(id)
	l := b.w.calls.doc.consent
	b.until("the words are found", func() bool { return len(l.proposals) == 1 })
	b.choose("Consent…")
	b.w.window.Canvas().FocusNext()
	b.w.window.Canvas().FocusNext()
	b.press(fyne.KeyReturn)
	b.until("they are suggested no more", func() bool { return len(l.proposals) == 0 && !b.says(perhapsConsent) })
	words[0].Start = 1.5
	b.writeDown(id, words)
	b.openAnew(id)
	b.until("the other transcript is there", func() bool { return b.w.calls.doc.doc.Transcript.Segments[0].Start == 1.5 })
	if doc, err := b.app.Document(id); err != nil {
		t.Error(err)
	} else if all, err := b.app.ProposedConsent(doc); err != nil || len(all) > 0 || len(doc.Consent) > 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestRefusalGoesOnAsNotes(t *testing.T) {
	b := recording(t)
	if err := b.app.ChangeSettings(func(s *app.Settings) { s.DestroyRefused = true }); err != nil {
		t.Fatal(err)
	}
	id := b.w.take.id
	b.w.window.Canvas().Unfocus()
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyN})
	b.until("nothing is recorded while it is asked", func() bool { return b.w.take.paused })
	b.tap("Go on recording")
	b.until("it goes on", func() bool { return !b.w.take.paused })
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyN})
	b.w.take.sides[0].meter.set(1)
	b.tap("End and destroy")
	b.until("it goes on as notes", func() bool { return b.w.take.noting })
	if meter := b.w.take.sides[0].meter; meter.fraction != 0 {
		t.Errorf("a meter shows %.0f %% of what nobody listens to", 100*meter.fraction)
	}
	if b.w.page != b.w.take || !b.says("Notes only") || !b.says("destroyed") {
		t.Errorf("the window says %q", b.words())
	}
	b.w.take.notes.entry.SetText("they hung up")
	b.tap("End the call")
	b.until("it is over", func() bool { return !b.w.take.noting })
	doc, err := b.app.Call(id)
	if err != nil || doc.Outcome != call.Noted || len(doc.Notes) != 1 || doc.Notes[0].Text != "they hung up" {
		t.Errorf("%+v %v", doc, err)
	}
	if _, _, noting := b.app.Noting(); noting {
		t.Error("the call is not over")
	}
	b.until("the call says so", func() bool { return b.says("Consent refused at") })
}

// What was said of the consent in one call does not stand in the head of the next one while that is looked at.
func TestConsentOfAnotherCallIsForgotten(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importWholeSample("Acme Solar")
	line := b.w.calls.doc.consent
	b.until("it tells of the first call", func() bool { return b.w.calls.doc.id == id && line.words != "" })
	line.words, line.proposals = "Consent: asked", []call.Consent{{At: 7}}
	line.lamp.set(line.lamp.now, line.words)
	line.play.Show()
	b.w.calls.doc.opened++ // another call is opened
	line.show(app.Document{Call: call.Call{ID: "other"}})
	if line.words != "" || line.lamp.word.text != "" || line.play.Visible() || len(line.proposals) > 0 {
		t.Errorf("it still says %q of another call, and proposes %v", line.lamp.word.text, line.proposals)
	}
}
