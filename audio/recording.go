package audio

import (
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac/frame"
)

// Recording reads the frames of a FLAC file as 16-bit samples. It is for one goroutine at a time.
type Recording struct {
	blocks  *flacReader
	size    int64 // of the file
	frames  int64
	grows   bool  // the number of frames is not known: it ends where its file does
	at      int64 // the frame Read goes on with
	pending []int16
	wasted  int64 // bytes decoded in vain in the search under way
	covered []frameSpan
}

// OpenRecording reads the header. The reader stays the caller's to close. A file whose take was not finished is read
// as far as its last complete block.
func OpenRecording(r io.ReadSeeker) (*Recording, error) {
	blocks, err := readableBlocks(r)
	if err != nil {
		return nil, err
	}
	rec := &Recording{blocks: blocks, frames: blocks.info.frames}
	if rec.size, err = r.Seek(0, io.SeekEnd); err != nil {
		return nil, fmt.Errorf("measure audio: %w", err)
	}
	if rec.frames == 0 {
		if rec.frames, err = rec.findEnd(); err != nil {
			return nil, err
		}
	}
	// The end was sought behind the feed's back.
	return rec, blocks.in.reseek(blocks.start)
}

// readableBlocks reads the header of a file that can be read as 16-bit samples.
func readableBlocks(r io.ReadSeeker) (*flacReader, error) {
	blocks, err := newFLACReader(r)
	if err == nil && blocks.info.bits > 24 {
		err = fmt.Errorf("read FLAC: %d bits per sample: %w", blocks.info.bits, ErrUnsupported)
	}
	return blocks, err
}

// Rate gives the frames per second.
func (r *Recording) Rate() int { return r.blocks.info.rate }

// Channels gives the number of channels.
func (r *Recording) Channels() int { return r.blocks.info.channels }

// Frames gives the length in frames. Of one that is followed it is only known at its end.
func (r *Recording) Frames() int64 { return r.frames }

// Position gives the frame that Read goes on with.
func (r *Recording) Position() int64 { return r.at }

// Read fills interleaved with whole frames and gives their number; io.EOF at the end. The error wraps ErrTruncated
// when the file ends before its recording does, ErrDamaged when it cannot be decoded.
func (r *Recording) Read(interleaved []int16) (frames int, err error) {
	channels := r.Channels()
	for len(interleaved) >= channels && r.at < r.frames {
		if len(r.pending) == 0 {
			if err := r.decode(); err != nil {
				return frames, err
			}
			continue
		}
		n := copy(interleaved[:len(interleaved)/channels*channels], r.pending)
		r.cover(interleaved[:n])
		interleaved, r.pending = interleaved[n:], r.pending[n:]
		frames += n / channels
		r.at += int64(n / channels)
	}
	if frames == 0 && r.at >= r.frames {
		return 0, io.EOF
	}
	return frames, nil
}

// decode makes the next block pending.
func (r *Recording) decode() error {
	block, err := r.blocks.next()
	switch {
	case errors.Is(err, io.EOF) && r.grows:
		r.frames = r.at
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("read FLAC at frame %d of %d: %w", r.at, r.frames, ErrTruncated)
	case errors.Is(err, errBlock):
		return fmt.Errorf("read FLAC at frame %d: %w: %w", r.at, ErrDamaged, err)
	case err != nil:
		return err
	}
	if r.blocks.first(block) != r.at {
		return fmt.Errorf("read FLAC at frame %d: a block of another place: %w", r.at, ErrDamaged)
	}
	r.pending = interleave(r.pending[:0], block)
	if over := r.at + int64(block.BlockSize) - r.frames; over > 0 {
		r.pending = r.pending[:len(r.pending)-int(over)*r.Channels()]
	}
	return nil
}

// interleave appends the samples of a block as 16 bits.
func interleave(dst []int16, block *frame.Frame) []int16 {
	bits := int(block.BitsPerSample)
	for i := range int(block.BlockSize) {
		for _, sub := range block.Subframes {
			dst = append(dst, to16(int64(sub.Samples[i]), bits))
		}
	}
	return dst
}

// to16 brings a sample of so many bits to 16, rounding to the nearest.
func to16(v int64, bits int) int16 {
	if bits <= 16 {
		return int16(v << (16 - bits))
	}
	v = (v + 1<<(bits-17)) >> (bits - 16)
	return int16(min(v, 1<<15-1))
}
