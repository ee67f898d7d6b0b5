package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

func TestAnEmptyLibrarySaysWhatToDo(t *testing.T) {
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	if buttonIn(b.w.window.Content(), "Record a call") == nil || buttonIn(b.w.window.Content(), "or open the sample library") == nil {
		t.Errorf("the window says: %q", b.words())
	}
}

func TestARecordedCallIsSavedOpenedAndHeard(t *testing.T) {
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.tap("Record")
	b.until("the take is in sight", func() bool { return b.w.page == b.w.take && b.w.take.running })
	b.until("you are heard", func() bool { return b.w.take.sides[0].lamp.word.text == "heard" })
	b.until("the clock runs", func() bool { return b.w.take.clock.text != "00:00:00" })

	test.Type(b.w.take.notes.entry, "asked for do-not-call")
	b.w.take.notes.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the note is stamped", func() bool { return b.says("asked for do-not-call") && len(b.w.take.notes.all) == 1 })

	test.Type(b.w.take.name, "Acme Solar")
	b.w.window.Canvas().Focus(b.w.take.notes.entry)
	b.tap("Pause: off the record")
	b.until("it is off the record", func() bool { return b.says("Off the record: nothing is being recorded") })
	b.tap("Resume recording")
	b.until("it records again", func() bool { return b.w.take.state.text == "Recording" })

	b.tap("Stop and save")
	b.until("the call is open", func() bool { return b.w.page == b.w.calls && b.says("Acme Solar") && b.says("NOTE") })
	doc, err := b.app.Call(b.w.calls.doc.id)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Outcome != call.Complete || doc.Title() != "Acme Solar" || len(doc.Notes) != 1 {
		t.Errorf("the call is %+v", doc)
	}
	if len(doc.Capture.Pauses) != 1 {
		t.Errorf("it has the pauses %v", doc.Capture.Pauses)
	}
}

func TestATakeStartedElsewhereIsShown(t *testing.T) {
	b := newBench(t, scripted{dead: true})
	if _, err := b.app.StartTake(context.Background(), app.TakeRequest{Name: "From the command line"}); err != nil {
		t.Fatal(err)
	}
	b.until("the take is in sight", func() bool { return b.w.page == b.w.take })
	b.until("the dead side is told", func() bool { return b.says("nothing arrives") && b.says("playing through this device") })
	b.tap("Calls")
	if b.w.page != b.w.calls {
		t.Error("there is no way back to the calls")
	}
	b.until("the button shows the take", func() bool {
		return buttonIn(b.w.window.Content(), "Recording "+b.w.calls.record.Text[len("Recording "):]) != nil
	})
	if _, err := b.app.StopTake(); err != nil {
		t.Fatal(err)
	}
	b.until("it is over", func() bool { return !b.w.take.running && b.w.calls.record.Text == "Record" })
}

func TestClosingDuringATakeSavesIt(t *testing.T) {
	b := newBench(t, scripted{})
	b.tap("Record")
	b.until("it records", func() bool { return b.w.take.running })
	b.w.onClose()
	if !b.says("A call is being recorded") {
		t.Fatalf("closing says nothing: %q", b.words())
	}
	b.tap("Stop and save, then close")
	b.until("it is closed", func() bool { return b.w.closed })
	summaries, err := b.app.Calls(app.Filter{})
	if err != nil || len(summaries) != 1 || summaries[0].Outcome != call.Complete {
		t.Errorf("the library holds %v, %v", summaries, err)
	}
}

func TestNoSoundIsExplained(t *testing.T) {
	b := newBench(t, scripted{refuse: audio.ErrNoServer})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.tap("Record")
	b.until("it is explained", func() bool { return b.says(app.Explain(audio.ErrNoServer).What) })
	b.tap("Copy diagnostics")
	if b.w.calls.record.Disabled() {
		t.Error("one cannot try again")
	}
}

func TestWordsAreMadeFoundAndHeard(t *testing.T) {
	b := newBench(t, scripted{})
	b.importWholeSample("Acme Solar")
	b.until("the call is open", func() bool { return b.says("Nothing has been written down of this call yet.") })
	b.app.StartJobs()
	b.tap("Transcribe…")
	b.until("it is asked with which model", func() bool { return b.says("Transcribe this call") })
	b.tap("Transcribe")
	b.until("the words are there", func() bool { return b.says("Hello?") && b.says("Who is calling, please?") })
	if !b.says("Demo model") || !b.says("? doubtful: the words repeat") {
		t.Errorf("banner or doubt is missing: %q", b.words())
	}

	test.Type(b.w.calls.search, "solar panels")
	b.until("it is found", func() bool { return len(b.w.calls.results.hits) > 0 })
	hit := b.w.calls.results.hits[0]
	b.w.calls.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("it is played from there", func() bool { return b.w.calls.doc.playback.position() > hit.At })
	b.until("the turn is marked", func() bool { return b.w.calls.doc.conversation.heard >= 0 })
	b.tap("Pause")
	b.until("it is quiet", func() bool { return !b.w.calls.doc.playback.moving() })
	conversation := b.w.calls.doc.conversation
	if len(conversation.found) == 0 {
		t.Error("what was found is not marked in the call")
	}
	for i, places := range conversation.found {
		for _, place := range places {
			if word := strings.ToLower(conversation.turns[i].text[place[0]:place[1]]); word != "solar" && word != "panels" && word != "panel" && word != "solar panels" {
				t.Errorf("turn %d is marked at %q", i, word)
			}
		}
	}

	b.w.calls.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(conversation.found) != 0 {
		t.Error("the marks stay when the results are gone")
	}
	if b.w.calls.shelf.Objects[0] != b.w.calls.listRoot {
		t.Error("Escape does not bring the calls back")
	}
	b.w.window.Canvas().Unfocus()
	if b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDown}); b.w.window.Canvas().Focused() != b.w.calls.list {
		t.Error("the arrows do not find the list")
	}
	test.Type(b.w.calls.search, "sola")
	b.until("a word that is still being typed is found", func() bool { return b.says("Words that begin so: found ") && len(b.w.calls.results.hits) > 1 })
	b.w.calls.search.SetText("")
	test.Type(b.w.calls.search, "solr")
	b.until("another word is proposed", func() bool { return b.says("Nothing was found. Did you mean…") })
	b.tap("solar")
	b.until("it is found", func() bool { return len(b.w.calls.results.hits) > 1 })
	hits := len(b.w.calls.results.hits)
	for _, want := range []int{0, 1} {
		b.w.calls.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF3})
		if got := b.w.calls.results.column.chosen; got != want {
			t.Errorf("F3 goes to result %d, wants %d", got, want)
		}
	}
	b.w.calls.results.step(-2)
	if got := b.w.calls.results.column.chosen; got != hits-1 {
		t.Errorf("back before the first is %d of %d", got, hits)
	}
	b.w.calls.search.SetText("")
	test.Type(b.w.calls.search, `"solar panels`)
	b.until("a phrase is found while it is typed", func() bool { return b.says("Found ") && len(b.w.calls.results.hits) > 0 })
	b.w.calls.search.SetText("größe after:soon -x")
	b.until("the place of the fault is told", func() bool { return b.says("at “after:soon”.") })
	b.w.calls.search.SetText("after:soon")
	b.until("the query is refused in words", func() bool { return b.says("“after:” takes a day") && len(b.w.calls.results.hits) == 0 })
}

func TestATranscriptionCanBeCancelledAndFail(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.says("Nothing has been written down of this call yet.") })
	b.app.StartJobs()
	if _, err := b.app.Transcribe(id, app.DemoModel, "fr"); err != nil {
		t.Fatal(err)
	}
	b.until("progress is shown", func() bool { return b.w.calls.doc.words.progress.fraction > 0 })
	b.tap("Cancel")
	b.until("it is as before", func() bool { return b.says("Nothing has been written down of this call yet.") })

	if _, err := b.app.Transcribe(id, app.DemoModel, "de"); err != nil {
		t.Fatal(err)
	}
	b.until("the failure is told", func() bool { return b.says("This call could not be written down.") && b.says("The recording is safe.") })
	if buttonIn(b.w.window.Content(), "Try again…") == nil {
		t.Error("one cannot try again")
	}
}

func TestWhoItWasCanBeChanged(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("telemarketer")
	b.until("the call is open", func() bool { return b.w.calls.doc.doc.ID == id && b.w.calls.doc.body.Visible() })
	b.tap("Edit")
	b.tap("Outgoing")
	b.tap("Save")
	b.until("it is changed", func() bool { return b.says("outgoing") && b.w.calls.doc.doc.Direction == call.Outgoing })
}

func TestAMissingRecordingIsToldInItsPlace(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.doc.ID == id })
	folder := filepath.Join(b.app.Library(), "calls", id.Month(), string(id))
	if err := os.Remove(filepath.Join(folder, "audio.flac")); err != nil {
		t.Fatal(err)
	}
	b.w.calls.doc.id = ""
	b.w.openCall(id, nil)
	b.until("it is told", func() bool { return b.w.calls.doc.broken.Visible() })
	if b.w.window.Canvas().Overlays().Top() != nil || b.w.calls.doc.sound.Visible() {
		t.Error("a box stands in front of the window, or the empty sound is shown")
	}
}

func TestACallIsExported(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.doc.ID == id })
	b.w.calls.doc.onExport(app.Form{As: "json"})
	if b.w.window.Canvas().Overlays().Top() == nil {
		t.Fatal("nobody asks where to")
	}
	for format, good := range map[string]bool{"json": true, "flac": true, "txt": true, "srt": false} {
		path := filepath.Join(t.TempDir(), "call."+format)
		file, err := storage.Writer(storage.NewFileURI(path))
		if err != nil {
			t.Fatal(err)
		}
		if err := export(context.Background(), b.app, id, app.Form{As: format}, file); (err == nil) != good {
			t.Errorf("%s: %v", format, err)
		}
		if facts, err := os.Stat(path); (err == nil) != good || good && facts.Size() == 0 {
			t.Errorf("%s left %v, %v", format, facts, err)
		}
	}
}

func TestEscapeLeavesAQuestion(t *testing.T) {
	b := newBench(t, scripted{})
	b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.says("Nothing has been written down of this call yet.") })
	b.tap("Edit")
	window := b.w.window.Canvas()
	window.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if window.Overlays().Top() != nil {
		t.Error("the question is still there")
	}
	b.w.showError(audio.ErrNoServer)
	b.w.showError(audio.ErrNoServer)
	window.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if window.Overlays().Top() != nil {
		t.Error("the same trouble was shown twice")
	}
}

func TestSettingsListenAndAreKept(t *testing.T) {
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	b.tap("Settings")
	b.until("the meter moves", func() bool { return b.w.settings.sound.sides[0].meter.fraction > 0.3 })
	b.until("models are listed", func() bool { return b.says("demo") && b.says("in use") })
	b.tap("Full (48 kHz)")
	b.until("it is kept", func() bool { return b.app.Settings().Rate == 48000 })
	b.tap("Calls")
	b.until("nothing is listened to", func() bool { return b.w.settings.sound.monitor == nil })
}

func TestSettingsWithoutSoundSayWhy(t *testing.T) {
	b := newBench(t, scripted{refuse: audio.ErrNoServer})
	b.w.show(b.w.settings)
	b.until("it is explained", func() bool { return b.says(app.Explain(audio.ErrNoServer).What) })
}

func TestANarrowWindowShowsListOrCall(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("the call is open", func() bool { return b.w.calls.doc.doc.ID == id })
	b.w.window.Resize(fyne.NewSize(600, 700))
	if !b.w.calls.left.Visible() || b.w.calls.doc.root.Visible() {
		t.Fatal("the narrow window does not begin with the list")
	}
	b.w.calls.list.take(1)
	if b.w.calls.left.Visible() || !b.w.calls.doc.root.Visible() {
		t.Fatal("choosing a call does not show it")
	}
	b.tap("Calls")
	if !b.w.calls.left.Visible() {
		t.Error("there is no way back to the list")
	}
}

func TestTenThousandCallsScroll(t *testing.T) {
	b := newBench(t, scripted{})
	b.until("the library was read", func() bool { return b.w.calls.loaded })
	var summaries []app.Summary
	now := time.Now()
	for i := range 10_000 {
		started := now.Add(-time.Duration(i) * time.Hour)
		summaries = append(summaries, app.Summary{ID: call.NewID(started), Started: started, Title: fmt.Sprintf("Call %d", i), Duration: 60})
	}
	b.w.calls.chosen = summaries[0].ID
	b.w.calls.show(newListed(summaries, nil, app.Arrangement{}))
	list := b.w.calls.list
	if !b.says("Call 0") || !b.says("Today") {
		t.Fatalf("the window says %q", b.words())
	}
	if len(list.rows) > 30 {
		t.Errorf("%d rows exist", len(list.rows))
	}
	began := time.Now()
	const steps = 200
	for range steps {
		list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -300}})
	}
	if took := time.Since(began) / steps; took > 50*time.Millisecond {
		t.Errorf("a step takes %v", took)
	}
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if !b.says("Call 9999") {
		t.Errorf("End does not reach the last call: %q", b.words())
	}
	if len(list.rows)+len(list.spare) > 60 {
		t.Errorf("%d rows were made", len(list.rows)+len(list.spare))
	}
}

func TestPumpStopsWithTheWindow(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.Close()
	b.w.Close()
	b.importSample("after the end")
	before := b.w.calls.rows
	for len(b.posted) > 0 {
		(<-b.posted)()
	}
	if len(b.w.calls.rows) != len(before) {
		t.Error("the closed window still listens")
	}
}

func TestBackgroundShowsErrorsAndIsJoined(t *testing.T) {
	posted := make(chan func(), 10)
	var shown error
	work := newBackground(func(do func()) { posted <- do }, func(err error) { shown = err })
	work.do(func(context.Context) error { return errors.New("broken") }, func() { t.Error("an error was taken for success") })
	(<-posted)()
	if shown == nil {
		t.Error("the error was not shown")
	}
	ended := false
	work.do(func(ctx context.Context) error {
		<-ctx.Done()
		ended = true
		return ctx.Err()
	}, nil)
	work.close()
	if !ended || len(posted) != 0 {
		t.Error("the work was not joined")
	}
}
