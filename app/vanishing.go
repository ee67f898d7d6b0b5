package app

import (
	"io"
	"os"

	"github.com/onrecord/onrecord/audio"
)

// vanishing makes a file for the sound of a call outside of any library. It has no name, so that nothing of the call is left when
// the program is killed; where a file that is open cannot lose its name, done removes it.
func vanishing() (file *os.File, done func(), err error) {
	file, err = os.CreateTemp("", "onrecord-*")
	if err != nil {
		return nil, nil, err
	}
	removed := os.Remove(file.Name())
	return file, func() {
		file.Close() // nobody reads it any more
		if removed != nil {
			_ = os.Remove(file.Name()) // in the folder for what is temporary, the system can
		}
	}, nil
}

// look reads a file from a place of its own. Closing it leaves the file open.
type look struct {
	audio.File
	from *io.SectionReader
}

func newLook(file *os.File) (audio.File, error) {
	facts, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return &look{file, io.NewSectionReader(file, 0, facts.Size())}, nil
}

func (l *look) Read(b []byte) (int, error)                   { return l.from.Read(b) }
func (l *look) Seek(offset int64, whence int) (int64, error) { return l.from.Seek(offset, whence) }
func (l *look) Close() error                                 { return nil }
