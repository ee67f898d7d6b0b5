package storage

import (
	"crypto/rand"
	"errors"
	"path"
	"strings"
)

// tempMark stands in the name of every file that is being written and has not got its own name yet.
const tempMark = ".writing-"

// isTemp reports whether a name was given by WriteFile to a file that it did not finish.
func isTemp(name string) bool { return strings.Contains(path.Base(name), tempMark) }

// temporary is a name for what is being written and will be called name.
func temporary(name string) string { return name + tempMark + strings.ToLower(rand.Text()[:8]) }

// WriteFile replaces a file durably: afterwards, and after a crash at any moment, it holds either the old content or
// the new one, whole.
func (f *Files) WriteFile(name string, content []byte) error {
	temp := temporary(name)
	if err := f.writeNew(temp, content); err != nil {
		return errors.Join(err, f.Remove(temp))
	}
	if err := f.Rename(temp, name); err != nil {
		return errors.Join(err, f.Remove(temp))
	}
	return nil
}

// writeNew writes a new file, which has reached the disk when it returns.
func (f *Files) writeNew(name string, content []byte) error {
	file, err := f.Create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
