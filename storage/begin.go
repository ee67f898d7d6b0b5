package storage

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// Begin enters a call whose recording is about to be made: it makes the folder, the document with the outcome
// "recording", and an empty audio.partial, which it gives opened for reading and writing. The caller closes it, and
// ends with Commit or Discard. What a Begin that failed has left is no hindrance; any other call with that ID is
// ErrExists.
func (l *Library) Begin(c call.Call) (File, error) {
	l.change.Lock()
	defer l.change.Unlock()
	partial, err := l.begin(c)
	if err != nil {
		return nil, fmt.Errorf("begin call %s: %w", c.ID, err)
	}
	return partial, nil
}

func (l *Library) begin(c call.Call) (File, error) {
	if err := checkID(c.ID); err != nil {
		return nil, err
	}
	if l.live[c.ID] {
		return nil, ErrExists
	}
	if err := l.onlyBegun(c.ID); err != nil {
		return nil, err
	}
	c.Outcome = call.Recording
	var partial File
	err := l.changing(c.ID, func() (err error) {
		partial, err = l.lay(c)
		return err
	})
	if err == nil {
		l.live[c.ID] = true
		return partial, nil
	}
	if partial != nil {
		err = errors.Join(err, partial.Close())
	}
	if undone := l.discard(c.ID); undone != nil {
		l.log.Warn("call that did not begin is left behind", "call", c.ID, "error", undone)
	}
	return nil, err
}

// lay puts the first files into a call's folder.
func (l *Library) lay(c call.Call) (File, error) {
	if err := l.files.Mkdir(folder(c.ID)); err != nil {
		return nil, err
	}
	if err := l.writeCall(c); err != nil {
		return nil, err
	}
	name := inFolder(c.ID, partialName)
	partial, err := l.files.Create(name)
	if errors.Is(err, fs.ErrExist) {
		partial, err = l.files.OpenWrite(name)
	}
	if err != nil {
		return nil, err
	}
	return partial, l.files.SyncDir(folder(c.ID))
}

// onlyBegun makes sure that a call has at most what Begin makes, and nothing in it.
func (l *Library) onlyBegun(id call.ID) error {
	entries, err := l.files.List(folder(id))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case isTemp(name):
		case name == callName:
			if c, err := l.Call(id); err != nil || c.Outcome != call.Recording {
				return ErrExists
			}
		case name == partialName:
			if size, err := l.files.Size(inFolder(id, name)); err != nil || size > 0 {
				return ErrExists
			}
		default:
			return ErrExists
		}
	}
	return nil
}

// Discard removes a call of which nothing was recorded, the empty audio.partial included. A call that has anything
// else is ErrExists: it is never removed this way.
func (l *Library) Discard(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := checkID(id)
	if err == nil {
		err = l.discard(id)
	}
	if err != nil {
		return fmt.Errorf("discard call %s: %w", id, err)
	}
	delete(l.live, id)
	return nil
}

func (l *Library) discard(id call.ID) error {
	entries, err := l.files.List(folder(id))
	if err != nil {
		return err
	}
	if err := l.onlyBegun(id); err != nil {
		return err
	}
	return l.changing(id, func() error {
		for _, entry := range entries {
			if err := l.files.Remove(inFolder(id, entry.Name())); err != nil {
				return err
			}
		}
		return l.files.Remove(folder(id))
	})
}
