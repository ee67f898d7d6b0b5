package hearing

import (
	"context"
	"sync"

	"github.com/onrecord/onrecord/transcribe"
)

// line has a track's windows recognised beside each other, and tells what was found in their order.
type line struct {
	tell    func(transcribe.Window)
	places  chan struct{} // holds an entry for each window that is being recognised
	working sync.WaitGroup

	mu      sync.Mutex
	waiting []*waiting        // that are not told yet, in order
	told    transcribe.Window // the last
	failed  error             // the first that went wrong: from then on nothing more is told
}

// waiting is a window in line.
type waiting struct {
	start int // its first sample on the track
	found transcribe.Window
	done  bool
}

func newLine(places int, tell func(transcribe.Window)) *line {
	return &line{tell: tell, places: make(chan struct{}, max(1, places))}
}

// add lets a window that begins at a sample be recognised, as soon as there is a place for it, and returns then. It gives
// what went wrong with one before.
func (l *line) add(ctx context.Context, start int, recognise func() (transcribe.Window, error)) error {
	select {
	case l.places <- struct{}{}:
	case <-ctx.Done():
		return l.end(ctx.Err())
	}
	l.mu.Lock()
	w := &waiting{start: start}
	l.waiting = append(l.waiting, w)
	l.mu.Unlock()
	l.working.Go(func() {
		found, err := recognise()
		l.finish(w, found, err)
		<-l.places
	})
	return l.failure()
}

// finish takes what was found in a window, and tells all that nobody has to wait for any more.
func (l *line) finish(w *waiting, found transcribe.Window, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w.found, w.done = found, true
	if l.failed == nil {
		l.failed = err
	}
	for l.failed == nil && len(l.waiting) > 0 && l.waiting[0].done {
		l.told = l.waiting[0].found
		l.waiting = l.waiting[1:]
		l.tell(l.told)
	}
}

// wait waits for all windows, and gives the last, or what went wrong.
func (l *line) wait() (transcribe.Window, error) {
	l.working.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.told, l.failed
}

// end notes that something went wrong and waits for the windows under way, which the same will have stopped.
func (l *line) end(err error) error {
	l.mu.Lock()
	l.failed = err
	l.mu.Unlock()
	l.working.Wait()
	return err
}

func (l *line) failure() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed
}

// first gives the sample with which the first window in line begins.
func (l *line) first() (start int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 {
		return 0, false
	}
	return l.waiting[0].start, true
}
