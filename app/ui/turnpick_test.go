package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func TestAPassageIsPickedAndCopied(t *testing.T) {
	b, c := spokenCall(t)
	copied := func() string {
		c.column.TypedShortcut(&fyne.ShortcutCopy{})
		return b.w.program.Clipboard().Content()
	}
	b.press(fyne.KeyDown)
	if got := copied(); got != "00:04  You: No, thank you.\n" {
		t.Errorf("one turn is copied as %q", got)
	}
	c.column.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	b.press(fyne.KeyUp)
	c.column.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	want := "00:01  Acme Solar: We have a special offer.\n00:04  You: No, thank you.\n"
	if got := copied(); got != want || !b.says("2 turns, 00:01–00:05") {
		t.Errorf("two turns are copied as %q, and the window says %q", got, b.words())
	}
	b.press(fyne.KeyDown)
	if c.picked.from >= 0 || b.says("2 turns") {
		t.Error("they are picked still")
	}
	row := c.column.rows[2]
	row.MouseDown(&desktop.MouseEvent{Modifier: fyne.KeyModifierShift})
	row.Tapped(&fyne.PointEvent{})
	if from, to := extentOf(c.picked.present()); from != 4 || to != 7 {
		t.Errorf("picked %v to %v", from, to)
	}
	c.column.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := copied(); strings.Count(got, "\n") != 3 {
		t.Errorf("all is %q", got)
	}
	b.press(fyne.KeyEscape)
	if c.picked.from >= 0 {
		t.Error("Escape lets nothing go")
	}
}

// What is doubtful, corrected or the demo model's is copied with that said.
func TestWhatIsCopiedHidesNothing(t *testing.T) {
	doc := app.Document{Call: call.Call{Parties: map[call.Party]call.Person{}}, Transcript: &call.Transcript{Model: call.Model{Demo: true}}}
	got := passageText(doc, []turn{
		{at: 42, party: call.Local, text: "Please\nstop.", doubt: "the words repeat", corrected: &call.Corrected{}},
		{at: 47, remark: app.RemarkNote, text: "gave a name"},
		{at: 51, party: call.Remote, text: "One moment.", echo: true},
		{at: 3700, party: call.Remote, corrected: &call.Corrected{}},
	})
	want := "00:42  You: Please stop. [doubtful: the words repeat] [corrected]\n00:47  [note] gave a name\n" +
		"00:51  Them: One moment. [heard again by the microphone]\n1:01:40  Them: (struck out) [corrected]\n(" + app.DemoBanner + ")\n"
	if got != want {
		t.Errorf("copied:\n%s\nwants:\n%s", got, want)
	}
}

func TestSoundOfAPassageIsSaved(t *testing.T) {
	b, c := spokenCall(t)
	id := c.page.id
	dir := t.TempDir()
	save := func(name string, from, to call.Seconds) error {
		file, err := storage.Writer(storage.NewFileURI(filepath.Join(dir, name)))
		if err != nil {
			t.Fatal(err)
		}
		return saveClip(b.app, id, from, to, false, file)
	}
	var want bytes.Buffer
	if err := b.app.Clip(id, 1, 3.5, "wav", false, &want); err != nil {
		t.Fatal(err)
	}
	if err := save("clip.WAV", 1, 3.5); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "clip.WAV")); err != nil || !bytes.Equal(got, want.Bytes()) || len(got) != 44+4*2.5*16000 {
		t.Errorf("saved %d bytes, %v", len(got), err)
	}
	for name, span := range map[string]call.Span{"clip.mp3": {From: 1, To: 2}, "clip": {From: 1, To: 2}, "none.flac": {From: 500, To: 600}} {
		err := save(name, span.From, span.To)
		if err == nil || app.Explain(err).Safe != "Nothing was written." {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is left behind", name)
		}
	}
	c.picked.onPick(0, pickOne)
	c.picked.onPick(1, pickUpTo)
	from, to := extentOf(c.picked.present())
	if name := clipName(c.page.doc.Call, from, to, false); !strings.HasSuffix(name, " Acme Solar 00.01-00.05.flac") {
		t.Errorf("the proposed name is %q", name)
	}
	c.picked.onSave()
	b.until("it is asked where", func() bool { return b.says("Save") && b.w.window.Canvas().Overlays().Top() != nil })
}
