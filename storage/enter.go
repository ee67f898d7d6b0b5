package storage

import (
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Enter puts a call into the library that has no recording: its document is all there is. A call of that ID that is there already is ErrExists.
func (l *Library) Enter(c call.Call) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.enter(c); err != nil {
		return fmt.Errorf("enter call %s: %w", c.ID, err)
	}
	return nil
}

func (l *Library) enter(c call.Call) error {
	if err := checkID(c.ID); err != nil {
		return err
	}
	there, err := l.files.Exists(folder(c.ID))
	if err != nil {
		return err
	}
	if there {
		return ErrExists
	}
	c.Audio, c.Outcome = call.Audio{}, call.Noted
	return l.changing(c.ID, func() error {
		if err := l.files.Mkdir(folder(c.ID)); err != nil {
			return err
		}
		return l.writeCall(c)
	})
}
