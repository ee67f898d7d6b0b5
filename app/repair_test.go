package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestAMendedCallIsToldOfAndMeasured(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	path := filepath.Join(dir, "one.wav")
	waveFile(t, path, steps(7))
	id, err := a.Import(t.Context(), path, ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := a.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := filepath.Glob(filepath.Join(a.Library(), "calls/*/*", string(id), "call.json"))
	if err != nil || len(documents) != 1 {
		t.Fatal(documents, err)
	}
	if err := os.WriteFile(documents[0], []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	feed := a.Subscribe()
	defer feed.Close()
	if _, err := a.Repair(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := false
	for event, ok := feed.Poll(); ok; event, ok = feed.Poll() {
		told = told || event == (CallChanged{id})
	}
	if !told {
		t.Error("nobody is told that the call is another one now")
	}
	mended, err := a.Call(id)
	if err != nil || mended.Outcome != call.Recovered {
		t.Fatal(mended.Outcome, err)
	}
	want := doc.Audio
	if got := mended.Audio; got.Frames != want.Frames || got.Rate != want.Rate || got.Channels != want.Channels || got.Duration != want.Duration {
		t.Errorf("its recording is %+v, wants %+v", got, want)
	}
}
