package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/onrecord/onrecord/call"
)

// removal is removed.json: when a call went into the trash, and what it had that no other file of its folder tells.
//
// It is written before the folder moves into the trash, and removed after the folder has moved back. So every call in the trash
// has its date, whenever the program dies; and one among the calls that has this file was about to go, or has just come back.
type removal struct {
	Format  int       `json:"format"`
	Removed time.Time `json:"removed"`
	Jobs    []Job     `json:"jobs,omitempty"` // that it had in the queue
}

const removalFormat = 1

// readRemoval reads the removed.json in a folder. Without one the error is fs.ErrNotExist.
func (l *Library) readRemoval(place string) (removal, error) {
	name := path.Join(place, removalName)
	content, err := l.files.ReadFile(name)
	if err != nil {
		return removal{}, err
	}
	return decodeRemoval(name, content)
}

func decodeRemoval(name string, content []byte) (removal, error) {
	var r removal
	if err := decode(name, content, removalFormat, &r); err != nil {
		return removal{}, err
	}
	if r.Removed.IsZero() {
		return removal{}, fmt.Errorf("read %s: %w: it has no date", name, ErrDamaged)
	}
	return r, nil
}

// writeRemoval says in a folder that it goes into the trash now.
func (l *Library) writeRemoval(place string, jobs []Job) error {
	fresh, err := encode(removal{Format: removalFormat, Removed: l.now(), Jobs: jobs}, nil)
	if err != nil {
		return err
	}
	return l.files.WriteFile(path.Join(place, removalName), fresh)
}

// unremove makes a call that has its removed.json an ordinary one again: its jobs go back into the queue, and the file goes. One
// that a newer program wrote stays.
func (l *Library) unremove(id call.ID) error {
	r, err := l.readRemoval(folder(id))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrNewerFormat):
		return nil
	case err != nil && !errors.Is(err, ErrDamaged): // in a damaged one there is nothing to lose but jobs
		return err
	}
	if err := l.putBack(id, r.Jobs); err != nil {
		return err
	}
	return l.files.Remove(inFolder(id, removalName))
}
