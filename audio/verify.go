package audio

import (
	"crypto/md5"
	"errors"
	"fmt"
	"io"
)

// Verify decodes a whole recording and compares length and checksum with its header. The error wraps ErrTruncated,
// ErrDamaged or ErrNotAudio. What the header does not say is not compared.
func Verify(r io.ReadSeeker) error {
	blocks, err := newFLACReader(r)
	if err != nil {
		return fmt.Errorf("verify audio: %w", err)
	}
	sum := md5.New()
	var frames int64
	var scratch []byte
	for {
		block, err := blocks.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("verify audio: at frame %d: %w", frames, ErrTruncated)
		}
		if errors.Is(err, errBlock) {
			return fmt.Errorf("verify audio: at frame %d: %w: %w", frames, ErrDamaged, err)
		}
		if err != nil {
			return fmt.Errorf("verify audio: %w", err)
		}
		if blocks.first(block) != frames {
			return fmt.Errorf("verify audio: at frame %d: a block of another place: %w", frames, ErrDamaged)
		}
		scratch = sampleBytes(scratch[:0], block)
		sum.Write(scratch)
		frames += int64(block.BlockSize)
	}
	return compare(blocks.info, frames, [16]byte(sum.Sum(nil)))
}

// compare holds what was decoded against what the header says.
func compare(info streamInfo, frames int64, sum [16]byte) error {
	switch {
	case frames == 0:
		return fmt.Errorf("verify audio: %w", ErrNoAudio)
	case info.frames != 0 && frames < info.frames:
		return fmt.Errorf("verify audio: %d of %d frames: %w", frames, info.frames, ErrTruncated)
	case info.frames != 0 && frames > info.frames:
		return fmt.Errorf("verify audio: %d frames instead of %d: %w", frames, info.frames, ErrDamaged)
	case info.md5 != [16]byte{} && sum != info.md5:
		return fmt.Errorf("verify audio: the checksum differs: %w", ErrDamaged)
	}
	return nil
}
