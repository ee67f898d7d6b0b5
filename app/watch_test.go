package app

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// watching is an App that watches a folder, looked at by hand.
func watching(t *testing.T, dir string) (*App, string) {
	t.Helper()
	folder := filepath.Join(dir, "incoming")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	a := open(t, dir, both())
	settings := a.Settings()
	settings.WatchFolder = folder
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	return a, folder
}

func (a *App) lookTwice(t *testing.T, want int) {
	t.Helper()
	a.folder.look(t.Context())
	a.folder.look(t.Context())
	if count, err := a.CountCalls(); err != nil || count != want {
		t.Errorf("%d calls, %v, wants %d; %+v", count, err, want, a.Watched())
	}
}

func TestWatchedFolderIsBroughtInOnce(t *testing.T) {
	dir := t.TempDir()
	a, folder := watching(t, dir)
	a.lookTwice(t, 0)
	waveFile(t, filepath.Join(folder, "one.wav"), steps(7))
	a.folder.look(t.Context())
	if count, _ := a.CountCalls(); count != 0 {
		t.Error("a file that may still grow was brought in")
	}
	waveFile(t, filepath.Join(folder, "one.wav"), append(steps(7), steps(9)...)) // it has grown
	a.folder.look(t.Context())
	if count, _ := a.CountCalls(); count != 0 {
		t.Error("a file that grew was brought in")
	}
	a.lookTwice(t, 1)
	a.lookTwice(t, 1)
	if status := a.Watched(); status.Brought != 1 || status.Gone || len(status.Left) != 0 {
		t.Errorf("%+v", status)
	}
	waveFile(t, filepath.Join(folder, "copy.wav"), append(steps(7), steps(9)...))
	a.lookTwice(t, 1)
	write(t, filepath.Join(folder, "notes.txt"), "no sound")
	write(t, filepath.Join(folder, "broken.mp3"), "no sound either")
	a.lookTwice(t, 1)
	if left := a.Watched().Left; len(left) != 1 || filepath.Base(left[0].Path) != "broken.mp3" {
		t.Errorf("left: %+v", left)
	}
	waveFile(t, filepath.Join(folder, "broken.mp3"), steps(11)) // it is whole now
	a.lookTwice(t, 2)
	if left := a.Watched().Left; len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestWatchedFolderSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "incoming")
	t.Run("first", func(t *testing.T) {
		a, folder := watching(t, dir)
		waveFile(t, filepath.Join(folder, "one.wav"), steps(7))
		a.lookTwice(t, 1)
	})
	// Whoever threw the call away does not want it again.
	calls, err := filepath.Glob(filepath.Join(dir, "library/calls/*/*/*"))
	if err != nil || len(calls) != 1 {
		t.Fatal(calls, err)
	}
	if err := os.RemoveAll(calls[0]); err != nil {
		t.Fatal(err)
	}
	a := open(t, dir, both())
	a.lookTwice(t, 0)
	waveFile(t, filepath.Join(folder, "two.wav"), steps(9))
	a.lookTwice(t, 1)
	if mended, err := a.Repair(t.Context()); err != nil || len(mended) != 1 { // the job of the call that was thrown away
		t.Errorf("mended %v, %v", mended, err)
	}
}

func TestWatchedFolderThatIsGone(t *testing.T) {
	dir := t.TempDir()
	a, folder := watching(t, dir)
	waveFile(t, filepath.Join(folder, "one.wav"), steps(7))
	a.lookTwice(t, 1)
	if err := os.Rename(folder, folder+"-away"); err != nil {
		t.Fatal(err)
	}
	feed := a.Subscribe()
	defer feed.Close()
	a.lookTwice(t, 1)
	if !a.Watched().Gone {
		t.Error("it is not said that the folder is gone")
	}
	if event, ok := feed.Poll(); !ok || event != (WatchChanged{}) {
		t.Errorf("nobody was told: %v", event)
	}
	if err := os.Rename(folder+"-away", folder); err != nil {
		t.Fatal(err)
	}
	a.lookTwice(t, 1)
	if a.Watched().Gone {
		t.Error("it is not said that the folder is back")
	}
}

func TestWatchedFolderWaitsForARecording(t *testing.T) {
	dir := t.TempDir()
	a, folder := watching(t, dir)
	waveFile(t, filepath.Join(folder, "one.wav"), steps(7))
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	a.lookTwice(t, 1) // the take
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	a.lookTwice(t, 2)
}

func TestWatchedLibraryIsNotImportedIntoItself(t *testing.T) {
	dir := t.TempDir()
	a, _ := watching(t, dir)
	settings := a.Settings()
	settings.WatchFolder = dir
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	waveFile(t, filepath.Join(dir, "one.wav"), steps(7))
	a.lookTwice(t, 1)
	a.lookTwice(t, 1)
}

// Notes that come after the sound reach the call, whatever a person said of it meanwhile stays, and they are taken once.
func TestLateNotesReachTheCall(t *testing.T) {
	for name, one := range map[string]struct {
		sound, notes string
		edit         func(*call.Call)
		who, number  string
	}{
		"same stem":       {"call 7.wav", "call 7.json", nil, "Linda Berg", "(212) 555-0142"},
		"one more ending": {"call 7.wav", "call 7.wav.json", nil, "Linda Berg", "(212) 555-0142"},
		"name in the file": {
			"20230414_215701.088-0400_out_+12125550142_Linda.wav", "20230414_215701.088-0400_out_+12125550142_Linda.json", nil, "Linda Berg", "(212) 555-0142",
		},
		"renamed meanwhile": {"call 7.wav", "call 7.json", func(c *call.Call) {
			c.Parties[call.Remote] = call.Person{Name: "My Linda"}
		}, "My Linda", "(212) 555-0142"},
	} {
		dir := t.TempDir()
		a, folder := watching(t, dir)
		waveFile(t, filepath.Join(folder, one.sound), steps(7))
		a.lookTwice(t, 1)
		list, err := a.Calls(Filter{})
		if err != nil || len(list) != 1 {
			t.Fatal(err)
		}
		if one.edit != nil {
			if _, err := a.Edit(list[0].ID, func(c *call.Call) error { one.edit(c); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		write(t, filepath.Join(folder, one.notes), bcrNotes)
		a.lookTwice(t, 1)
		doc, err := a.Call(list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if p := doc.Parties[call.Remote]; p.Name != one.who || p.Number != one.number || doc.Direction != call.Incoming {
			t.Errorf("%s: %+v, %s", name, p, doc.Direction)
		}
		if doc.Started.UnixMilli() != 1681523821088 || doc.Origin.Reckoned != call.FromDetails || doc.Ended.Sub(doc.Started) != doc.Audio.Duration.Duration() {
			t.Errorf("%s: from %v to %v, %s", name, doc.Started, doc.Ended, doc.Origin.Reckoned)
		}
		if d := doc.Origin.Details; d == nil || d.File != one.notes || d.Kept != "details.json" {
			t.Errorf("%s: %+v", name, d)
		}
		if findings, err := a.Check(t.Context()); err != nil || len(findings) > 0 {
			t.Errorf("%s: %+v, %v", name, findings, err)
		}
		write(t, filepath.Join(folder, one.notes), strings.ReplaceAll(bcrNotes, "Linda Berg", "Somebody else"))
		a.lookTwice(t, 1)
		if again, err := a.Call(list[0].ID); err != nil || again.Parties[call.Remote].Name != one.who {
			t.Errorf("%s: other notes were taken: %+v, %v", name, again.Parties, err)
		}
	}
}

// JSON that is no notes, and notes whose sound is not there, are passed over.
func TestOtherJSONInTheWatchedFolder(t *testing.T) {
	a, folder := watching(t, t.TempDir())
	waveFile(t, filepath.Join(folder, "call.wav"), steps(7))
	a.lookTwice(t, 1)
	write(t, filepath.Join(folder, "call.json"), `{"a": 1}`)
	write(t, filepath.Join(folder, "other.json"), bcrNotes)
	before := filesBelow(t, a.Library())
	a.lookTwice(t, 1)
	if !maps.Equal(before, filesBelow(t, a.Library())) {
		t.Error("something changed")
	}
	if left := a.Watched().Left; len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}
