package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestEchoesAreHiddenUntilAskedFor(t *testing.T) {
	b := newBench(t, scripted{})
	id, other := b.importSample("Acme Solar"), b.importSample("Bennett")
	leak := &call.Echo{Gain: -10, Lag: 20}
	b.writeDown(id, []call.Segment{
		{Party: call.Remote, Start: 1, End: 2, Text: "Where did you get it?"},
		{Party: call.Local, Start: 1, End: 2, Text: "Where did he get it?", Echo: leak},
		{Party: call.Local, Start: 3, End: 4, Text: "I had it before."},
		{Party: call.Local, Start: 5, End: 6, Text: "Good by.", Echo: leak},
	})
	b.openAnew(id)
	b.until("the words are there", func() bool { return b.says("I had it before.") && b.says("Where did you get it?") })
	told := "2 passages of the far side, heard again by the microphone, are "
	if b.says("Where did he get it?") || !b.says(told+"hidden") {
		t.Errorf("the window says %q", b.words())
	}
	b.tap("Show")
	if !b.says("Where did he get it?") || !b.says("Good by.") || !b.says(told+"shown") || !b.says("the far side, heard again by the microphone") {
		t.Errorf("the echoes are not shown: %q", b.words())
	}
	b.tap("Hide")
	if b.says("Where did he get it?") || len(b.w.calls.doc.conversation.turns) != 2 {
		t.Errorf("they are not hidden again: %q", b.words())
	}
	b.tap("Show")
	b.openAnew(other)
	b.until("the other call is open", func() bool { return b.says("Nothing has been written down of this call yet.") })
	if b.w.calls.doc.words.echoes.root.Visible() {
		t.Error("a call without echoes speaks of them")
	}
	b.openAnew(id)
	b.until("the first is open", func() bool { return b.says(told + "hidden") })
}

// writeDown puts a transcript beside a recording.
func (b *bench) writeDown(id call.ID, segments []call.Segment) {
	b.t.Helper()
	content, err := json.Marshal(call.Transcript{Format: call.Format, Engine: "test", Segments: segments})
	if err == nil {
		err = os.WriteFile(filepath.Join(b.app.Library(), "calls", id.Month(), string(id), "transcript.json"), content, 0o600)
	}
	if err == nil {
		err = b.app.RebuildIndex(b.t.Context())
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// openAnew opens a call as if it had not been looked at before.
func (b *bench) openAnew(id call.ID) {
	b.w.calls.doc.id = ""
	b.w.openCall(id, nil)
}
