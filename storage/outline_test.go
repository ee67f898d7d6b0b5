package storage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

func keepOutline(t testing.TB, l *Library, id call.ID, outline string) {
	t.Helper()
	_, keep, err := l.Outline(id, 100)
	if err == nil {
		err = keep([]byte(outline))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func mustHaveOutline(t testing.TB, l *Library, id call.ID, points int, want string) {
	t.Helper()
	if got, _, err := l.Outline(id, points); err != nil || string(got) != want {
		t.Errorf("%d points of %s: the outline kept is %q, %v; want %q", points, id, got, err, want)
	}
}

func TestAnOutlineIsKeptUntilTheRecordingChanges(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c, other := record(t, l, 1, "sound"), record(t, l, 2, "sound")
	mustHaveOutline(t, l, c.ID, 100, "")
	keepOutline(t, l, c.ID, "drawn")
	mustHaveOutline(t, l, c.ID, 100, "drawn")
	mustHaveOutline(t, l, c.ID, 200, "")
	mustHaveOutline(t, l, other.ID, 100, "")
	must[call.Call](t)(l.Edit(c.ID, func(c *call.Call) error {
		c.Case = "another"
		return nil
	}))
	shut(t, l)
	l = open(t, dir)
	mustHaveOutline(t, l, c.ID, 100, "drawn")

	sound := filepath.Join(dir, inFolder(c.ID, audioName))
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(sound, later, later); err != nil {
		t.Fatal(err)
	}
	mustHaveOutline(t, l, c.ID, 100, "")
	keepOutline(t, l, c.ID, "drawn again")
	mustHaveOutline(t, l, c.ID, 100, "drawn again")
	if err := os.WriteFile(sound, []byte("more sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(sound, later, later); err != nil {
		t.Fatal(err)
	}
	mustHaveOutline(t, l, c.ID, 100, "")
	if err := l.RebuildIndex(ctx()); err != nil {
		t.Fatal(err)
	}
	mustHaveOutline(t, l, c.ID, 100, "")
}

// What was drawn of a recording that is another one by then, or of a call that has gone, is not kept.
func TestAnOutlineThatComesTooLateIsNotKept(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c, changed := record(t, l, 1, "sound"), record(t, l, 2, "sound")
	_, keepGone, err := l.Outline(c.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	_, keepChanged, err := l.Outline(changed.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(dir, inFolder(changed.ID, audioName)), later, later); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.Trash(c.ID), l.Purge(ctx(), []call.ID{c.ID}, nil)); err != nil {
		t.Fatal(err)
	}
	if err := keepGone([]byte("came too late")); !errors.Is(err, ErrNoCall) {
		t.Errorf("an outline of a call that is gone: %v", err)
	}
	if err := keepChanged([]byte("came too late")); err != nil {
		t.Error(err)
	}
	mustHaveOutline(t, l, changed.ID, 100, "")
	mustHoldNothingOf(t, dir, "came too late")
}

func TestThereIsNoOutlineWithoutARecording(t *testing.T) {
	l := open(t, t.TempDir())
	if _, _, err := l.Outline("20261123-120100-baaa", 100); !errors.Is(err, ErrNoCall) {
		t.Errorf("of no call: %v", err)
	}
	if _, _, err := l.Outline("../..", 100); !errors.Is(err, ErrNoCall) {
		t.Errorf("of what is no ID: %v", err)
	}
}
