package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// Options say how to open a library. The zero value will do.
type Options struct {
	Now  func() time.Time // the clock; nil for the real one
	Log  *slog.Logger     // nil for none
	Wait time.Duration    // how long to wait for another process to let go of the library; 0 for a quarter second
	// Fail may be nil. It is called before every file operation and makes it fail with the error it returns: for
	// tests of what happens then. The name is relative to the library; the index's is that of its file.
	Fail func(op, name string) error
	// Flagged gives the calls with a flag of the kind that stands behind flag: in a search, or nil where there is no such kind. It may
	// be nil: then there is none.
	Flagged func(ctx context.Context, kind string) (map[call.ID]bool, error)
	// People may be nil. It gives the calls of the people whose name and numbers fit, for searches: see search.QueryAmong.
	People search.People
}

// Library is an open library.
type Library struct {
	dir   string
	id    string
	files *Files
	now   func() time.Time
	log   *slog.Logger
	wait  time.Duration

	flagged func(context.Context, string) (map[call.ID]bool, error)
	people  search.People

	change    sync.Mutex       // held while folders are being changed
	live      map[call.ID]bool // begun here and not committed yet
	unsettled map[call.ID]bool // changed, but the index was not told
	arriving  map[string]bool  // folders of calls that have not entered yet

	changes atomic.Uint64 // see Changes

	tidying tidying

	using sync.RWMutex // held for writing while the index is being replaced
	index *index
}

// Open opens the library in dir, and makes one if there is none. What a crash has left between the folders and the
// index is mended, and an index that is missing or damaged is built again.
//
// It fails with ErrLocked while another process has the library, with ErrNotFolder when dir is something else, with
// ErrNewerFormat when the library was made by a newer program, and with ErrNotWritable or ErrFull.
func Open(dir string, opt Options) (*Library, error) {
	l, err := prepare(dir, opt)
	if err != nil {
		return nil, fmt.Errorf("open library %s: %w", dir, err)
	}
	if err := l.start(); err != nil {
		return nil, fmt.Errorf("open library %s: %w", dir, errors.Join(err, l.files.Close()))
	}
	l.startTidying()
	return l, nil
}

// prepare makes the folder and gives access to it.
func prepare(dir string, opt Options) (*Library, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	files, err := OpenFiles(dir, opt.Fail)
	if err != nil {
		return nil, err
	}
	l := &Library{
		dir: dir, files: files, now: opt.Now, log: opt.Log, wait: opt.Wait, flagged: opt.Flagged, people: opt.People,
		live: map[call.ID]bool{}, unsettled: map[call.ID]bool{}, arriving: map[string]bool{},
	}
	if l.now == nil {
		l.now = time.Now
	}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	if l.flagged == nil {
		l.flagged = func(context.Context, string) (map[call.ID]bool, error) { return nil, nil }
	}
	if l.wait <= 0 {
		l.wait = 250 * time.Millisecond
	}
	return l, nil
}

func makeDir(dir string) error {
	stat, err := os.Stat(dir)
	switch {
	case err == nil && !stat.IsDir(), errors.Is(err, syscall.ENOTDIR):
		return ErrNotFolder
	case err == nil:
		return nil
	}
	err = os.MkdirAll(dir, 0o700)
	switch {
	case err != nil && isReadOnly(err):
		return fmt.Errorf("%w: %w", ErrNotWritable, err)
	case err != nil && isFull(err):
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// start locks the library, then makes sure that it can be trusted. Nothing is written before it is known that the
// library is not a newer program's.
func (l *Library) start() error {
	if err := l.refuseNewer(); err != nil {
		return err
	}
	err := l.lock()
	if err != nil {
		return err
	}
	err = l.identify()
	if err == nil {
		err = l.settleAll(context.Background())
	}
	if err != nil {
		return errors.Join(err, l.index.close())
	}
	if err := l.finishPurges(); err != nil {
		l.log.Warn("traces of calls that were removed for good are left", "error", err)
	}
	return nil
}

// lock opens the index, which locks the library.
func (l *Library) lock() error {
	place := filepath.Join(l.dir, indexName)
	for range 3 {
		x, err := openIndex(place, l.wait)
		if errors.Is(err, errIndexDamaged) || errors.Is(err, errOtherLayout) {
			l.log.Warn("index cannot be read and is built again", "error", err)
			x, err = l.startAgain(place, errors.Is(err, errOtherLayout))
		}
		if err != nil {
			return err
		}
		if l.index = x; x.current(place) {
			if err := l.files.SyncDir("."); err != nil {
				return errors.Join(err, x.close())
			}
			return nil
		}
		if err := x.close(); err != nil {
			return err
		}
	}
	return ErrLocked
}

// startAgain puts an empty index in the place of one that cannot be used; of one that is only old the queue is kept.
func (l *Library) startAgain(place string, old bool) (*index, error) {
	var queue saved
	if old {
		var err error
		if queue, err = salvageOld(place, l.wait); errors.Is(err, ErrLocked) {
			return nil, err
		} else if err != nil {
			l.log.Warn("part of the queue of jobs may be lost", "kept", len(queue.jobs), "error", err)
		}
	}
	return replaceIndex(l.dir, l.wait, queue)
}

// Close lets go of the library. Files that Begin or OpenAudio gave stay open.
func (l *Library) Close() error {
	l.tidying.stop()
	l.change.Lock()
	defer l.change.Unlock()
	l.using.Lock()
	defer l.using.Unlock()
	if err := errors.Join(l.index.close(), l.files.Close()); err != nil {
		return fmt.Errorf("close library: %w", err)
	}
	return nil
}

// Dir is the library's folder.
func (l *Library) Dir() string { return l.dir }

// Changes is another number whenever a call or a case has changed since it was asked for.
func (l *Library) Changes() uint64 { return l.changes.Load() }
