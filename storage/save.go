package storage

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// Call reads the document of a call. It fails with ErrNoCall, ErrDamaged or ErrNewerFormat.
func (l *Library) Call(id call.ID) (call.Call, error) {
	c, err := l.call(id)
	if err != nil {
		return call.Call{}, fmt.Errorf("call %s: %w", id, err)
	}
	return c, nil
}

func (l *Library) call(id call.ID) (call.Call, error) {
	if err := checkID(id); err != nil {
		return call.Call{}, err
	}
	content, err := l.files.ReadFile(inFolder(id, callName))
	if errors.Is(err, fs.ErrNotExist) {
		if err := l.present(id); err != nil {
			return call.Call{}, err
		}
		return call.Call{}, fmt.Errorf("read %s: %w: it is missing", inFolder(id, callName), ErrDamaged)
	}
	if err != nil {
		return call.Call{}, err
	}
	return decodeCall(id, content)
}

// Save writes the document of a call that is in the library. Fields of the document on disk that this program does
// not know stay as they are. A document that is damaged or newer is not overwritten.
func (l *Library) Save(c call.Call) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.save(c); err != nil {
		return fmt.Errorf("save call %s: %w", c.ID, err)
	}
	return nil
}

func (l *Library) save(c call.Call) error {
	if err := checkID(c.ID); err != nil {
		return err
	}
	if err := l.present(c.ID); err != nil {
		return err
	}
	return l.changing(c.ID, func() error { return l.writeCall(c) })
}

// Edit reads a call's document, lets change have it, and saves it, with no other change in between. When change gives
// an error, nothing is saved and the error is returned as it is. The ID cannot be changed.
func (l *Library) Edit(id call.ID, change func(*call.Call) error) (call.Call, error) {
	l.change.Lock()
	defer l.change.Unlock()
	c, err := l.Call(id)
	if err != nil {
		return call.Call{}, err
	}
	if err := change(&c); err != nil {
		return call.Call{}, err
	}
	c.ID = id
	if err := l.save(c); err != nil {
		return call.Call{}, fmt.Errorf("save call %s: %w", id, err)
	}
	return c, nil
}

// writeCall writes a document durably, with what it does not know of the one on disk. Which transcript is read is not the
// caller's to say: UseTranscript and SaveTranscript do.
func (l *Library) writeCall(c call.Call) error {
	name := inFolder(c.ID, callName)
	c.Format = call.Format
	disk, err := l.files.readIfThere(name)
	if err != nil {
		return err
	}
	if disk != nil {
		before, err := decodeCall(c.ID, disk)
		if err != nil {
			return err
		}
		c.CurrentTranscript = before.CurrentTranscript
	}
	return l.putCall(c, disk)
}

// putCall writes a document over the one on disk, which may be nil.
func (l *Library) putCall(c call.Call, disk []byte) error {
	fresh, err := encode(c, disk)
	if err != nil {
		return err
	}
	return l.files.WriteFile(inFolder(c.ID, callName), fresh)
}

// readable makes sure that a call's document may be written over.
func (l *Library) readable(id call.ID) error {
	content, err := l.files.readIfThere(inFolder(id, callName))
	if err == nil && content != nil {
		_, err = decodeCall(id, content)
	}
	return err
}

// present makes sure that a call has a folder.
func (l *Library) present(id call.ID) error {
	there, err := l.files.Exists(folder(id))
	if err == nil && !there {
		return ErrNoCall
	}
	return err
}
