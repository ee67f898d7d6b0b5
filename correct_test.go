package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A turn is corrected in the real window with the keyboard alone, survives a kill of the program, and is undone in the
// window that is opened next. The file of what the machine wrote stays as it is, to the byte.
func TestWindowCorrectsAndUndoes(t *testing.T) {
	m := &machine{t: t, home: shortDir(t)}
	m.library = filepath.Join(m.home, "library")
	sample, err := filepath.Abs(sampleCalls[0].file())
	if err != nil {
		t.Fatal(err)
	}
	m.run("import", sample, "--no-transcribe")
	m.run("--quiet", "transcribe", "last")
	first := m.turns()[0]
	files, err := filepath.Glob(filepath.Join(m.library, "calls/*/*/*/transcript.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("transcripts: %v, %v", files, err)
	}
	machine, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}

	s := newScreen(t)
	w := m.openWindow(s)
	w.awaitFrame()
	w.focus()
	time.Sleep(3 * time.Second) // until the call is open
	w.keys("ctrl+k")
	time.Sleep(500 * time.Millisecond)
	w.typeText(" it is corrected")
	w.picture("correcting")
	w.keys("Return")
	m.await(20*time.Second, "the correction", func() bool { return m.turns()[0] == first+" it is corrected" })
	w.kill()

	w = m.openWindow(s)
	m.await(20*time.Second, "the window", func() bool { _, _, exit := m.try("status"); return exit == 0 })
	w.awaitFrame()
	w.focus()
	if got := m.turns()[0]; got != first+" it is corrected" {
		t.Errorf("after a kill the turn reads %q", got)
	}
	time.Sleep(3 * time.Second)
	w.keys("ctrl+z")
	m.await(20*time.Second, "the undo", func() bool { return m.turns()[0] == first })
	if now, err := os.ReadFile(files[0]); err != nil || !bytes.Equal(now, machine) {
		t.Errorf("the machine's file was touched: %v", err)
	}
	if out := m.run("check"); out == "" {
		t.Error("check says nothing")
	}
}

// turns are the texts of the newest call's turns.
func (m *machine) turns() []string {
	m.t.Helper()
	var doc document
	m.json(&doc, "show", "last")
	var texts []string
	for _, segment := range doc.Transcript.Segments {
		texts = append(texts, segment.Text)
	}
	return texts
}
