package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// transcribed gives an app with a call that has sound and a transcript of two turns.
func transcribed(t *testing.T) (*App, call.ID) {
	t.Helper()
	a := open(t, t.TempDir(), both())
	id := importSample(t, a)
	said := func(party call.Party, start call.Seconds, text string) call.Segment {
		return call.Segment{Party: party, Start: start, End: start + 2, Text: text, Words: []call.Word{}}
	}
	err := a.library.SaveTranscript(id, call.Transcript{Engine: "some 1", Segments: []call.Segment{
		said(call.Remote, 1, "the court early payment"), said(call.Local, 4, "is late"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return a, id
}

func importSample(t *testing.T, a *App) call.ID {
	t.Helper()
	file, err := filepath.Abs("../assets/calls/telemarketer.flac")
	if err != nil {
		t.Fatal(err)
	}
	id, err := a.Import(t.Context(), file, ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestCorrectionsAreSignedToldAndRead(t *testing.T) {
	a, id := transcribed(t)
	settings := a.Settings()
	settings.Who = " Linda Berg "
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	feed := a.Subscribe()
	defer feed.Close()
	if _, err := a.CorrectText(id, 1, "the quarterly payment"); err != nil {
		t.Fatal(err)
	}
	if event, ok := feed.Poll(); !ok || event != (CallChanged{id}) {
		t.Errorf("told %v", event)
	}
	if _, err := a.CorrectSpeaker(id, 2, call.Remote); err != nil {
		t.Fatal(err)
	}
	if _, err := a.CorrectMerge(id, 2, false); err != nil {
		t.Fatal(err)
	}
	doc, err := a.Document(id)
	if err != nil {
		t.Fatal(err)
	}
	turn := doc.Transcript.Segments[0]
	if len(doc.Transcript.Segments) != 1 || turn.Text != "the quarterly payment is late" || turn.Corrected.Who != "Linda Berg" {
		t.Errorf("reads %+v", doc.Transcript.Segments)
	}
	if machine, err := a.MachineDocument(id); err != nil || machine.Transcript.Segments[0].Text != "the court early payment" {
		t.Errorf("the machine wrote %+v, %v", machine.Transcript, err)
	}
	history, err := a.Corrections(id)
	if err != nil || len(history) != 3 || history[2].Who != "Linda Berg" || history[2].Made.IsZero() {
		t.Errorf("history %+v, %v", history, err)
	}
	if _, err := a.CorrectText(id, 1, "the quarterly payment is late"); !errors.Is(err, call.ErrNoChange) {
		t.Errorf("correcting to the same: %v", err)
	}
}

func TestWhoIsTheUserUnlessNamed(t *testing.T) {
	a := open(t, t.TempDir(), both())
	if a.Who() == "" {
		t.Error("corrections would be nobody's")
	}
}

func TestUnreadableCorrectionsAreTold(t *testing.T) {
	a, id := transcribed(t)
	file := filepath.Join(a.Library(), "calls", id.Month(), string(id), "corrections.json")
	if err := os.WriteFile(file, []byte(`{"format":2}`), 0o600); err != nil {
		t.Fatal(err)
	}
	doc, err := a.Document(id)
	if err != nil || doc.Unread == "" || len(doc.Transcript.Segments) != 2 {
		t.Errorf("reads %+v, %v", doc, err)
	}
	if _, err := a.CorrectText(id, 1, "x"); !errors.Is(err, storage.ErrNewerFormat) {
		t.Errorf("correcting gives %v", err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}
