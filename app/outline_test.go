package app

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// outlined is a call that was looked at once: its recording, and how it looks.
func outlined(t *testing.T) (a *App, id call.ID, sound string, first Waveform) {
	t.Helper()
	dir := t.TempDir()
	a = open(t, dir, both())
	id, err := a.Import(t.Context(), "../assets/calls/telemarketer.flac", ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	if first, err = a.Waveform(t.Context(), id, 500, nil); err != nil || len(first[0]) != 500 || len(first[1]) != 500 {
		t.Fatalf("%d and %d points, %v", len(first[0]), len(first[1]), err)
	}
	return a, id, filepath.Join(dir, "library", "calls", id.Month(), string(id), "audio.flac"), first
}

// The second time nothing of the sound is read: it could not be, and the outline is the same.
func TestAnOutlineIsDrawnOnce(t *testing.T) {
	a, id, sound, first := outlined(t)
	stat, err := os.Stat(sound)
	if err != nil {
		t.Fatal(err)
	}
	was, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	lay := func(content []byte, written time.Time) {
		t.Helper()
		if err := os.WriteFile(sound, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(sound, written, written); err != nil {
			t.Fatal(err)
		}
	}
	lay(bytes.Repeat([]byte("no"), len(was)/2+1)[:len(was)], stat.ModTime())
	second, err := a.Waveform(t.Context(), id, 500, func(Waveform) { t.Error("it is drawn again") })
	if err != nil || !reflect.DeepEqual(first, second) {
		t.Errorf("the second outline is another, %v", err)
	}
	changed := stat.ModTime().Add(time.Second)
	lay(bytes.Repeat([]byte("no"), len(was)/2+1)[:len(was)], changed)
	if _, err := a.Waveform(t.Context(), id, 500, nil); err == nil {
		t.Error("a recording that was changed has the outline of the one that it was")
	}
	lay(was, changed)
	if third, err := a.Waveform(t.Context(), id, 500, nil); err != nil || !reflect.DeepEqual(first, third) {
		t.Errorf("the recording is back and has another outline, %v", err)
	}
}

func TestADamagedOutlineIsDrawnAgain(t *testing.T) {
	a, id, _, first := outlined(t)
	whole, keep, err := a.library.Outline(id, 500)
	if err != nil || len(whole) == 0 {
		t.Fatalf("%d bytes are kept, %v", len(whole), err)
	}
	damaged := bytes.Clone(whole)
	damaged[len(damaged)/2] ^= 0x10
	for _, content := range [][]byte{damaged, whole[:len(whole)/2], []byte("x"), {}} {
		if err := keep(content); err != nil {
			t.Fatal(err)
		}
		if again, err := a.Waveform(t.Context(), id, 500, nil); err != nil || !reflect.DeepEqual(first, again) {
			t.Errorf("%d bytes: another outline, %v", len(content), err)
		}
		if kept, _, err := a.library.Outline(id, 500); err != nil || !bytes.Equal(kept, whole) {
			t.Errorf("%d bytes: it is not kept again, %v", len(content), err)
		}
	}
}
