package storage

import (
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// rich makes a call that has everything: a recording, two transcripts, a correction, a note and a job.
func rich(t testing.TB, l *Library, n int) call.Call {
	t.Helper()
	c := record(t, l, n, "precious sound")
	for _, text := range []string{"the first words", "the quarterly payment is late"} {
		if err := l.SaveTranscript(c.ID, someTranscript(text, "indeed it is")); err != nil {
			t.Fatal(err)
		}
	}
	correct(t, l, c.ID, retext(1, "the quarterly payment was wonderful"))
	must[call.Call](t)(l.Edit(c.ID, func(c *call.Call) error {
		c.Notes = []call.Note{{At: 1, Text: "asked for halibut"}}
		return nil
	}))
	j := must[Job](t)(l.Enqueue(Job{Call: c.ID, Model: "tiny"}))
	if err := l.KeepPart(j.ID, "part", []byte("a decoded window")); err != nil {
		t.Fatal(err)
	}
	keepOutline(t, l, c.ID, "drawn small")
	return c
}

// mustBeIn makes sure that a call is in the library, with all that rich made.
func mustBeIn(t testing.TB, l *Library, id call.ID) {
	t.Helper()
	for query, want := range map[string]int{"wonderful": 1, "halibut": 1, `"first words"`: 0} {
		if err := found(l, query, want); err != nil {
			t.Error(err)
		}
	}
	audio := must[File](t)(l.OpenAudio(id))
	if content := must[[]byte](t)(io.ReadAll(audio)); string(content) != "precious sound" {
		t.Errorf("recording is %q", content)
	}
	if err := audio.Close(); err != nil {
		t.Error(err)
	}
	if list := must[[]TranscriptEntry](t)(l.Transcripts(id)); len(list) != 2 || list[1].Corrections != 1 || !list[1].Current {
		t.Errorf("transcripts are %+v", list)
	}
	if s := must[Summary](t)(l.Summary(id)); !s.Audio || !s.Transcribed || s.Sizes.Sound != int64(len("precious sound")) {
		t.Errorf("summary is %+v", s)
	}
	jobs := must[[]Job](t)(l.Jobs())
	if len(jobs) != 1 || jobs[0].Call != id || jobs[0].Model != "tiny" || jobs[0].State != JobQueued {
		t.Errorf("the queue holds %+v", jobs)
	}
	if _, err := os.Stat(filepath.Join(l.Dir(), inFolder(id, removalName))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s among the calls: %v", removalName, err)
	}
}

// mustBeOut makes sure that nothing finds a call.
func mustBeOut(t testing.TB, l *Library, id call.ID) {
	t.Helper()
	for _, query := range []string{"wonderful", "halibut", "name:caller"} {
		if err := found(l, query, 0); err != nil {
			t.Error(err)
		}
	}
	if list := must[[]Summary](t)(l.List(Filter{})); len(list) != 0 {
		t.Errorf("list is %+v", list)
	}
	if jobs := must[[]Job](t)(l.Jobs()); len(jobs) != 0 {
		t.Errorf("the queue holds %+v", jobs)
	}
	if _, err := l.Call(id); !errors.Is(err, ErrNoCall) {
		t.Errorf("its document gives %v", err)
	}
}

func TestIntoTheTrashAndBack(t *testing.T) {
	opt, _ := testOptions(t)
	now := noon.Add(time.Hour)
	opt.Now = func() time.Time { return now }
	l := must[*Library](t)(Open(t.TempDir(), opt))
	c := rich(t, l, 1)
	for range 2 { // as often as one likes
		if err := l.Trash(c.ID); err != nil {
			t.Fatal(err)
		}
		mustBeOut(t, l, c.ID)
		mustBeClean(t, l)
		list := must[[]Trashed](t)(l.Trashed())
		if len(list) != 1 || !list[0].Removed.Equal(now) || list[0].Title != "Caller 1" || !list[0].Transcribed || !list[0].Audio {
			t.Errorf("the trash holds %+v", list)
		}
		if _, err := l.Find(string(c.ID)); !errors.Is(err, ErrTrashed) || !errors.Is(err, ErrNoCall) {
			t.Errorf("looking for it gives %v", err)
		}
		if err := l.Trash(c.ID); !errors.Is(err, ErrNoCall) {
			t.Errorf("into the trash again: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = must[*Library](t)(Open(l.Dir(), opt))
		mustBeOut(t, l, c.ID)
		if id := must[call.ID](t)(l.FindTrashed("last")); id != c.ID {
			t.Errorf("the last one is %s", id)
		}
		if err := l.Restore(c.ID); err != nil {
			t.Fatal(err)
		}
		mustBeIn(t, l, c.ID)
		mustBeClean(t, l)
		if err := l.Restore(c.ID); !errors.Is(err, ErrNotTrashed) {
			t.Errorf("back again: %v", err)
		}
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheIndexOfTheTrashComesBack(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c := rich(t, l, 1)
	if err := l.Trash(c.ID); err != nil {
		t.Fatal(err)
	}
	before := must[[]Trashed](t)(l.Trashed())
	shut(t, l)
	removeIndex(t, dir)
	l = open(t, dir)
	after := must[[]Trashed](t)(l.Trashed())
	if len(after) != 1 || !after[0].same(before[0].Summary) || !after[0].Removed.Equal(before[0].Removed) {
		t.Errorf("the trash holds %+v, before %+v", after, before)
	}
	mustBeOut(t, l, c.ID)
	if err := l.Restore(c.ID); err != nil {
		t.Fatal(err)
	}
	mustBeIn(t, l, c.ID) // its job waited in the trash
}

func TestWhatCannotGoIntoTheTrash(t *testing.T) {
	l := open(t, t.TempDir())
	live := someCall(1)
	f := must[File](t)(l.Begin(live))
	if err := l.Trash(live.ID); !errors.Is(err, ErrLive) {
		t.Errorf("a call that is being recorded: %v", err)
	}
	if err := errors.Join(f.Close(), l.Discard(live.ID)); err != nil {
		t.Error(err)
	}
	for _, id := range []call.ID{"", "nonsense", "../../etc", someCall(9).ID} {
		if err := l.Trash(id); !errors.Is(err, ErrNoCall) {
			t.Errorf("into the trash with %q: %v", id, err)
		}
		if err := l.Restore(id); !errors.Is(err, ErrNotTrashed) {
			t.Errorf("back with %q: %v", id, err)
		}
		if err := l.Purge(ctx(), []call.ID{id}, nil); !errors.Is(err, ErrNotTrashed) {
			t.Errorf("for good with %q: %v", id, err)
		}
	}
}

// A folder that was copied back by hand is never written over, and never lost.
func TestACallInBothPlaces(t *testing.T) {
	l := open(t, t.TempDir())
	c := rich(t, l, 1)
	if err := l.Trash(c.ID); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(l.Dir(), folder(c.ID)), os.DirFS(filepath.Join(l.Dir(), trashFolder(c.ID)))); err != nil {
		t.Fatal(err)
	}
	if err := l.Restore(c.ID); !errors.Is(err, ErrExists) {
		t.Errorf("back beside it: %v", err)
	}
	if err := l.Trash(c.ID); !errors.Is(err, ErrTrashed) {
		t.Errorf("into the trash beside it: %v", err)
	}
	findings := must[[]Finding](t)(l.Repair(ctx()))
	if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Path == trashFolder(c.ID) && !f.Mended }) {
		t.Errorf("findings: %+v", findings)
	}
	mustBeIn(t, l, c.ID)
	if err := l.Purge(ctx(), []call.ID{c.ID}, nil); err != nil {
		t.Error(err)
	}
	mustBeIn(t, l, c.ID)
}

func TestFoldersMovedByHandAreNoticedAtOpen(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	c := rich(t, l, 1)
	if err := l.Trash(c.ID); err != nil {
		t.Fatal(err)
	}
	shut(t, l)
	if err := os.Rename(filepath.Join(dir, trashFolder(c.ID)), filepath.Join(dir, folder(c.ID))); err != nil {
		t.Fatal(err)
	}
	l = open(t, dir)
	mustBeIn(t, l, c.ID)
	mustBeClean(t, l)
	shut(t, l)
	if err := os.Rename(filepath.Join(dir, folder(c.ID)), filepath.Join(dir, trashFolder(c.ID))); err != nil {
		t.Fatal(err)
	}
	l = open(t, dir)
	mustBeOut(t, l, c.ID)
	if list := must[[]Trashed](t)(l.Trashed()); len(list) != 1 || !list[0].Removed.IsZero() {
		t.Errorf("the trash holds %+v", list)
	}
	if findings := must[[]Finding](t)(l.Repair(ctx())); len(findings) != 1 || findings[0].Path != path.Join(trashFolder(c.ID), removalName) || !findings[0].Mended {
		t.Errorf("findings: %+v", findings)
	}
}

// inPlaces tells where a call is.
func inPlaces(t testing.TB, dir string, id call.ID) (library, trash bool) {
	t.Helper()
	there := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name, callName))
		return err == nil
	}
	return there(folder(id)), there(trashFolder(id))
}

// TestTheTrashUnderFaults makes every operation of a change fail once, or all from then on, as when the disk is full or the
// power goes. The call must be in one place, whole, and the library in order once it is opened again.
func TestTheTrashUnderFaults(t *testing.T) {
	id := someCall(1).ID
	changes := []struct {
		name    string
		prepare func(l *Library) error
		change  func(l *Library) error
		library bool // where it is if the change succeeds
	}{
		{"Trash", func(*Library) error { return nil }, func(l *Library) error { return l.Trash(id) }, false},
		{"Restore", func(l *Library) error { return l.Trash(id) }, func(l *Library) error { return l.Restore(id) }, true},
		{"Purge", func(l *Library) error { return l.Trash(id) }, func(l *Library) error { return l.Purge(ctx(), []call.ID{id}, nil) }, false},
	}
	for _, c := range changes {
		for _, lasting := range []bool{false, true} {
			t.Run(c.name+map[bool]string{true: " lasting"}[lasting], func(t *testing.T) {
				t.Parallel()
				for n := 0; ; n++ {
					f := &faults{left: -1, lasting: lasting, err: errors.New("the disk is gone")}
					opt, _ := testOptions(t)
					opt.Fail = f.fail
					l := must[*Library](t)(Open(filepath.Join(quickDir(t), "library"), opt))
					rich(t, l, 1)
					if err := c.prepare(l); err != nil {
						t.Fatal(err)
					}
					f.arm(n)
					err := c.change(l)
					struck := f.struck
					f.arm(-1)
					if err := l.Close(); err != nil {
						t.Fatal(err)
					}
					if err == nil && struck != "" || err != nil && struck == "" {
						t.Errorf("failing %q gives %v", struck, err)
					}
					afterFault(t, l.Dir(), id, c.name == "Purge")
					if in, _ := inPlaces(t, l.Dir(), id); err == nil && in != c.library {
						t.Errorf("it succeeded, and the call is in the library: %v", in)
					}
					if t.Failed() {
						t.Fatalf("when operation %d failed: %s", n, struck)
					}
					if struck == "" {
						return
					}
				}
			})
		}
	}
}

// afterFault opens the library again and makes sure that the call is in one place, whole; or nowhere, if it may be gone.
func afterFault(t *testing.T, dir string, id call.ID, mayBeGone bool) {
	t.Helper()
	opt, _ := testOptions(t)
	l := must[*Library](t)(Open(dir, opt))
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	mustBeClean(t, l)
	switch library, trash := inPlaces(t, dir, id); {
	case library && !trash:
		mustBeIn(t, l, id)
	case trash && !library:
		mustBeOut(t, l, id)
		if err := l.Restore(id); err != nil {
			t.Error(err)
		}
		mustBeIn(t, l, id)
		mustBeClean(t, l)
		if err := l.Trash(id); err != nil {
			t.Error(err)
		}
	case mayBeGone && !library && !trash:
		mustBeOut(t, l, id)
		mustHoldNothingOf(t, dir, secretsOf(id)...)
	default:
		t.Errorf("the call is in the library: %v, in the trash: %v", library, trash)
	}
}
