package storage

import (
	"sync"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/storage/search"
)

// tidyStep is how many words of calls are moved in one transaction: few enough that nobody waits long for the next one.
const tidyStep = 2000

// tidying moves the words of new calls to where the index keeps them for good, in the background.
type tidying struct {
	wake    chan struct{} // there may be enough of them
	closing chan struct{} // closed when the library is
	close   func()        // closes it
	over    chan struct{} // closed when nothing is moved any more
}

// startTidying begins; stop ends it.
func (l *Library) startTidying() {
	closing := make(chan struct{})
	l.tidying = tidying{make(chan struct{}, 1), closing, sync.OnceFunc(func() { close(closing) }), make(chan struct{})}
	go l.tidy()
	l.tidying.look()
}

// stop waits for the step under way. It may be called again.
func (t *tidying) stop() {
	t.close()
	<-t.over
}

// look asks for a look at whether there is enough to do.
func (t *tidying) look() {
	select {
	case t.wake <- struct{}{}:
	default: // somebody asked already
	}
}

func (l *Library) tidy() {
	defer close(l.tidying.over)
	for {
		select {
		case <-l.tidying.wake:
		case <-l.tidying.closing:
			return
		}
		ripe := false
		err := l.once(func(db *bbolt.DB) error {
			return db.View(func(tx *bbolt.Tx) error { ripe = search.Ripe(tx.Bucket(searchBucket)); return nil })
		})
		for more := ripe; more && err == nil && !l.tidying.ended(); {
			more, err = l.tidyOnce()
		}
		if err != nil { // nothing is lost: the words are found where they are
			l.log.Warn("words of new calls stay where they are", "error", err)
		}
	}
}

func (t *tidying) ended() bool {
	select {
	case <-t.closing:
		return true
	default:
		return false
	}
}

// tidyOnce makes one step.
func (l *Library) tidyOnce() (more bool, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	err = l.update(func(tx *bbolt.Tx) (err error) {
		more, err = search.Merge(tx.Bucket(searchBucket), tidyStep)
		return err
	})
	return more, err
}
