package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/onrecord/onrecord/storage/search"
)

// damagedIndex ends the name under which an index that was damaged is kept until the next time.
const damagedIndex = ".damaged"

// newIndex ends the name of an index that is being made to take the place of the one at hand.
const newIndex = ".new"

// layout is the version of what is in the index. An index of another version is built again.
const layout = "10"

// The buckets of the index, and the keys in the first of them.
var (
	aboutBucket      = []byte("about")
	callsBucket      = []byte("calls")      // call ID → key in starts
	startsBucket     = []byte("starts")     // start, call ID → summary
	unfinishedBucket = []byte("unfinished") // call ID, of those that Unfinished lists
	pendingBucket    = []byte("pending")    // call ID, of those that are about to change
	jobsBucket       = []byte("jobs")       // job ID → job
	imprintsBucket   = []byte("imprints")   // see imprint.go
	searchBucket     = []byte("search")

	layoutKey  = []byte("layout")
	libraryKey = []byte("library") // the library's ID, to know it again when library.json is damaged
	filledKey  = []byte("filled")  // there once the index holds every call
)

// index is the open index file.
type index struct {
	db   *bbolt.DB
	file *os.File // the same file, to let go of it when bbolt no longer can
}

// growth is by how many bytes the file grows at once. bbolt's 16 MB would be most of a small library's index.
const growth = 1 << 20

// openIndex opens or creates an index file and with that locks it. A file that makes no sense is errIndexDamaged.
func openIndex(file string, wait time.Duration) (*index, error) {
	var x index
	options := &bbolt.Options{Timeout: wait, FreelistType: bbolt.FreelistMapType, NoStatistics: true}
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		opened, err := os.OpenFile(name, flag, mode)
		x.file = opened
		return opened, err
	}
	err := guard(func() (err error) {
		if x.db, err = bbolt.Open(file, 0o600, options); err == nil {
			x.db.AllocSize = growth
		}
		return err
	})
	if err == nil {
		err = x.whole()
	}
	if errors.Is(err, errOtherLayout) {
		return nil, errors.Join(err, guard(x.close)) // which also lets go of the lock, as only a sound one can
	}
	if err != nil {
		return nil, errors.Join(openError(err), x.abandon())
	}
	return &x, nil
}

// openError puts the package's errors in front of bbolt's.
func openError(err error) error {
	var errno syscall.Errno
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrLocked
	case isFull(err):
		return fmt.Errorf("open %s: %w: %w", indexName, ErrFull, err)
	case isReadOnly(err):
		return fmt.Errorf("open %s: %w: %w", indexName, ErrNotWritable, err)
	case errors.Is(err, errIndexDamaged):
		return err
	case errors.As(err, &errno):
		return fmt.Errorf("open %s: %w", indexName, err)
	}
	return fmt.Errorf("open %s: %w: %w", indexName, errIndexDamaged, err)
}

// whole makes sure that the file was not cut off, and gives a new one its buckets.
func (x *index) whole() error {
	stat, err := x.file.Stat()
	if err != nil {
		return err
	}
	return guard(func() error {
		return x.db.Update(func(tx *bbolt.Tx) error {
			if stat.Size() < tx.Size() {
				return fmt.Errorf("%w: it is %d bytes long and should be %d", errIndexDamaged, stat.Size(), tx.Size())
			}
			if about := tx.Bucket(aboutBucket); about != nil {
				if string(about.Get(layoutKey)) != layout {
					return errOtherLayout
				}
				return errUnchanged
			}
			return createBuckets(tx)
		})
	})
}

// errUnchanged makes an update roll back because it had nothing to do.
var errUnchanged = errors.New("unchanged")

func createBuckets(tx *bbolt.Tx) error {
	for _, name := range [][]byte{
		aboutBucket, callsBucket, startsBucket, unfinishedBucket, pendingBucket, jobsBucket, imprintsBucket, searchBucket,
	} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	if err := errors.Join(search.Create(tx.Bucket(searchBucket)), createDigests(tx)); err != nil {
		return err
	}
	return tx.Bucket(aboutBucket).Put(layoutKey, []byte(layout))
}

// close lets go of an index that is sound.
func (x *index) close() error {
	if err := x.db.Close(); err != nil {
		return fmt.Errorf("close %s: %w", indexName, err)
	}
	return nil
}

// abandon lets go of an index that bbolt has stumbled over: it may hold its own locks for ever, so that only the file
// is closed. The mapping stays behind until the program ends.
func (x *index) abandon() error {
	if x.file == nil {
		return nil
	}
	if err := x.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return fmt.Errorf("close damaged %s: %w", indexName, err)
	}
	return nil
}

// current reports whether the file at the path is the one that is open and locked.
func (x *index) current(path string) bool {
	there, err := os.Stat(path)
	if err != nil {
		return false
	}
	held, err := x.file.Stat()
	return err == nil && os.SameFile(there, held)
}

// guard turns the panics with which bbolt meets a damaged file, and the fault of reading past the end of a mapped
// one, into errIndexDamaged.
func guard(act func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %v\n%s", errIndexDamaged, fault, debug.Stack())
		}
	}()
	err = act()
	if errors.Is(err, errUnchanged) {
		return nil
	}
	if errors.Is(err, search.ErrDamaged) {
		return fmt.Errorf("%w: %w", errIndexDamaged, err)
	}
	return err
}

// replaceIndex puts an index that holds only what is saved in the place of the one at hand, and gives it opened and locked.
// There is never a moment in which another process could lock the library, or in which the queue is not there. The old one
// is kept beside it until the next time.
func replaceIndex(dir string, wait time.Duration, queue saved) (*index, error) {
	place := filepath.Join(dir, indexName)
	fresh, old := place+newIndex, place+damagedIndex
	for _, name := range []string{fresh, old} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, openError(err)
		}
	}
	x, err := openIndex(fresh, wait)
	if err != nil {
		return nil, err
	}
	if err := guard(func() error { return x.db.Update(queue.put) }); err != nil {
		return nil, errors.Join(openError(err), x.close())
	}
	if err := os.Link(place, old); err != nil && !errors.Is(err, os.ErrNotExist) && isFull(err) {
		return nil, errors.Join(openError(err), x.close())
	}
	if err := os.Rename(fresh, place); err != nil {
		return nil, errors.Join(openError(err), x.close())
	}
	if !x.current(place) {
		return nil, errors.Join(ErrLocked, x.close())
	}
	return x, nil
}
