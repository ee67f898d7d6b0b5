package storage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/storage/search"
)

// trashWrongs are the ways in which the trash goes wrong; the first call is in it.
func trashWrongs() []wrong {
	id := someCall(0).ID
	place := trashFolder(id)
	after := func(spoil func(*testing.T, *Library)) func(*testing.T, *Library) {
		return func(t *testing.T, l *Library) {
			t.Helper()
			if err := l.Trash(id); err != nil {
				t.Fatal(err)
			}
			spoil(t, l)
		}
	}
	write := func(name, content string) func(*testing.T, *Library) {
		return inFolders(func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600) })
	}
	remove := func(name string) func(*testing.T, *Library) {
		return inFolders(func(dir string) error { return os.Remove(filepath.Join(dir, name)) })
	}
	return []wrong{
		{"trashed call not in the index", after(inIndex(func(tx *bbolt.Tx) error { return tx.Bucket(trashBucket).Delete([]byte(id)) })), indexName, true},
		{"trashed call stale in the index", after(inIndex(func(tx *bbolt.Tx) error {
			return state{id: id, trashed: &Trashed{Summary: Summary{ID: id, Title: "old"}}}.putTrashed(tx)
		})), indexName, true},
		{"trashed call gone", after(inFolders(func(dir string) error { return os.RemoveAll(filepath.Join(dir, place)) })), indexName, true},
		{"words of a trashed call", after(inIndex(func(tx *bbolt.Tx) error { return search.Put(tx.Bucket(searchBucket), search.Document{Call: id}) })), indexName, true},
		{"outline of a trashed call", after(inIndex(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists(outlinesBucket)
			return errors.Join(err, bucket.Put([]byte(id), []byte("outline")))
		})), indexName, true},
		{"digest of a trashed call", after(inIndex(func(tx *bbolt.Tx) error { return newDigest(tx, id) })), indexName, true},
		{"job of a trashed call", after(inIndex(func(tx *bbolt.Tx) error { return putJob(tx, Job{ID: 9, Call: id}) })), indexName, true},
		{"date missing", after(remove(place + "/" + removalName)), place + "/" + removalName, true},
		{"date damaged", after(write(place+"/"+removalName, `{"format":1}`)), place + "/" + removalName, true},
		{"date newer", after(write(place+"/"+removalName, `{"format":2}`)), place + "/" + removalName, false},
		{"document in the trash missing", after(remove(place + "/" + callName)), place + "/" + callName, false},
		{"document in the trash damaged", after(write(place+"/"+callName, "{")), place + "/" + callName, false},
		{"temporary file in a trashed call", after(write(place+"/"+callName+tempMark+"abc", "")), place + "/" + callName + tempMark + "abc", true},
		{"temporary file in the trash", after(write(trashName+"/x"+tempMark+"abc", "")), trashName + "/x" + tempMark + "abc", true},
		{"something else in the trash", after(write(trashName+"/x.txt", "")), trashName + "/x.txt", false},
		{"something else in a trashed call", after(write(place+"/x.txt", "")), place + "/x.txt", false},
		{"empty folder in the trash", after(inFolders(func(dir string) error {
			return os.Mkdir(filepath.Join(dir, trashFolder(someCall(5).ID)), 0o700)
		})), trashFolder(someCall(5).ID), true},
		{"purge broken off", after(inFolders(func(dir string) error {
			return os.Rename(filepath.Join(dir, place), filepath.Join(dir, purgingFolder(id)))
		})), purgingFolder(id), true},
		{"date among the calls", write(folder(id)+"/"+removalName, `{"format":1,"removed":"2026-11-23T12:00:00Z"}`), folder(id) + "/" + removalName, true},
		{"damaged date among the calls", write(folder(id)+"/"+removalName, "{"), folder(id) + "/" + removalName, true},
		{"newer date among the calls", write(folder(id)+"/"+removalName, `{"format":2}`), folder(id) + "/" + removalName, false},
		{"in both places", after(inFolders(func(dir string) error {
			return errors.Join(os.CopyFS(filepath.Join(dir, folder(id)), os.DirFS(filepath.Join(dir, place))),
				os.Remove(filepath.Join(dir, folder(id), removalName)))
		})), place, false},
	}
}

// foreignFiles lie where the program puts none.
func foreignFiles() []wrong {
	var all []wrong
	for _, name := range []string{"letter.pdf", folder(someCall(0).ID) + "/letter.pdf", folder(someCall(0).ID) + "/transcript-1.json"} {
		all = append(all, wrong{"something else " + name, inFolders(func(dir string) error {
			return os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600)
		}), name, false})
	}
	return all
}
