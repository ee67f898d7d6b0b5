package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/call"
)

func TestTwoTranscriptsSideBySide(t *testing.T) {
	b, c := corrected(t)
	p := c.page
	b.choose("Compare transcripts")
	b.until("it is told that there is but one", func() bool { return b.says("There is nothing to compare yet") })
	b.choose("Compare transcripts")

	second := call.Transcript{Format: call.Format, Model: call.Model{Name: "base"}, Segments: []call.Segment{
		{Party: call.Remote, Start: 1, End: 3, Text: "The quarterly payment is late"},
		{Party: call.Local, Start: 1.5, End: 2.5, Text: "is it?"},
	}}
	content, err := json.Marshal(second)
	if err == nil {
		err = os.WriteFile(filepath.Join(b.app.Library(), "calls", p.id.Month(), string(p.id), "transcript-2.json"), content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	id := p.id
	b.openAnew(id)
	b.until("there are two", func() bool { return p.doc.Transcripts == 2 })
	b.tap("Compare")
	b.until("they are side by side", func() bool {
		return b.says("Only at the left: 6 of 12 words. Only at the right: 1.") && b.says("(nothing)")
	})
	if rows := len(p.compare.shown); rows != 3 {
		t.Errorf("%d passages", rows)
	}
	b.tap("Differences")
	if rows := len(p.compare.shown); rows != 2 || b.says("is it?") {
		t.Errorf("%d passages differ: %q", rows, b.words())
	}
	b.press(fyne.KeyDown)
	if p.compare.column.cursor != 1 {
		t.Error("the keyboard does not reach the passages")
	}
	b.tap("Use this one")
	b.until("the other one is read", func() bool {
		return p.doc.Transcript.Model.Name == "base" && p.compare.uses[1].Disabled() && !p.compare.uses[0].Disabled()
	})
	b.tap("Conversation")
	b.reads(c, "THEM The quarterly payment is late | YOU is it?")
}
