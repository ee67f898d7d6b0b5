package storage

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// wrong is one way in which a library of two transcribed calls goes wrong behind the program's back.
type wrong struct {
	name   string
	spoil  func(t *testing.T, l *Library)
	path   string // of the finding
	mended bool
}

func inIndex(change func(tx *bbolt.Tx) error) func(*testing.T, *Library) {
	return func(t *testing.T, l *Library) {
		t.Helper()
		if err := l.index.db.Update(change); err != nil {
			t.Fatal(err)
		}
	}
}

func inFolders(change func(dir string) error) func(*testing.T, *Library) {
	return func(t *testing.T, l *Library) {
		t.Helper()
		if err := change(l.Dir()); err != nil {
			t.Fatal(err)
		}
	}
}

func wrongs() []wrong {
	id := someCall(0).ID
	place := folder(id)
	inside := func(dir, name string) string { return filepath.Join(dir, place, name) }
	return []wrong{
		{"summary missing", inIndex(func(tx *bbolt.Tx) error { return forget(tx, id) }), indexName, true},
		{"summary stale", inIndex(func(tx *bbolt.Tx) error {
			return errorsOf(forget(tx, id), state{id: id, summary: Summary{ID: id, Title: "old", Transcribed: true}}.put(tx))
		}), indexName, true},
		{"mark left", inIndex(func(tx *bbolt.Tx) error { return tx.Bucket(pendingBucket).Put([]byte(id), nil) }), indexName, true},
		{"words missing", inIndex(func(tx *bbolt.Tx) error { return search.Delete(tx.Bucket(searchBucket), id) }), indexName, true},
		{"words stale", inIndex(func(tx *bbolt.Tx) error {
			return search.Put(tx.Bucket(searchBucket), search.Document{Call: id, Segments: someTranscript("other").Segments})
		}), indexName, true},
		{"words of no call", inIndex(func(tx *bbolt.Tx) error {
			return search.Put(tx.Bucket(searchBucket), search.Document{Call: someCall(7).ID})
		}), indexName, true},
		{"posting of no call", inIndex(func(tx *bbolt.Tx) error {
			return tx.Bucket(searchBucket).Bucket([]byte("blocks")).Put([]byte("word\x00\xff\xff\xff\xff"), []byte{0, 1, 1})
		}), indexName, true},
		{"new posting of no call", inIndex(func(tx *bbolt.Tx) error {
			return tx.Bucket(searchBucket).Bucket([]byte("fresh")).Put([]byte("\xff\xff\xff\xffword"), []byte{1})
		}), indexName, true},
		{"word counted wrongly", inIndex(func(tx *bbolt.Tx) error {
			return tx.Bucket(searchBucket).Bucket([]byte("terms")).Put([]byte("word"), []byte{7})
		}), indexName, true},
		{"word that nobody said", inIndex(func(tx *bbolt.Tx) error {
			return tx.Bucket(searchBucket).Bucket([]byte("fresh")).Put([]byte("\x00\x00\x00\x01invented"), []byte{1})
		}), indexName, true},
		{"word that is not found", inIndex(func(tx *bbolt.Tx) error {
			fresh := tx.Bucket(searchBucket).Bucket([]byte("fresh"))
			key, _ := fresh.Cursor().First()
			return fresh.Delete(bytes.Clone(key))
		}), indexName, true},
		{"word that is not known", inIndex(func(tx *bbolt.Tx) error {
			words := tx.Bucket(searchBucket)
			return words.ForEachBucket(func(name []byte) error { // those that were learnt lately stand apart
				key, _ := words.Bucket(name).Cursor().First()
				if !bytes.Contains(name, []byte("terms")) || key == nil {
					return nil
				}
				return words.Bucket(name).Delete(bytes.Clone(key))
			})
		}), indexName, true},
		{"text damaged", inIndex(func(tx *bbolt.Tx) error {
			texts := tx.Bucket(searchBucket).Bucket([]byte("texts"))
			key, packed := texts.Cursor().First()
			return texts.Put(bytes.Clone(key), packed[:len(packed)/2])
		}), indexName, true},
		{"folder gone", inFolders(func(dir string) error { return os.RemoveAll(filepath.Join(dir, place)) }), indexName, true},
		{"job of no call", inIndex(func(tx *bbolt.Tx) error { return putJob(tx, Job{ID: 9, Call: someCall(7).ID}) }), indexName, true},
		{"temporary file in a call", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, callName+tempMark+"abc"), nil, 0o600)
		}), place + "/" + callName + tempMark + "abc", true},
		{"temporary file in the library", inFolders(func(dir string) error {
			return os.WriteFile(filepath.Join(dir, identityName+tempMark+"abc"), nil, 0o600)
		}), identityName + tempMark + "abc", true},
		{"document missing", inFolders(func(dir string) error { return os.Remove(inside(dir, callName)) }), place + "/" + callName, true},
		{"transcript damaged", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, transcriptName), []byte("{"), 0o600)
		}), place + "/" + transcriptName, true},
		{"transcript newer", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, transcriptName), []byte(`{"format":2}`), 0o600)
		}), place + "/" + transcriptName, false},
		{"corrections damaged", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, correctionsFile(1)), []byte("{"), 0o600)
		}), place + "/" + correctionsFile(1), true},
		{"corrections newer", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, correctionsFile(1)), []byte(`{"format":2}`), 0o600)
		}), place + "/" + correctionsFile(1), false},
		{"corrections of another transcript", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, correctionsFile(1)), []byte(`{"format":1,"transcript_sha256":"beef","corrections":[]}`), 0o600)
		}), place + "/" + correctionsFile(1), true},
		{"corrections without a transcript", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, correctionsFile(3)), []byte(`{"format":1}`), 0o600)
		}), place + "/" + correctionsFile(3), false},
		{"corrected words stale", func(t *testing.T, l *Library) {
			correct(t, l, id, retext(1, "other words"))
			inIndex(func(tx *bbolt.Tx) error {
				return search.Put(tx.Bucket(searchBucket), search.Document{Call: id, Segments: someTranscript("common words").Segments})
			})(t, l)
		}, indexName, true},
		{"second transcript damaged", func(t *testing.T, l *Library) {
			errors := l.SaveTranscript(id, someTranscript("another model"))
			inFolders(func(dir string) error {
				return errorsOf(errors, os.WriteFile(inside(dir, transcriptFile(2)), []byte("{"), 0o600))
			})(t, l)
		}, place + "/" + transcriptFile(2), true},
		{"chosen transcript gone", func(t *testing.T, l *Library) {
			errors := l.SaveTranscript(id, someTranscript("another model"))
			inFolders(func(dir string) error { return errorsOf(errors, os.Remove(inside(dir, transcriptFile(2)))) })(t, l)
		}, place + "/" + callName, true},
		{"recording missing", inFolders(func(dir string) error { return os.Remove(inside(dir, audioName)) }), place + "/" + audioName, false},
		{"recording empty", inFolders(func(dir string) error { return os.Truncate(inside(dir, audioName), 0) }), place + "/" + audioName, false},
		{"recording unknown", inFolders(func(dir string) error {
			content, err := os.ReadFile(inside(dir, callName))
			content = []byte(strings.Replace(string(content), `"file": "audio.flac"`, `"file": ""`, 1))
			return errorsOf(err, os.WriteFile(inside(dir, callName), content, 0o600))
		}), place + "/" + callName, true},
		{"partial without a take", inFolders(func(dir string) error {
			return os.WriteFile(inside(dir, partialName), []byte("x"), 0o600)
		}), place + "/" + partialName, false},
		{"folder in the wrong month", inFolders(func(dir string) error {
			other := filepath.Join(dir, callsName, "2020", "01")
			return errorsOf(os.MkdirAll(other, 0o700), os.Rename(filepath.Join(dir, place), filepath.Join(other, string(id))))
		}), callsName + "/2020/01/" + string(id), true},
		{"something else", inFolders(func(dir string) error {
			return os.WriteFile(filepath.Join(dir, callsName, "desktop.ini"), nil, 0o600)
		}), callsName + "/desktop.ini", false},
		{"empty folder", inFolders(func(dir string) error {
			return os.Mkdir(filepath.Join(dir, folder(someCall(5).ID)), 0o700)
		}), folder(someCall(5).ID), true},
		{"words damaged", inFolders(func(dir string) error {
			return os.WriteFile(filepath.Join(dir, vocabularyName), []byte(`{"format":1,"words":"Berg"}`), 0o600)
		}), vocabularyName, true},
		{"words newer", inFolders(func(dir string) error {
			return os.WriteFile(filepath.Join(dir, vocabularyName), []byte(`{"format":2}`), 0o600)
		}), vocabularyName, false},
		{"case damaged", inFolders(func(dir string) error {
			return errorsOf(os.MkdirAll(filepath.Join(dir, casesName), 0o700), os.WriteFile(filepath.Join(dir, caseShelf.file(id)), []byte("{}"), 0o600))
		}), caseShelf.file(id), true},
		{"temporary file among the cases", inFolders(func(dir string) error {
			name := filepath.Join(dir, caseShelf.file(id)+tempMark+"abc")
			return errorsOf(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, nil, 0o600))
		}), caseShelf.file(id) + tempMark + "abc", true},
		{"temporary file among the playbooks", inFolders(func(dir string) error {
			name := filepath.Join(dir, playbookFile("mine")+tempMark+"abc")
			return errorsOf(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, nil, 0o600))
		}), playbookFile("mine") + tempMark + "abc", true},
		{"contact damaged", inFolders(func(dir string) error {
			nameless := []byte(`{"format":1,"id":"` + string(id) + `","numbers":[],"emails":[]}`)
			return errorsOf(os.MkdirAll(filepath.Join(dir, contactsName), 0o700), os.WriteFile(filepath.Join(dir, contactShelf.file(id)), nameless, 0o600))
		}), contactShelf.file(id), true},
		{"contact newer", inFolders(func(dir string) error {
			return errorsOf(os.MkdirAll(filepath.Join(dir, contactsName), 0o700), os.WriteFile(filepath.Join(dir, contactShelf.file(id)), []byte(`{"format":2}`), 0o600))
		}), contactShelf.file(id), false},
		{"library.json missing", inFolders(func(dir string) error { return os.Remove(filepath.Join(dir, identityName)) }), identityName, true},
	}
}

// errorsOf gives the first error.
func errorsOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestCheckFindsAndRepairMends(t *testing.T) {
	for _, w := range slices.Concat(wrongs(), trashWrongs(), foreignFiles()) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			opt, _ := testOptions(t)
			l := must[*Library](t)(Open(filled(t, 2), opt))
			w.spoil(t, l)
			before := must[[]Finding](t)(l.Check(ctx()))
			at := slices.IndexFunc(before, func(f Finding) bool { return f.Path == w.path })
			if at < 0 {
				t.Fatalf("findings: %+v", before)
			}
			after := must[[]Finding](t)(l.Repair(ctx()))
			if len(after) != len(before) || after[at].Mended != w.mended {
				t.Errorf("repaired: %+v", after)
			}
			for _, f := range after {
				if !strings.HasSuffix(f.Problem, ".") || !strings.HasSuffix(f.Action, ".") {
					t.Errorf("not in sentences: %+v", f)
				}
			}
			if left := must[[]Finding](t)(l.Check(ctx())); w.mended && len(left) > 0 {
				t.Errorf("left: %+v", left)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFoldersThatComeAndGoAreNoticedAtOpen(t *testing.T) {
	dir, other := filled(t, 3), filled(t, 5)
	gone, came := folder(someCall(0).ID), folder(someCall(4).ID)
	if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(other, came), filepath.Join(dir, came)); err != nil {
		t.Fatal(err)
	}
	l := open(t, dir)
	mustHoldAll(t, l, 3)
	if id := must[call.ID](t)(l.Find("last")); id != someCall(4).ID {
		t.Errorf("newest is %s", id)
	}
}

// A call that comes while a library is checked has a job before its folder was seen.
func TestACallThatComesDuringACheckKeepsItsJob(t *testing.T) {
	l := open(t, t.TempDir())
	c := record(t, l, 1, "sound")
	must[Job](t)(l.Enqueue(Job{Call: c.ID}))
	if _, found, err := l.inspectLists(map[call.ID]bool{}); err != nil || len(found) > 0 {
		t.Errorf("the check finds %d faults, %v", len(found), err)
	}
}
