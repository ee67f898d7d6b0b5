package storage

import (
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// identity is library.json: it says that this is a library, and which.
type identity struct {
	Format  int       `json:"format"`
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
}

// refuseNewer fails with ErrNewerFormat when a newer program has made the library.
func (l *Library) refuseNewer() error {
	content, err := l.files.readIfThere(identityName)
	if err != nil || content == nil {
		return err
	}
	var known identity
	if err := decode(identityName, content, newest, &known); errors.Is(err, ErrNewerFormat) {
		return err
	}
	return nil
}

// identify reads library.json, or writes it when it is missing. One that is damaged is kept aside: all it held of
// worth is the library's ID, which the index has too.
func (l *Library) identify() error {
	content, err := l.files.readIfThere(identityName)
	if err != nil {
		return err
	}
	known := identity{Format: newest, Created: l.now()}
	if content != nil {
		err := decode(identityName, content, newest, &known)
		if err == nil && known.ID != "" {
			l.id = known.ID
			return l.rememberID()
		}
		kept := aside(identityName, "damaged", l.now())
		l.log.Warn("library.json is damaged and is written again", "error", err, "kept", kept)
		if err := l.files.Rename(identityName, kept); err != nil {
			return err
		}
		known = identity{Format: newest, Created: l.now()}
	}
	if known.ID, err = l.recallID(); err != nil {
		return err
	}
	l.id = known.ID
	fresh, err := encode(known, nil)
	if err != nil {
		return err
	}
	if err := l.files.WriteFile(identityName, fresh); err != nil {
		return err
	}
	return l.rememberID()
}

// recallID gives the ID that the index knows, or a new one.
func (l *Library) recallID() (id string, err error) {
	err = l.peek(func(tx *bbolt.Tx) error {
		id = string(tx.Bucket(aboutBucket).Get(libraryKey))
		return nil
	})
	if id == "" {
		id = strings.ToLower(rand.Text())
	}
	return id, err
}

// rememberID notes the library's ID in the index.
func (l *Library) rememberID() error {
	return l.update(func(tx *bbolt.Tx) error {
		about := tx.Bucket(aboutBucket)
		if string(about.Get(libraryKey)) == l.id {
			return errUnchanged
		}
		return about.Put(libraryKey, []byte(l.id))
	})
}
