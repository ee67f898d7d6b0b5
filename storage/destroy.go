package storage

import (
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Destroy ends a call's recording without sound: the document is saved as it is given, without audio, and what was recorded of the call is removed for
// good, with every trace that the index kept of its words. Whoever calls it has said so in the document that is on disk, so that after a crash it
// is called again, has taken the call out of the queue, and has closed the file.
func (l *Library) Destroy(c call.Call) error {
	if err := l.scrub(); err != nil { // first, since nobody would know later that it is still to be done
		return fmt.Errorf("remove the traces of call %s: %w", c.ID, err)
	}
	if err := l.destroy(c); err != nil {
		return fmt.Errorf("destroy the recording of call %s: %w", c.ID, err)
	}
	return nil
}

func (l *Library) destroy(c call.Call) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := checkID(c.ID); err != nil {
		return err
	}
	if err := l.present(c.ID); err != nil {
		return err
	}
	if err := l.readable(c.ID); err != nil {
		return err
	}
	err := l.changing(c.ID, func() error {
		for _, name := range []string{partialName, audioName} { // before the document, which is what says that it is still to be done
			if err := l.files.Remove(inFolder(c.ID, name)); err != nil {
				return err
			}
		}
		c.Audio = call.Audio{}
		return l.writeCall(c)
	})
	if err == nil {
		delete(l.live, c.ID)
	}
	return err
}
