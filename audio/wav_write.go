package audio

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// WriteWAV writes a recording from its beginning as 16-bit PCM WAV. ErrUnsupported: it is longer than a WAV file can be.
func WriteWAV(w io.Writer, r *Recording) error {
	if err := r.SeekFrame(0); err != nil {
		return fmt.Errorf("write WAV: %w", err)
	}
	size := r.Frames() * int64(r.Channels()) * 2
	if size > math.MaxUint32-36 {
		return fmt.Errorf("write WAV: longer than the format allows: %w", ErrUnsupported)
	}
	out := bufio.NewWriterSize(w, 64<<10)
	if _, err := out.Write(wavHeader(r.Rate(), r.Channels(), uint32(size))); err != nil {
		return fmt.Errorf("write WAV: %w", err)
	}
	samples := make([]int16, 8192*r.Channels())
	var scratch []byte
	for {
		n, err := r.Read(samples)
		scratch = appendSamples(scratch[:0], samples[:n*r.Channels()])
		if _, err := out.Write(scratch); err != nil {
			return fmt.Errorf("write WAV: %w", err)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("write WAV: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write WAV: %w", err)
	}
	return nil
}

func wavHeader(rate, channels int, size uint32) []byte {
	b := append([]byte(nil), "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, 36+size)
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, wavPCM)
	b = binary.LittleEndian.AppendUint16(b, uint16(channels))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate*channels*2))
	b = binary.LittleEndian.AppendUint16(b, uint16(channels*2))
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = append(b, "data"...)
	return binary.LittleEndian.AppendUint32(b, size)
}

// appendSamples appends samples as little-endian bytes.
func appendSamples(dst []byte, samples []int16) []byte {
	for _, s := range samples {
		dst = append(dst, byte(s), byte(s>>8))
	}
	return dst
}
