package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// recording is a bench in which a take runs.
func recording(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.tap("Record")
	b.until("it records", func() bool { return b.w.take.running })
	return b
}

// warn tells the window what the application would.
func (b *bench) warn(kind app.WarningKind, party call.Party, over bool) {
	b.w.onEvent(app.TakeWarned{Warning: app.Warning{
		Kind: kind, Call: b.w.take.id, Party: party, Over: over,
		Problem: app.Problem{What: "What of " + string(kind) + string(party), Safe: "Safe.", Do: "Do something."},
	}})
}

func TestWhoCallsIsWrittenDownAndTheNotesAreBack(t *testing.T) {
	b := recording(t)
	window := b.w.window.Canvas()
	b.choose("Name and number…")
	if window.Focused() != b.w.take.name {
		t.Fatal("the keyboard is not at the name")
	}
	test.Type(b.w.take.name, "Acme Solar")
	b.press(fyne.KeyReturn)
	b.until("it is written down", func() bool { doc, err := b.app.Call(b.w.take.id); return err == nil && doc.Title() == "Acme Solar" })
	if window.Focused() != b.w.take.notes.entry {
		t.Error("the keyboard is not back at the notes")
	}
	window.Focus(b.w.take.number)
	b.press(fyne.KeyEscape)
	if window.Focused() != b.w.take.notes.entry {
		t.Error("Escape does not lead back to the notes")
	}
	window.Focus(b.w.take.way.buttons[0])
	b.press(fyne.KeySpace, fyne.KeyEscape)
	if window.Focused() != b.w.take.notes.entry || b.w.take.way.chosen != 0 {
		t.Error("Escape does not lead back to the notes from who called whom")
	}
	b.press(fyne.KeyEscape)
	b.pressOutside(fyne.KeyReturn)
	if window.Focused() != b.w.take.notes.entry {
		t.Error("Enter does not lead back to the notes")
	}
}

func TestTwoWarningsLeaveTheNotesInALowWindow(t *testing.T) {
	b := recording(t)
	b.w.window.Resize(fyne.NewSize(900, 572)) // 900x600 less the menu
	for _, party := range call.Parties {
		b.w.onEvent(app.TakeWarned{Warning: app.Warning{Kind: app.WarnUnheard, Call: b.w.take.id, Party: party, Problem: app.Problem{
			What: "Nothing is heard from the other side", Do: "Check that the call is played on the output that OnRecord listens to, or choose another one in the settings.",
		}}})
	}
	entry := b.w.take.notes.entry
	if end := fyne.CurrentApp().Driver().AbsolutePositionForObject(entry).Y + entry.Size().Height; end > 572 {
		t.Errorf("the notes end at %v", end)
	}
}

func TestWarningsStandUntilTheyAreOver(t *testing.T) {
	b := recording(t)
	b.w.window.Canvas().Focus(b.w.take.name)
	b.warn(app.WarnUnheard, call.Remote, false)
	b.warn(app.WarnGone, call.Local, false)
	b.warn(app.WarnGone, call.Local, false)
	if !b.says("What of unheardremote") || !b.says("What of gonelocal") || !b.says("Safe. Do something.") {
		t.Errorf("the window says %q", b.words())
	}
	if said := strings.Join(b.words(), "\n"); strings.Count(said, "Safe.") != 1 {
		t.Errorf("that the user is recorded is said while the microphone is gone: %s", said)
	}
	if len(b.w.take.warnings.root.Objects) != 2 {
		t.Errorf("there are %d blocks", len(b.w.take.warnings.root.Objects))
	}
	if title := b.w.window.Title(); title != "▲ What of gonelocal · OnRecord" {
		t.Errorf("the title is %q", title)
	}
	if b.w.window.Canvas().Focused() != b.w.take.name || b.w.window.Canvas().Overlays().Top() != nil {
		t.Error("a warning takes the keyboard, or stands in front")
	}
	b.tap("Calls")
	if !b.says("What of gonelocal") {
		t.Error("beside the recording view nothing is said")
	}
	b.tap("Look")
	if b.w.page != b.w.take {
		t.Error("there is no way to the warning")
	}
	b.warn(app.WarnGone, call.Local, true)
	b.warn(app.WarnUnheard, call.Remote, true)
	b.warn(app.WarnUnheard, call.Remote, true)
	if b.says("What of") || b.w.window.Title() != "● Recording · OnRecord" {
		t.Errorf("what is over is still told: %q, %q", b.w.window.Title(), b.words())
	}
	b.warn(app.WarnDisk, "", false)
	if _, err := b.app.StopTake(); err != nil {
		t.Fatal(err)
	}
	b.until("it is over", func() bool { return !b.w.take.running })
	if b.w.take.warnings.any() || b.w.window.Title() != "OnRecord" || b.w.calls.signs.root.Visible() {
		t.Error("the warning outlives the take")
	}
	b.warn(app.WarnDisk, "", false)
	if b.w.take.warnings.any() {
		t.Error("a take that does not run was warned of")
	}
}

func TestADesktopNotificationOnlyBehindOthers(t *testing.T) {
	b := recording(t)
	told := &notifications{}
	b.w.tell = told.tell
	b.w.inFront = true
	b.warn(app.WarnGone, call.Local, false)
	b.w.inFront = false
	b.warn(app.WarnUnheard, call.Remote, false)
	b.warn(app.WarnUnheard, call.Remote, true)
	b.w.work.work.Wait()
	if len(told.all) != 1 || !told.has("▲ What of unheardremote") {
		t.Errorf("told %q", told.all)
	}
}

func TestIsTheCallOver(t *testing.T) {
	b := recording(t)
	b.warn(app.WarnForgotten, "", false)
	if !b.says("What of forgotten") {
		t.Fatalf("the window says %q", b.words())
	}
	b.tap("Still talking")
	if b.w.take.warnings.any() || !b.w.take.running {
		t.Error("the answer was not taken")
	}
	b.warn(app.WarnForgotten, "", false)
	test.Tap(buttonIn(b.w.take.warnings.root, "Stop and save"))
	b.until("it is saved", func() bool { return !b.w.take.running })
}

func TestOneKeyMarks(t *testing.T) {
	b := recording(t)
	b.w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.w.window.Canvas().Focused() != nil || b.w.page != b.w.take {
		t.Fatal("Escape does not leave the notes")
	}
	b.w.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyM})
	b.until("the marker is there", func() bool { return b.says("Marker 1") })
	b.tap("Mark  M")
	b.until("the second is there", func() bool { return b.says("Marker 2") })
	b.tap("Stop and save")
	b.until("the call is open", func() bool { return b.w.page == b.w.calls && b.says("MARK") && b.says("Marker 2") })
	doc, err := b.app.Call(b.w.calls.doc.id)
	if err != nil || len(doc.Notes) != 2 || doc.Notes[0].Kind != call.Marker {
		t.Errorf("the notes are %v, %v", doc.Notes, err)
	}
}

func TestASignWhileTheLastSecondsAreKept(t *testing.T) {
	b := newBench(t, scripted{})
	signs := b.w.calls.signs
	if signs.root.Visible() {
		t.Fatal("there is a sign though nothing is kept")
	}
	signs.show("", 30, true)
	if !b.says("Listening: the last 30 s are kept in memory, nothing is saved") {
		t.Errorf("the window says %q", b.words())
	}
	if err := b.app.SaveSettings(app.Settings{Preroll: 30}); err != nil {
		t.Fatal(err)
	}
	b.until("the settings show it", func() bool { return b.w.settings.take.preroll.chosen == 1 })
	signs.show("", 30, true)
	b.tap("Turn off")
	b.until("it is off", func() bool { return b.app.Settings().Preroll == 0 && !signs.root.Visible() })
}

func TestTheCertificateOpensAndLeadsToGaps(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.doc.ID == id && b.w.calls.doc.wave.length > 0 })
	at := call.Seconds(1)
	_, err := b.app.Edit(id, func(doc *call.Call) error {
		doc.Outcome = call.Complete
		doc.Capture = call.Capture{
			Verdict: "far side missing 00:00:02–00:00:04: device lost", Samples: 8, Wall: 8, Pauses: []call.Pause{{At: 5, Length: 80}},
			Sides: map[call.Party]call.Side{
				call.Local:  {Device: "Headset", FirstSignal: &at, LastSignal: &at, Peak: -3},
				call.Remote: {Device: "Speakers", FirstSignal: &at, LastSignal: &at, Peak: -3, Gaps: []call.Gap{{Start: 2, Duration: 2, Cause: "device lost"}}},
			},
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	doc := b.w.calls.doc
	b.until("the verdict is there", func() bool { return b.says("Far side missing 00:00:02–00:00:04: device lost") })
	if doc.verdict.now.drawing != "loud" || !b.says("off the record for 01:20") {
		t.Errorf("the sign is %q, the window says %q", doc.verdict.now.drawing, b.words())
	}
	test.Tap(doc.verdict)
	if !b.says("What was measured") || !b.says("Headset") || doc.talk.Visible() {
		t.Fatalf("the window says %q", b.words())
	}
	b.tap("00:00:02–00:00:04, 2.0 s")
	if doc.playback.position() != 2 {
		t.Errorf("the playhead is at %v", doc.playback.position())
	}
	b.tap("Conversation")
	if !doc.talk.Visible() || b.says("What was measured") {
		t.Error("the conversation does not come back")
	}
	size := doc.wave.Size()
	if m, ok := doc.wave.under(fyne.NewPos(size.Width*3/8, size.Height-1)); !ok || m.words != "Device lost: 00:00:02–00:00:04, 2.0 s" {
		t.Errorf("under the mouse is %v", m)
	}
	if m, ok := doc.wave.under(fyne.NewPos(size.Width*3/8, 1)); ok {
		t.Errorf("in the other lane is %v", m)
	}
}

func TestTheQuestionStandsAboveTheWarnings(t *testing.T) {
	b := recording(t)
	b.warn(app.WarnForgotten, "", false)
	b.warn(app.WarnDisk, "", false)
	b.warn(app.WarnGone, call.Local, false)
	var kinds []app.WarningKind
	for _, w := range b.w.take.warnings.inOrder() {
		kinds = append(kinds, w.Kind)
	}
	want := []app.WarningKind{app.WarnForgotten, app.WarnGone, app.WarnDisk}
	if !slices.Equal(kinds, want) {
		t.Errorf("they stand as %v", kinds)
	}
}

func TestWhatIsSaidStandsBesideTheNotes(t *testing.T) {
	b := recording(t)
	tell := func(job app.JobStatus) {
		job.Call, job.State = b.w.take.id, app.JobRunning
		b.w.onEvent(app.JobChanged{Job: job})
	}
	said := func(party call.Party, at call.Seconds, text string) call.Segment {
		return call.Segment{Party: party, Start: at, End: at + 1, Text: text}
	}
	sure := []call.Segment{said(call.Remote, 1, "Hello?"), said(call.Local, 6, "Take me off your list.")}
	tell(app.JobStatus{Segments: sure, Guesses: []call.Segment{said(call.Remote, 3, "We have an offer.")}, Heard: 7})
	if !b.says("LIVE") || !b.says("We have an offer.") {
		t.Errorf("the captions are missing: %q", b.words())
	}
	rows := b.w.take.captions.all
	if len(rows) != 3 || rows[1].text != "We have an offer." || !rows[1].guess || rows[2].guess {
		t.Errorf("captions %+v, wants them in order of time, and one a guess", rows)
	}
	tell(app.JobStatus{Job: app.Job{Model: app.DemoModel}, Segments: sure, Heard: -60})
	if b.says("We have an offer.") || !b.says("demo model") || !b.says("s behind") {
		t.Errorf("an old guess stands, or it is not said how far the captions are behind: %q", b.words())
	}
	other := app.JobStatus{Segments: []call.Segment{said(call.Local, 1, "Another call")}}
	b.w.onEvent(app.JobChanged{Job: other})
	if b.says("Another call") {
		t.Error("another call's words stand in this one")
	}
	b.w.onEvent(app.JobEnded{Job: app.JobStatus{Job: app.Job{Call: b.w.take.id}}, Err: transcribe.ErrWorkerDied})
	if !b.says("NO LONGER WRITTEN DOWN") {
		t.Errorf("it is not said that no more will come: %q", b.words())
	}
	b.tap("Stop and save")
	b.until("it is saved", func() bool { return !b.w.take.running })
}
