package audio

import (
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac/frame"
)

// maxBlockBytes bounds what the decoder may read for one block: the most that eight channels of 65535 samples of 32 bits
// take as they are, doubled.
const maxBlockBytes = 8 * 65535 * 4 * 2

// errBlock says that no valid block lies at a place.
var errBlock = errors.New("no valid FLAC block")

// flacReader decodes one block after the other and knows where each of them lies.
type flacReader struct {
	in    *feed
	info  streamInfo
	start int64 // place of the first block
}

func newFLACReader(r io.ReadSeeker) (*flacReader, error) {
	info, start, err := readFLACHeader(r)
	if err != nil {
		return nil, err
	}
	d := &flacReader{in: newFeed(r), info: info, start: start}
	return d, d.in.seek(start)
}

// next decodes the block at the current place. io.EOF: the file ends here; errBlock: there is something else.
func (d *flacReader) next() (block *frame.Frame, err error) {
	defer func() {
		// The decoder trusts some of what it reads; a made-up file must not bring the program down.
		if r := recover(); r != nil {
			block, err = nil, fmt.Errorf("%w: %v", errBlock, r)
		}
	}()
	d.in.allow(maxBlockBytes)
	block, err = frame.New(d.in)
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err == nil {
		err = d.accept(block)
	}
	if err == nil {
		err = block.Parse()
	}
	if err != nil {
		if d.in.failed != nil {
			return nil, fmt.Errorf("read FLAC: %w", d.in.failed)
		}
		return nil, fmt.Errorf("%w: %w", errBlock, err)
	}
	return block, nil
}

// accept checks the head of a block against the header of the file and fills in what the block leaves to it.
func (d *flacReader) accept(block *frame.Frame) error {
	if block.BitsPerSample == 0 {
		block.BitsPerSample = uint8(d.info.bits)
	}
	if block.SampleRate == 0 {
		block.SampleRate = uint32(d.info.rate)
	}
	switch {
	case int(block.SampleRate) != d.info.rate, block.Channels.Count() != d.info.channels, int(block.BitsPerSample) != d.info.bits:
		return errors.New("the block is not of this file")
	case block.BlockSize == 0, int(block.BlockSize) > d.info.blockMax:
		return errors.New("the block is too large")
	}
	return nil
}

// first gives the number of a block's first frame.
func (d *flacReader) first(block *frame.Frame) int64 {
	if block.HasFixedBlockSize {
		return int64(block.Num) * int64(d.info.blockMax) // the last block is shorter, so its own size is no measure
	}
	return int64(block.Num)
}

// feed hands out bytes in the small pieces the decoder asks for, and knows its place in the file.
type feed struct {
	r       io.ReadSeeker
	buf     []byte
	rest    []byte // of buf, not yet handed out
	at      int64  // place of rest
	allowed int
	failed  error // other than the end of the file
}

func newFeed(r io.ReadSeeker) *feed { return &feed{r: r, buf: make([]byte, 32<<10)} }

// allow bounds the bytes handed out until the next call.
func (f *feed) allow(n int) { f.allowed = n }

func (f *feed) seek(at int64) error {
	if at >= f.at && at-f.at <= int64(len(f.rest)) {
		f.rest = f.rest[at-f.at:]
		f.at = at
		return nil
	}
	if _, err := f.r.Seek(at, io.SeekStart); err != nil {
		return fmt.Errorf("seek audio: %w", err)
	}
	f.rest, f.at = nil, at
	return nil
}

// fill reads on when nothing is left.
func (f *feed) fill() error {
	if len(f.rest) > 0 {
		return nil
	}
	n, err := io.ReadAtLeast(f.r, f.buf, 1)
	f.rest = f.buf[:n]
	if err != nil && !errors.Is(err, io.EOF) {
		f.failed = err
	}
	return err
}

// Read implements io.Reader.
func (f *feed) Read(p []byte) (int, error) {
	if len(p) > f.allowed {
		return 0, errors.New("a block without end")
	}
	if err := f.fill(); err != nil {
		return 0, err
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	f.at += int64(n)
	f.allowed -= n
	return n, nil
}
