package app

import (
	"os"
	"path/filepath"
	"testing"
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
