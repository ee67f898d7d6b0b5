package storage

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// FuzzDocuments reads the files that belong to no call, and those of the trash. What can be read can be written, and says the same.
func FuzzDocuments(f *testing.F) {
	for _, seed := range []string{
		`{"format":1,"id":"abc","created":"2026-11-23T12:00:00Z","new":[1]}`, `{"format":1,"words":["Acme","FDCPA"]}`, `{"format":1,"words":null}`,
		`{"format":1,"id":"20261123-120100-baaa","name":"Solar","words":["Berg"]}`, `{"format":1,"removed":"2026-11-23T12:00:00Z"}`,
		`{"format":1,"removed":"2026-11-23T12:00:00+01:00","jobs":[{"id":1,"call":"x","state":"failed"},null]}`,
		`{"format":2}`, `{"format":1e9}`, `{"format":"1"}`, `[]`, `null`, ``, "\xff", `{"format":1,"format":2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		mustSurvive(t, content, func(from []byte) (identity, error) {
			var v identity
			return v, decode(identityName, from, newest, &v)
		})
		mustSurvive(t, content, func(from []byte) (call.Vocabulary, error) {
			var v call.Vocabulary
			return v, decode(vocabularyName, from, call.Format, &v)
		})
		mustSurvive(t, content, func(from []byte) (call.Case, error) {
			var v call.Case
			return v, decode("cases/x.json", from, call.Format, &v)
		})
		mustSurvive(t, content, func(from []byte) (call.Contact, error) {
			var v call.Contact
			return v, decode("contacts/x.json", from, call.Format, &v)
		})
		mustSurvive(t, content, func(from []byte) (removal, error) { return decodeRemoval(removalName, from) })
	})
}

// mustSurvive makes sure that a document which can be read can be read again after it was written.
func mustSurvive[T any](t *testing.T, content []byte, read func([]byte) (T, error)) {
	t.Helper()
	v, err := read(content)
	if err != nil {
		return
	}
	written, err := encode(v, content)
	if err != nil {
		return // a time that cannot be written
	}
	if _, err := read(written); err != nil {
		t.Errorf("%s as %T was written as %s: %v", content, v, written, err)
	}
}

// FuzzLines reads what the index holds as JSON.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		`{"id":"20261123-120100-baaa","started":"2026-11-23T12:00:00Z","title":"x","sizes":{"sound":-1}}`,
		`{"id":7,"call":"20261123-120100-baaa","state":"queued","place":3}`, `{"id":"20261123-120100-baaa","removed":"x"}`, `null`, `[`, ``,
	} {
		f.Add([]byte(seed))
	}
	l := open(f, quickDir(f))
	f.Fuzz(func(t *testing.T, line []byte) {
		if _, err := readSummary(line); err != nil && !errors.Is(err, errIndexDamaged) {
			t.Error(err)
		}
		err := l.index.db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists(trashBucket)
			if err == nil {
				err = errors.Join(bucket.Put([]byte("20261123-120100-baaa"), line), tx.Bucket(jobsBucket).Put(jobKey(7), line))
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := eachTrashed(tx, func(call.ID, Trashed) {}); err != nil && !errors.Is(err, errIndexDamaged) {
				t.Error(err)
			}
			if _, err := readJobs(tx); err != nil && !errors.Is(err, errIndexDamaged) {
				t.Error(err)
			}
			return errUnchanged
		})
		if !errors.Is(err, errUnchanged) {
			t.Error(err)
		}
	})
}

// FuzzNames takes file names apart.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{"transcript.json", "transcript-2.json", "corrections-999999.json.damaged-1", "transcript-1.json", "audio.flac.kept-x", "20261123-120100-baaa.purging", "", "\x00", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		what, number, behind := readNumbered(name)
		if number > 0 && numbered(what, number)+behind != name {
			t.Errorf("%q is %s %d %q", name, what, number, behind)
		}
		if number > 0 && !belongsToCall(name) {
			t.Errorf("%q does not belong to a call", name)
		}
		belongsInRoot(name)
		if id, err := call.ParseID(name); err == nil && (strings.Contains(folder(id), "..") || filepath.IsAbs(folder(id))) {
			t.Errorf("%q leads to %s", name, folder(id))
		}
	})
}

// FuzzIndex opens whatever lies in the place of the index: the calls must be there afterwards.
func FuzzIndex(f *testing.F) {
	dir := filled(f, 2)
	place := filepath.Join(dir, indexName)
	whole := must[[]byte](f)(os.ReadFile(place))
	f.Add(uint32(0), true, []byte{})
	f.Add(uint32(0), false, []byte("this is no index"))
	f.Add(uint32(16), false, []byte("\xff\xff\xff\xff"))
	f.Add(uint32(4096+24), false, []byte{0})
	f.Add(uint32(2*4096), false, []byte(strings.Repeat("\x7f", 64)))
	f.Add(uint32(5000), true, []byte{})
	f.Fuzz(func(t *testing.T, at uint32, cut bool, bytes []byte) {
		content, from := append([]byte(nil), whole...), int(at)%len(whole)
		if cut {
			content = content[:from]
		}
		copy(content[min(from, len(content)):], bytes)
		if err := os.WriteFile(place, content, 0o600); err != nil {
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
			t.Error(err)
		}
		mustHoldAll(t, l, 2)
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
}
