package storage

import "io"

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
