package storage

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

// imported is the document of a call made from a file of this content.
func imported(n int, content string) call.Call {
	c := someCall(n)
	c.Outcome = call.Imported
	c.Audio.MD5 = strings.Repeat("ab", 16)
	c.Origin = &call.Origin{File: "x.mp3", Kept: "original.mp3", SHA256: sum([]byte(content))}
	return c
}

// arrive brings in a call whose file has this content.
func arrive(l *Library, n int, content string) error {
	c := imported(n, content)
	a, err := l.Arrive(c.ID)
	if err != nil {
		return err
	}
	t := someTranscript("arrived words")
	err = errors.Join(fill(a.CreateAudio, "sound"), fill(func() (File, error) { return a.Create("original.mp3") }, content))
	if err == nil {
		err = a.Enter(c, &t)
	}
	if err != nil {
		return errors.Join(err, a.Discard())
	}
	return nil
}

func fill(create func() (File, error), content string) error {
	file, err := create()
	if err != nil {
		return err
	}
	_, err = io.WriteString(file, content)
	return errors.Join(err, file.Sync(), file.Close())
}

// tree lists everything in a library but its index.
func tree(t *testing.T, l *Library) (names []string) {
	t.Helper()
	err := filepath.WalkDir(l.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !strings.HasPrefix(entry.Name(), indexName) {
			names = append(names, strings.TrimPrefix(path, l.Dir()))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestArrivalEntersWhole(t *testing.T) {
	l := open(t, t.TempDir())
	c := imported(1, "bytes")
	a := must[*Arrival](t)(l.Arrive(c.ID))
	if err := fill(a.CreateAudio, "sound"); err != nil {
		t.Fatal(err)
	}
	if list := must[[]Summary](t)(l.List(Filter{})); len(list) != 0 {
		t.Errorf("seen before it entered: %v", list)
	}
	if findings := must[[]Finding](t)(l.Check(ctx())); len(findings) != 0 {
		t.Errorf("an arrival under way is a fault: %+v", findings)
	}
	if err := errors.Join(fill(func() (File, error) { return a.Create("original.mp3") }, "bytes"), a.Enter(c, nil)); err != nil {
		t.Fatal(err)
	}
	got := must[call.Call](t)(l.Call(c.ID))
	if got.Outcome != call.Imported || got.Audio.File != audioName || got.Origin.SHA256 != c.Origin.SHA256 {
		t.Errorf("entered as %+v", got)
	}
	for _, imprint := range c.Imprints() {
		if ids := must[[]call.ID](t)(l.WithImprint(imprint)); !slices.Equal(ids, []call.ID{c.ID}) {
			t.Errorf("%s: %v", imprint, ids)
		}
	}
	if _, err := l.Arrive(c.ID); !errors.Is(err, ErrExists) {
		t.Errorf("twice: %v", err)
	}
}

func TestDiscardedArrivalLeavesNothing(t *testing.T) {
	l := open(t, t.TempDir())
	before := tree(t, l)
	a := must[*Arrival](t)(l.Arrive(someCall(1).ID))
	if err := errors.Join(fill(a.CreateAudio, "sound"), a.Discard()); err != nil {
		t.Fatal(err)
	}
	if after := tree(t, l); !slices.Equal(before, after) {
		t.Errorf("left: %v", after)
	}
}

func TestInterruptedArrivalIsSweptAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	before := tree(t, l)
	a := must[*Arrival](t)(l.Arrive(someCall(1).ID))
	if err := fill(a.CreateAudio, "sound"); err != nil {
		t.Fatal(err)
	}
	delete(l.arriving, a.place) // as if another process had died
	place := must[string](t)(l.Incoming())
	if err := os.WriteFile(filepath.Join(place, "half.wav"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	findings := must[[]Finding](t)(l.Check(ctx()))
	if len(findings) != 1 || !strings.Contains(findings[0].Problem, "brought in") {
		t.Errorf("check: %+v", findings)
	}
	shut(t, l)
	l = open(t, dir)
	after := slices.DeleteFunc(tree(t, l), func(name string) bool { return name == string(filepath.Separator)+incomingName }) // it stays, empty
	if !slices.Equal(before, after) {
		t.Errorf("left: %v", after)
	}
}

func TestImprintsGoWithTheirCall(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	for n := range 2 {
		if err := arrive(l, n+1, "bytes"); err != nil {
			t.Fatal(err)
		}
	}
	one, two := imported(1, "bytes"), imported(2, "bytes")
	file := call.FileImprint(one.Origin.SHA256)
	if ids := must[[]call.ID](t)(l.WithImprint(file)); len(ids) != 2 {
		t.Errorf("both: %v", ids)
	}
	shut(t, l)
	if err := os.RemoveAll(filepath.Join(dir, filepath.FromSlash(folder(one.ID)))); err != nil {
		t.Fatal(err)
	}
	l = open(t, dir)
	if ids := must[[]call.ID](t)(l.WithImprint(file)); !slices.Equal(ids, []call.ID{two.ID}) {
		t.Errorf("after one is gone: %v", ids)
	}
	if err := l.RebuildIndex(ctx()); err != nil {
		t.Fatal(err)
	}
	if ids := must[[]call.ID](t)(l.WithImprint(call.SoundImprint(two.Audio.MD5))); !slices.Equal(ids, []call.ID{two.ID}) {
		t.Errorf("rebuilt: %v", ids)
	}
}

func TestCheckKnowsTheOriginalAgain(t *testing.T) {
	for name, spoil := range map[string]func(file string) error{
		"is not what was imported": func(file string) error { return os.WriteFile(file, []byte("bytez"), 0o600) },
		"is missing":               os.Remove,
	} {
		opt, _ := testOptions(t)
		l := must[*Library](t)(Open(t.TempDir(), opt))
		if err := arrive(l, 1, "bytes"); err != nil {
			t.Fatal(err)
		}
		if findings := must[[]Finding](t)(l.Check(ctx())); len(findings) != 0 {
			t.Errorf("untouched: %+v", findings)
		}
		if err := spoil(filepath.Join(l.Dir(), filepath.FromSlash(inFolder(someCall(1).ID, "original.mp3")))); err != nil {
			t.Fatal(err)
		}
		findings := must[[]Finding](t)(l.Check(ctx()))
		if !slices.ContainsFunc(findings, func(f Finding) bool { return strings.Contains(f.Problem, "made from "+name) }) {
			t.Errorf("%s: %+v", name, findings)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDocumentCannotNameAFileElsewhere(t *testing.T) {
	opt, _ := testOptions(t)
	l := must[*Library](t)(Open(t.TempDir(), opt))
	c := imported(1, "bytes")
	c.Origin.Kept = "../../../../library.json"
	a := must[*Arrival](t)(l.Arrive(c.ID))
	if err := errors.Join(fill(a.CreateAudio, "sound"), a.Enter(c, nil)); err != nil {
		t.Fatal(err)
	}
	findings := must[[]Finding](t)(l.Check(ctx()))
	if len(findings) != 1 || !strings.Contains(findings[0].Problem, "cannot be in its folder") {
		t.Errorf("check: %+v", findings)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
