package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// sound puts a recording into a folder under a name.
func sound(t *testing.T, folder, name, of string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../testdata/audio", of))
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(folder, name)
	if err := os.WriteFile(place, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return place
}

func (b *bench) drop(paths ...string) {
	b.t.Helper()
	var files []fyne.URI
	for _, path := range paths {
		files = append(files, storage.NewFileURI(path))
	}
	b.w.imports.onDropped(fyne.Position{}, files)
}

// A folder that is dropped onto the window comes in as far as it can be read, and for each file stands what became of it.
func TestAFolderIsDroppedOntoTheWindow(t *testing.T) {
	b := newBench(t, scripted{})
	folder := t.TempDir()
	sound(t, folder, "20260312_140200.000+0000_in_+12125550142_Acme Solar.flac", "us_busy.flac")
	sound(t, folder, "20260313_091500.000+0000_out_+12125550170_L. Berg.flac", "us_ringback.flac")
	sound(t, folder, "20260314_091500.000+0000_out_+12125550170_L. Berg.flac", "us_ringback.flac") // the same sound
	if err := os.WriteFile(filepath.Join(folder, "broken.flac"), []byte("fLaC but then no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.drop(folder)
	b.until("it is asked about the one without a date in its name", func() bool { return b.says("For 1 of them the only date is the file's own") })
	b.tap("Import")
	b.until("all is done", func() bool { return b.says("Acme Solar") && b.w.imports.stop == nil && len(b.w.imports.items) > 0 })
	for _, text := range []string{"2 imported, 1 in the library already, 1 not read", "This file is in the library already", "This is not a sound file"} {
		if !b.says(text) {
			t.Errorf("%q is not said: %q", text, b.words())
		}
	}
	if n := len(b.calls()); n != 2 {
		t.Errorf("%d calls came in: %q", n, b.words())
	}
}

// A file that says nothing of its call is asked about, in one sheet; who answers nothing brings nothing in.
func TestAnUnclearFileIsAskedAbout(t *testing.T) {
	b := newBench(t, scripted{})
	b.drop(sound(t, t.TempDir(), "voicemail.flac", "us_busy.flac"))
	b.until("it is asked", func() bool { return b.says("When the call began") })
	b.tap("Cancel")
	if len(b.calls()) != 0 || b.w.imports.stop != nil {
		t.Error("it came in")
	}
}

func (b *bench) calls() []app.Summary {
	b.t.Helper()
	all, err := b.app.Calls(app.Filter{})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// A transcript that names nobody is asked about, also where the date is known, and its words stand under who was chosen.
func TestATranscriptWithoutNamesIsAskedAbout(t *testing.T) {
	b := newBench(t, scripted{})
	folder := t.TempDir()
	path := sound(t, folder, "20260312_140200.000+0000_in_+12125550142_Acme Solar.flac", "us_busy.flac")
	words := "1\n00:00:00,100 --> 00:00:01,000\nHello.\n"
	if err := os.WriteFile(strings.TrimSuffix(path, ".flac")+".srt", []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	b.drop(path)
	b.until("it is asked", func() bool { return b.says("Its transcript names nobody; it was said by") })
	if b.says("The only date that it has") {
		t.Error("its date is said to be unknown")
	}
	all := choicesIn(b.w.window.Canvas().Overlays().Top())
	all[len(all)-1].onTapped(1)
	b.tap("Import")
	b.until("it is open", func() bool { return len(b.calls()) == 1 && b.w.imports.stop == nil })
	doc, err := b.app.Document(b.calls()[0].ID)
	if err != nil || doc.Transcript == nil || doc.Transcript.Segments[0].Party != call.Local {
		t.Errorf("%+v, %v", doc.Transcript, err)
	}
}

func choicesIn(root fyne.CanvasObject) (all []*choice) {
	for _, o := range test.LaidOutObjects(root) {
		if c, is := o.(*choice); is {
			all = append(all, c)
		}
	}
	return all
}

func TestShortFiles(t *testing.T) {
	for name, want := range map[string]string{
		"call.wav": "call.wav", "twenty-nine characters go.wav": "twenty-nine characters go.wav",
		"20260312_140200.000+0000_in_+12125550142_Łucja Müller.flac": "20260312_140200.… Müller.flac",
	} {
		if got := shortFile(name); got != want {
			t.Errorf("%q is %q, wants %q", name, got, want)
		}
	}
}
