package audio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// followTime is how often the end of a growing file is looked at.
const followTime = 250 * time.Millisecond

// Follow reads a recording while it is being made. Read waits for frames that are yet to come, until complete is closed:
// from then on the file grows no more. open gives the file as it is now; it is opened for a moment at a time, since a file
// that is open cannot be renamed everywhere. The error is ctx's when that ends.
func Follow(ctx context.Context, open func() (File, error), complete <-chan struct{}) (*Recording, error) {
	blocks, err := readableBlocks(&growing{ctx: ctx, open: open, complete: complete})
	if err != nil {
		return nil, err
	}
	return &Recording{blocks: blocks, frames: math.MaxInt64, grows: true}, nil
}

// growing is an io.ReadSeeker of a file that others append to.
type growing struct {
	ctx      context.Context
	open     func() (File, error)
	complete <-chan struct{}
	at       int64
}

// Seek implements io.Seeker, but for the end, which is not known.
func (g *growing) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
		g.at = offset
	case io.SeekCurrent:
		g.at += offset
	default:
		return g.at, errors.New("a growing recording has no end to seek from")
	}
	return g.at, nil
}

// Read implements io.Reader.
func (g *growing) Read(p []byte) (int, error) {
	for {
		complete := g.over() // before reading: what was appended until then is read below
		n, err := g.read(p)
		if n > 0 || err != nil {
			return n, err
		}
		if complete {
			return 0, io.EOF
		}
		timer := time.NewTimer(followTime)
		select {
		case <-timer.C:
		case <-g.complete:
		case <-g.ctx.Done():
		}
		timer.Stop()
		if g.ctx.Err() != nil {
			return 0, g.ctx.Err()
		}
	}
}

func (g *growing) over() bool {
	select {
	case <-g.complete:
		return true
	default:
		return false
	}
}

// read reads what is there; nothing at the present end.
func (g *growing) read(p []byte) (n int, err error) {
	file, err := g.open()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Seek(g.at, io.SeekStart); err != nil {
		return 0, fmt.Errorf("seek audio: %w", err)
	}
	n, err = file.Read(p)
	g.at += int64(n)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}
