package storage

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// secretsOf is what stands in the files of a call that rich made.
func secretsOf(id call.ID) []string {
	return []string{"wonderful", "wonder", "halibut", "quarterly", "decoded window", "Caller 1", "precious sound", "drawn small", string(id)}
}

// holding lists the files of a library that hold a text.
func holding(t testing.TB, dir, text string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.Contains(entry.Name(), text) {
			files = append(files, name)
		}
		if entry.IsDir() {
			return nil
		}
		content, err := os.ReadFile(name)
		if bytes.Contains(content, []byte(text)) {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func mustHoldNothingOf(t testing.TB, dir string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if files := holding(t, dir, text); len(files) > 0 {
			t.Errorf("%q is in %v", text, files)
		}
	}
}

// mergeAll moves all words into blocks.
func mergeAll(t testing.TB, l *Library) {
	t.Helper()
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		more, err := search.Merge(tx.Bucket(searchBucket), 1<<30)
		if more {
			err = errors.Join(err, errors.New("there are more"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Nothing is left of a call that is removed for good: not in its folder, not in the index, and not where the index file has
// what was deleted from it.
func TestNothingRemainsOfWhatIsPurged(t *testing.T) {
	for _, merged := range []bool{false, true} {
		dir := t.TempDir()
		l := open(t, dir)
		c := rich(t, l, 1)
		other := record(t, l, 2, "other sound")
		if err := l.SaveTranscript(other.ID, someTranscript("common words", strings.Repeat("filling up pages ", 400))); err != nil {
			t.Fatal(err)
		}
		if merged {
			mergeAll(t, l)
		}
		damaged := filepath.Join(dir, indexName+damagedIndex)
		if err := os.WriteFile(damaged, []byte("kept halibut"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := l.Trash(c.ID); err != nil {
			t.Fatal(err)
		}
		if files := holding(t, dir, "wonderful"); !slices.Contains(files, filepath.Join(dir, indexName)) {
			t.Errorf("merged %v: before it is purged, the word is in %v: this test does not show anything", merged, files)
		}
		if err := l.Purge(ctx(), []call.ID{c.ID}, nil); err != nil {
			t.Fatal(err)
		}
		mustHoldNothingOf(t, dir, secretsOf(c.ID)...)
		mustBeClean(t, l)
		if err := errors.Join(found(l, `"common words"`, 1), found(l, `"filling up pages"`, 400)); err != nil {
			t.Error(err)
		}
		rich(t, l, 3) // the places that were cleared are used again
		mustBeClean(t, l)
		shut(t, l)
		mustHoldNothingOf(t, dir, string(c.ID), "Caller 1")
	}
}

// A purge that was broken off is finished by the next Open, wherever it was.
func TestAPurgeThatWasBrokenOffIsFinished(t *testing.T) {
	for _, rest := range []string{"", callName, "more/of/it"} {
		dir := t.TempDir()
		l := open(t, dir)
		c := rich(t, l, 1)
		if err := l.Trash(c.ID); err != nil {
			t.Fatal(err)
		}
		shut(t, l)
		dying := filepath.Join(dir, purgingFolder(c.ID))
		if err := os.Rename(filepath.Join(dir, trashFolder(c.ID)), dying); err != nil {
			t.Fatal(err)
		}
		if rest == "" {
			if err := errors.Join(os.RemoveAll(dying), os.Mkdir(dying, 0o700)); err != nil {
				t.Fatal(err)
			}
		} else if err := errors.Join(os.MkdirAll(filepath.Join(dying, "more/of"), 0o700), os.WriteFile(filepath.Join(dying, rest), []byte("halibut"), 0o600)); err != nil {
			t.Fatal(err)
		}
		l = open(t, dir)
		mustBeOut(t, l, c.ID)
		mustBeClean(t, l)
		mustHoldNothingOf(t, dir, secretsOf(c.ID)...)
	}
}

func TestPurgingManySaysHowFarItIs(t *testing.T) {
	const calls = 5
	l := open(t, filled(t, calls))
	var ids []call.ID
	for n := range calls {
		ids = append(ids, someCall(n).ID)
		if err := l.Trash(ids[n]); err != nil {
			t.Fatal(err)
		}
	}
	var told []int
	if err := l.Purge(ctx(), ids, func(gone int) { told = append(told, gone) }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []int{1, 2, 3, 4, 5}) {
		t.Errorf("it says %v", told)
	}
	if entries := must[[]os.DirEntry](t)(os.ReadDir(filepath.Join(l.Dir(), trashName))); len(entries) > 0 {
		t.Errorf("the trash holds %v", entries)
	}
}

// scrubbing while others search and write harms nobody.
func TestScrubWhileOthersReadAndWrite(t *testing.T) {
	const calls = 20
	l := open(t, filled(t, calls))
	stop, done := make(chan struct{}), make(chan error)
	go func() {
		var err error
		for err == nil {
			select {
			case <-stop:
				done <- nil
				return
			default:
				err = found(l, `"common words"`, calls)
			}
		}
		done <- err
	}()
	for n := range 10 {
		if err := l.Save(func() call.Call {
			c := someCall(n)
			c.Outcome, c.Audio.File, c.Case = call.Complete, audioName, "case"
			return c
		}()); err != nil {
			t.Error(err)
		}
		if err := l.scrub(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	mustHoldAll(t, l, calls)
}
