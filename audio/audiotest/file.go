package audiotest

import (
	"errors"
	"fmt"
	"io"
	"sync"
)

// ErrFault is what a File gives when it is told to fail.
var ErrFault = errors.New("no space left on the scripted disk")

// File is an audio.File in memory that can fail, and can show what it held at any time.
type File struct {
	mu        sync.Mutex
	bytes     []byte
	at        int64
	writes    int
	failWrite int // 0: never
	closed    bool
	durable   int64 // length at the newest Sync
}

// NewFile makes a file that holds some bytes.
func NewFile(content []byte) *File { return &File{bytes: append([]byte(nil), content...)} }

// FailFrom makes the n-th write (1, 2, …) and all that follow fail; the n-th leaves half of its bytes. 0: none fails.
func (f *File) FailFrom(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failWrite = n
}

// Bytes gives a copy of the content.
func (f *File) Bytes() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]byte(nil), f.bytes...)
}

// Durable gives a copy of the content as a power cut would leave it at worst: up to the length at the newest Sync.
func (f *File) Durable() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]byte(nil), f.bytes[:min(f.durable, int64(len(f.bytes)))]...)
}

// Writes gives the number of writes so far.
func (f *File) Writes() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.writes
}

// Closed reports whether the file was closed.
func (f *File) Closed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.readAt(p, f.at)
	f.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(p []byte, at int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readAt(p, at)
}

func (f *File) readAt(p []byte, at int64) (int, error) {
	if at >= int64(len(f.bytes)) {
		return 0, io.EOF
	}
	n := copy(p, f.bytes[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Write implements io.Writer.
func (f *File) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.writeAt(p, f.at)
	f.at += int64(n)
	return n, err
}

// WriteAt implements io.WriterAt.
func (f *File) WriteAt(p []byte, at int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.writeAt(p, at)
}

func (f *File) writeAt(p []byte, at int64) (int, error) {
	f.writes++
	var err error
	if f.failWrite > 0 && f.writes >= f.failWrite {
		err = ErrFault
		p = p[:len(p)/2]
		if f.writes > f.failWrite {
			p = nil
		}
	}
	if grow := at + int64(len(p)) - int64(len(f.bytes)); grow > 0 {
		f.bytes = append(f.bytes, make([]byte, grow)...)
	}
	return copy(f.bytes[at:], p), err
}

// Seek implements io.Seeker.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += int64(len(f.bytes))
	}
	if offset < 0 {
		return 0, fmt.Errorf("seek to %d: before the beginning", offset)
	}
	f.at = offset
	return offset, nil
}

// Truncate implements audio.File.
func (f *File) Truncate(size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if size > int64(len(f.bytes)) {
		return fmt.Errorf("truncate to %d of %d bytes: too short", size, len(f.bytes))
	}
	f.bytes = f.bytes[:size]
	return nil
}

// Sync implements audio.File.
func (f *File) Sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.durable = int64(len(f.bytes))
	return nil
}

// Close implements io.Closer.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}
