package app

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// A disk that fills up while a take runs: the user is warned, once; told when there is room again; and when there is
// none left the call is saved whole.
func TestTakeOnADiskThatFillsUp(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=50m"); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	a := open(t, dir, both())
	feed := a.Subscribe()
	defer feed.Close()
	id, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	if w := nextWarning(t, feed); w.Kind != WarnDisk || w.Over || w.Call != id || w.Do == "" {
		t.Errorf("first: %+v", w)
	}
	if standing := a.Warnings(); len(standing) != 1 || standing[0].Kind != WarnDisk {
		t.Errorf("standing: %+v", standing)
	}
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT, "size=200m"); err != nil {
		t.Fatal(err)
	}
	if w := nextWarning(t, feed); w.Kind != WarnDisk || !w.Over {
		t.Errorf("second: %+v", w)
	}
	if err := os.WriteFile(dir+"/ballast", make([]byte, 190<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	select {
	case <-a.TakeEnded(id):
	case <-time.After(10 * time.Second):
		t.Fatal("the take goes on without room")
	}
	doc, err := a.TakeResult(id)
	if !errors.Is(err, storage.ErrFull) || doc.Outcome != call.Complete || doc.Failure != "stopped early: the disk is full" {
		t.Errorf("got outcome %q, failure %q, %v", doc.Outcome, doc.Failure, err)
	}
}

// nextWarning waits for the next warning and passes over other events.
func nextWarning(t *testing.T, feed *Feed) Warning {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		event, ok := feed.Next(ctx)
		if !ok {
			t.Fatal("no warning came")
		}
		if warned, ok := event.(TakeWarned); ok {
			return warned.Warning
		}
	}
}
