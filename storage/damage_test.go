package storage

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func ctx() context.Context { return context.Background() }

func removeIndex(t testing.TB, dir string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, indexName)); err != nil {
		t.Fatal(err)
	}
}

// filled makes a library of some calls with transcripts, closed.
func filled(t testing.TB, calls int) string {
	t.Helper()
	dir := quickDir(t)
	l := open(t, dir)
	for n := range calls {
		c := record(t, l, n, "sound")
		if err := l.SaveTranscript(c.ID, someTranscript("common words", string(c.ID), strings.Repeat("filling up pages ", 40))); err != nil {
			t.Fatal(err)
		}
	}
	mustBeClean(t, l)
	shut(t, l)
	return dir
}

// mustHoldAll makes sure that the library shows all calls and finds all words.
func mustHoldAll(t testing.TB, l *Library, calls int) {
	t.Helper()
	if list, err := l.List(Filter{}); err != nil || len(list) != calls {
		t.Errorf("list has %d calls, %v; wants %d", len(list), err, calls)
	}
	if err := found(l, `"common words"`, calls); err != nil {
		t.Error(err)
	}
}

func TestIndexComesBack(t *testing.T) {
	const calls = 12
	dir := filled(t, calls)
	path := filepath.Join(dir, indexName)
	whole := must[[]byte](t)(os.ReadFile(path))
	random := rand.New(rand.NewPCG(1, 2))
	damage := map[string]func() []byte{
		"empty":     func() []byte { return []byte{} },
		"no index":  func() []byte { return []byte("this is no index") },
		"truncated": func() []byte { return whole[:random.IntN(len(whole))] },
		"pages":     func() []byte { return whole[:4096*random.IntN(len(whole)/4096)] },
		"zeroed": func() []byte {
			b := append([]byte(nil), whole...)
			at := 4096 * random.IntN(len(b)/4096)
			clear(b[at : at+4096])
			return b
		},
		"noise": func() []byte {
			b := append([]byte(nil), whole...)
			at := random.IntN(len(b) - 2000)
			for i := range 2000 {
				b[at+i] = byte(random.Uint32())
			}
			return b
		},
		"bit": func() []byte {
			b := append([]byte(nil), whole...)
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			return b
		},
	}
	for _, name := range slices.Sorted(maps.Keys(damage)) { // in one order, so that the seed means the same damage
		t.Run(name, func(t *testing.T) {
			for range 12 {
				if err := os.WriteFile(path, damage[name](), 0o600); err != nil {
					t.Fatal(err)
				}
				opt, allowed := testOptions(t)
				opt.Log = nil
				allowed.Store(true)
				l, err := Open(dir, opt)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := l.Repair(ctx()); err != nil {
					t.Fatal(err)
				}
				mustHoldAll(t, l, calls)
				mustBeCleanButUnreachable(t, l)
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	removeIndex(t, dir)
	mustHoldAll(t, open(t, dir), calls)
}

// mustBeCleanButUnreachable leaves out bbolt's own check, which also counts pages that are lost for nothing.
func mustBeCleanButUnreachable(t testing.TB, l *Library) {
	t.Helper()
	findings, err := l.Check(ctx())
	if err != nil {
		t.Error(err)
	}
	for _, f := range findings {
		t.Errorf("check: %s: %s", f.Path, f.Problem)
	}
}

// TestIndexDamagedWhileOpen makes pages of the open index unreadable: it is built again without being asked.
func TestIndexDamagedWhileOpen(t *testing.T) {
	const calls = 12
	dir := filled(t, calls)
	opt, allowed := testOptions(t)
	opt.Log = nil
	allowed.Store(true)
	l := must[*Library](t)(Open(dir, opt))
	if err := os.Truncate(filepath.Join(dir, indexName), 4*4096); err != nil {
		t.Fatal(err)
	}
	mustHoldAll(t, l, calls)
	mustBeClean(t, l)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

func TestDamagedCallStopsNothing(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "garbage": "{]", "cut off": `{"format":1,"id":"20261123`, "no format": `{"id":"x"}`,
		"other call": `{"format":1,"id":"20260101-000000-aaaa"}`, "wrong type": `{"format":1,"started":5}`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := filled(t, 3)
			id := someCall(1).ID
			path := filepath.Join(dir, inFolder(id, callName))
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			removeIndex(t, dir)
			l := open(t, dir)
			mustHoldAll(t, l, 3)
			if _, err := l.Call(id); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), inFolder(id, callName)) {
				t.Errorf("reading gives %v", err)
			}
			if err := l.Save(someCall(1)); !errors.Is(err, ErrDamaged) {
				t.Errorf("saving gives %v", err)
			}
			if list := must[[]Summary](t)(l.List(Filter{})); list[1].Damaged == "" || !list[1].Started.Equal(someCall(1).Started) {
				t.Errorf("listed as %+v", list[1])
			}
			if got := must[[]byte](t)(os.ReadFile(path)); string(got) != content {
				t.Errorf("document was overwritten by %s", got)
			}
			findings := must[[]Finding](t)(l.Repair(t.Context()))
			if len(findings) != 1 || !findings[0].Mended || findings[0].Call != id {
				t.Errorf("findings: %+v", findings)
			}
			kept := must[[]string](t)(filepath.Glob(path + ".damaged-*"))
			if len(kept) != 1 || string(must[[]byte](t)(os.ReadFile(kept[0]))) != content {
				t.Errorf("kept: %v", kept)
			}
			c := must[call.Call](t)(l.Call(id))
			if c.Outcome != call.Recovered || c.Audio.File != audioName || c.Failure == "" {
				t.Errorf("made again as %+v", c)
			}
		})
	}
}

func TestDamagedTranscriptIsKept(t *testing.T) {
	dir := filled(t, 2)
	path := filepath.Join(dir, inFolder(someCall(1).ID, transcriptName))
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	if _, err := l.Transcript(someCall(1).ID); !errors.Is(err, ErrDamaged) {
		t.Errorf("reading gives %v", err)
	}
	if err := l.SaveTranscript(someCall(1).ID, someTranscript("spoken again")); err != nil {
		t.Fatal(err)
	}
	if kept := must[[]string](t)(filepath.Glob(path + ".damaged-*")); len(kept) != 1 {
		t.Errorf("kept: %v", kept)
	}
	if err := errors.Join(found(l, "again", 1), found(l, "common", 1)); err != nil {
		t.Error(err)
	}
}

func TestNewerFormatsAreRefused(t *testing.T) {
	newer := []byte(`{"format":2,"id":"x","something":"new"}`)
	dir := filled(t, 2)
	id := someCall(1).ID
	for _, name := range []string{callName, transcriptName} {
		if err := os.WriteFile(filepath.Join(dir, inFolder(id, name)), newer, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opt, _ := testOptions(t)
	l := must[*Library](t)(Open(dir, opt))
	_, callErr := l.Call(id)
	_, transcriptErr := l.Transcript(id)
	for i, err := range []error{
		callErr, transcriptErr, l.Save(someCall(1)), l.Commit(someCall(1)), l.SaveTranscript(id, someTranscript()),
	} {
		if !errors.Is(err, ErrNewerFormat) {
			t.Errorf("%d gives %v", i, err)
		}
	}
	findings := must[[]Finding](t)(l.Repair(ctx()))
	for _, f := range findings {
		if strings.HasSuffix(f.Path, ".json") && f.Mended {
			t.Errorf("a newer file was mended: %+v", f)
		}
	}
	for _, name := range []string{callName, transcriptName} {
		if got := must[[]byte](t)(os.ReadFile(filepath.Join(dir, inFolder(id, name)))); string(got) != string(newer) {
			t.Errorf("%s was changed to %s", name, got)
		}
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, identityName), newer, 0o600); err != nil {
		t.Fatal(err)
	}
	removeIndex(t, dir)
	if _, err := Open(dir, opt); !errors.Is(err, ErrNewerFormat) || !strings.Contains(err.Error(), identityName) {
		t.Errorf("opening gives %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, indexName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a newer library was touched: %v", err)
	}
}

func TestDamagedIdentityIsWrittenAgain(t *testing.T) {
	dir := filled(t, 1)
	l := open(t, dir)
	id := l.id
	shut(t, l)
	if err := os.WriteFile(filepath.Join(dir, identityName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	l = open(t, dir)
	if l.id != id {
		t.Errorf("library %s became %s", id, l.id)
	}
	if kept := must[[]string](t)(filepath.Glob(filepath.Join(dir, identityName+".damaged-*"))); len(kept) != 1 {
		t.Errorf("kept: %v", kept)
	}
}

func TestOpenOnAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{path, filepath.Join(path, "below")} {
		if _, err := Open(dir, Options{}); !errors.Is(err, ErrNotFolder) {
			t.Errorf("opening %s gives %v", filepath.Base(dir), err)
		}
	}
}

// TestReadOnlyAndFullDisk uses a small disk of its own if the test may mount one.
func TestReadOnlyAndFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := mountSmall(dir); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := unmount(dir); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	opt, _ := testOptions(t)
	library := filepath.Join(dir, "library")
	l := must[*Library](t)(Open(library, opt))
	record(t, l, 0, "sound")
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 16<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk gives %v", err)
	}
	if err := l.SaveTranscript(someCall(0).ID, someTranscript(strings.Repeat("many words ", 5000))); !errors.Is(err, ErrFull) {
		t.Errorf("on a full disk: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "another"), opt); !errors.Is(err, ErrFull) {
		t.Errorf("new library on a full disk: %v", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := l.SaveTranscript(someCall(0).ID, someTranscript("few words")); err != nil {
		t.Error(err)
	}
	mustBeClean(t, l)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := remountReadOnly(dir); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{library, filepath.Join(dir, "third")} {
		if _, err := Open(place, opt); !errors.Is(err, ErrNotWritable) {
			t.Errorf("on a read-only disk: %v", err)
		}
	}
}
