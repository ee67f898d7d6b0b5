package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

const childEnv = "ONRECORD_STORAGE_CHILD"

// writeForEver is the test binary as a child that is going to be killed: it makes calls, edits and transcribes them,
// and says on its output what it was told is done.
func writeForEver(dir string) {
	l, err := Open(dir, Options{})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	count, err := l.Count()
	for n := count; err == nil; n++ {
		err = writeOne(l, n)
	}
	fmt.Println("error", err)
	os.Exit(1)
}

func writeOne(l *Library, n int) error {
	c := someCall(n)
	f, err := l.Begin(c)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, strings.Repeat("sound", 1000)); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	c.Outcome, c.Case = call.Complete, ""
	if err := l.Commit(c); err != nil {
		return err
	}
	fmt.Println("committed", c.ID)
	if _, err := l.EditCase("kept", func(k *call.Case) error {
		k.Entries = append(k.Entries, call.CaseEntry{When: c.Started, Text: string(c.ID)})
		return nil
	}); err != nil {
		return err
	}
	fmt.Println("entered", c.ID)
	if _, err := l.EditContact("", func(k *call.Contact) error { k.Name = string(c.ID); return nil }); err != nil {
		return err
	}
	fmt.Println("met", c.ID)
	j, err := l.Enqueue(Job{Call: c.ID})
	if err != nil {
		return err
	}
	if err := l.MoveJob(j.ID, MoveTop); err != nil {
		return err
	}
	fmt.Println("moved", c.ID)
	if err := l.SaveTranscript(c.ID, someTranscript("the word", string(c.ID), strings.Repeat("and more of it ", 100))); err != nil {
		return err
	}
	fmt.Println("transcribed", c.ID)
	if _, err := l.Edit(c.ID, func(c *call.Call) error { c.Case = "edited"; return nil }); err != nil {
		return err
	}
	fmt.Println("edited", c.ID)
	if err := l.Correct(c.ID, retext(1, "the corrected word")); err != nil {
		return err
	}
	fmt.Println("corrected", c.ID)
	return nil
}

// runAndKill lets a child write for a while and gives what it said.
func runAndKill(t *testing.T, dir string, after time.Duration) string {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+dir)
	var said bytes.Buffer
	child.Stdout, child.Stderr = &said, &said
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed
	if strings.Contains(said.String(), "error") {
		t.Fatalf("child said %s", said.String())
	}
	return said.String()
}

func TestKilledInTheMidstOfWriting(t *testing.T) {
	runs := 30
	if testing.Short() {
		runs = 5
	}
	dir, done := "", 0
	for run := range runs {
		if run%5 == 0 {
			dir = quickDir(t)
		}
		said := runAndKill(t, dir, 20*time.Millisecond+time.Duration(rand.IntN(80))*time.Millisecond)
		lines := strings.Split(strings.TrimSpace(said), "\n")
		done += len(lines)
		opt, _ := testOptions(t)
		l, err := Open(dir, opt)
		if err != nil {
			t.Fatalf("run %d: %v", run, err)
		}
		recoverAll(t, l)
		if _, err := l.Repair(t.Context()); err != nil {
			t.Fatal(err)
		}
		mustBeClean(t, l)
		for _, line := range lines {
			mustHave(t, l, line)
		}
		mustBeInOrder(t, l, said)
		shut(t, l)
		if t.Failed() {
			t.Fatalf("in run %d", run)
		}
	}
	t.Logf("%d things were done in %d runs", done, runs)
}

// recoverAll does to the unfinished what the application does, but for mending the sound.
func recoverAll(t testing.TB, l *Library) {
	t.Helper()
	ids, err := l.Unfinished()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		c, err := l.Call(id)
		if errors.Is(err, ErrDamaged) {
			continue // for Repair
		}
		if err != nil {
			t.Fatal(err)
		}
		c.Outcome = call.Recovered
		err = l.Commit(c)
		if errors.Is(err, ErrNoAudio) {
			c.Outcome = call.Failed
			err = l.Commit(c)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// mustBeInOrder makes sure that what the child said it has moved to the top of the queue stands there: the newest first.
func mustBeInOrder(t *testing.T, l *Library, said string) {
	t.Helper()
	var moved []call.ID
	for _, j := range must[[]Job](t)(l.Jobs()) {
		if strings.Contains(said, "moved "+string(j.Call)+"\n") {
			moved = append(moved, j.Call)
		}
	}
	if len(moved) != strings.Count(said, "moved ") || !slices.IsSortedFunc(moved, func(a, b call.ID) int { return strings.Compare(string(b), string(a)) }) {
		t.Errorf("the queue holds %v", moved)
	}
}

// mustHave makes sure that what the child said is done is there.
func mustHave(t *testing.T, l *Library, line string) {
	t.Helper()
	what, id, _ := strings.Cut(line, " ")
	if what == "" {
		return
	}
	c, err := l.Call(call.ID(id))
	if err != nil || c.Outcome != call.Complete {
		t.Errorf("%s: %v, %s", line, err, c.Outcome)
	}
	switch what {
	case "edited":
		if c.Case != "edited" {
			t.Errorf("%s: it is not", line)
		}
	case "corrected":
		layers, err := l.Layers(call.ID(id), 0)
		if read, misfit := layers.Reading(); err != nil || misfit != nil || read.Segments[0].Text != "the corrected word" {
			t.Errorf("%s: %v, %v", line, err, misfit)
		}
	case "entered":
		kept, err := l.Case("kept")
		if err != nil || !slices.ContainsFunc(kept.Entries, func(e call.CaseEntry) bool { return e.Text == id }) {
			t.Errorf("%s: %d entries, %v", line, len(kept.Entries), err)
		}
	case "met":
		contacts, err := l.Contacts()
		if err != nil || !slices.ContainsFunc(contacts, func(c call.Contact) bool { return c.Name == id }) {
			t.Errorf("%s: %d contacts, %v", line, len(contacts), err)
		}
	case "transcribed":
		results, err := l.Search(context.Background(), `"`+id+`"`, 0)
		if err != nil || results.Total != 1 {
			t.Errorf("%s: found %d times, %v", line, results.Total, err)
		}
	}
}
