package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/onrecord/onrecord/audio/decode"
	"github.com/onrecord/onrecord/storage"
)

// copySum copies to the end and gives SHA-256 and size of what was copied.
func copySum(to io.Writer, from io.Reader) (string, int64, error) {
	digest := sha256.New()
	size, err := io.Copy(io.MultiWriter(to, digest), from)
	return hex.EncodeToString(digest.Sum(nil)), size, err
}

// patient lets go of a long reading when ctx ends.
type patient struct {
	ctx context.Context
	io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.Reader.Read(b)
}

// counting tells how much of a file was read.
type counting struct {
	decode.Source
	size int64
	done int64
	tell func(float64)
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.Source.Read(b)
	c.note(n)
	return n, err
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.Source.ReadAt(b, at)
	c.note(n)
	return n, err
}

func (c *counting) note(n int) {
	c.done += int64(n)
	if c.tell != nil && c.size > 0 {
		c.tell(min(1, float64(c.done)/float64(c.size)))
	}
}

// storageFile lets go of a long import when ctx ends.
type storageFile struct {
	ctx context.Context
	storage.File
}

func (f storageFile) Write(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	return f.File.Write(p)
}
