package storage

import (
	"fmt"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// KeepDetails puts a call recorder's notes that came after the sound into the folder of an imported call, under a name like
// details.json, and lets change have the document, which is to name them. When change gives an error, nothing is written.
func (l *Library) KeepDetails(id call.ID, name string, content []byte, change func(*call.Call) error) error {
	l.change.Lock()
	defer l.change.Unlock()
	c, err := l.call(id)
	if err == nil && (!originalForm.MatchString(name) || !strings.HasPrefix(name, detailsName)) {
		err = fmt.Errorf("no name of notes: %q", name)
	}
	if err == nil {
		err = change(&c)
	}
	if err == nil {
		c.ID = id
		err = l.changing(id, func() error {
			if err := l.files.WriteFile(inFolder(id, name), content); err != nil {
				return err
			}
			return l.writeCall(c)
		})
	}
	if err != nil {
		return fmt.Errorf("keep notes of call %s: %w", id, err)
	}
	return nil
}
