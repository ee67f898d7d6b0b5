package storage

import (
	"io"
	"os"
)

// File is an open file of the library. It has the methods of audio.File, so that a take can be given one.
type File interface {
	io.Reader
	io.ReaderAt
	io.Writer
	io.WriterAt
	io.Seeker
	io.Closer
	Truncate(size int64) error
	Sync() error
}

// file lets the operations that change an open file go through Files too.
type file struct {
	*os.File
	name  string
	files *Files
}

func (f *file) Write(b []byte) (n int, err error) {
	err = f.files.do("write", f.name, func() error {
		n, err = f.File.Write(b)
		return err
	})
	return n, err
}

func (f *file) WriteAt(b []byte, at int64) (n int, err error) {
	err = f.files.do("write", f.name, func() error {
		n, err = f.File.WriteAt(b, at)
		return err
	})
	return n, err
}

func (f *file) Truncate(size int64) error {
	return f.files.do("truncate", f.name, func() error { return f.File.Truncate(size) })
}

func (f *file) Sync() error { return f.files.do("sync", f.name, f.File.Sync) }

// Close closes the file even when it is made to fail.
func (f *file) Close() error {
	closed := f.File.Close()
	return f.files.do("close", f.name, func() error { return closed })
}
