package audio

import (
	"bufio"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"math"
)

// A clip is a part of a recording, sample for sample.

// ClipWAV writes the frames of a recording from one to before another as 16-bit PCM WAV. ErrUnsupported: they are more than
// a WAV file can hold. ErrNoAudio: there are none.
func ClipWAV(w io.Writer, r *Recording, from, to int64) error {
	size := (to - from) * int64(r.Channels()) * 2
	if size > math.MaxUint32-36 {
		return fmt.Errorf("write WAV: longer than the format allows: %w", ErrUnsupported)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if _, err := out.Write(wavHeader(r.Rate(), r.Channels(), uint32(max(size, 0)))); err != nil {
		return fmt.Errorf("write WAV: %w", err)
	}
	var scratch []byte
	err := r.each(from, to, func(frames []int16) error {
		scratch = appendSamples(scratch[:0], frames)
		_, err := out.Write(scratch)
		return err
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write WAV: %w", err)
	}
	return nil
}

// ClipFLAC writes the frames of a two-channel recording from one to before another as FLAC, with their checksum. They are
// read twice, because the checksum stands in front. ErrUnsupported: there are not two channels; ErrNoAudio: no frames.
func ClipFLAC(w io.Writer, r *Recording, from, to int64) error {
	if r.Channels() != 2 {
		return fmt.Errorf("write FLAC: %d channels: %w", r.Channels(), ErrUnsupported)
	}
	out, err := newFLACBlocks(w, r.Rate())
	if err != nil {
		return err
	}
	info := out.info
	info.frames = to - from
	if info.md5, err = r.checksum(from, to); err != nil {
		return fmt.Errorf("write FLAC: %w", err)
	}
	head := append([]byte(flacSignature), lastBlock|blockInfo, 0, 0, infoSize)
	if _, err := w.Write(append(head, info.marshal()...)); err != nil {
		return fmt.Errorf("write FLAC header: %w", err)
	}
	var sides [2][]int16
	err = r.each(from, to, func(frames []int16) error {
		for i := range sides {
			sides[i] = sides[i][:0]
		}
		for i := 0; i < len(frames); i += 2 {
			sides[0], sides[1] = append(sides[0], frames[i]), append(sides[1], frames[i+1])
		}
		return out.write(sides[0], sides[1])
	})
	if err == nil {
		err = out.rest()
	}
	if err != nil {
		return fmt.Errorf("write FLAC: %w", err)
	}
	return nil
}

// checksum is that of frames as FLAC takes it.
func (r *Recording) checksum(from, to int64) ([md5.Size]byte, error) {
	sum := md5.New()
	var scratch []byte
	err := r.each(from, to, func(frames []int16) error {
		scratch = appendSamples(scratch[:0], frames)
		_, err := sum.Write(scratch)
		return err
	})
	return [md5.Size]byte(sum.Sum(nil)), err
}

// each hands on the frames of a stretch, interleaved and some at a time.
func (r *Recording) each(from, to int64, do func(frames []int16) error) error {
	if from >= to || from < 0 || to > r.frames {
		return fmt.Errorf("frames %d to %d of %d: %w", from, to, r.frames, ErrNoAudio)
	}
	if err := r.SeekFrame(from); err != nil {
		return err
	}
	const most = 8192
	buffer := make([]int16, most*r.Channels())
	for left := to - from; left > 0; {
		n, err := r.Read(buffer[:int(min(left, most))*r.Channels()])
		if errors.Is(err, io.EOF) {
			return ErrTruncated
		}
		if err != nil {
			return err
		}
		if err := do(buffer[:n*r.Channels()]); err != nil {
			return err
		}
		left -= int64(n)
	}
	return nil
}
