package decode

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/jfreymuth/oggvorbis"

	"github.com/onrecord/onrecord/audio"
)

// vorbisFrames reads Vorbis in an Ogg file.
type vorbisFrames struct {
	reader  *oggvorbis.Reader
	scratch []float32
}

func openVorbis(src Source) (audio.Frames, error) {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read Vorbis: %w", err)
	}
	if err := checkVorbis(bufio.NewReaderSize(src, 64<<10)); err != nil {
		return nil, fmt.Errorf("read Vorbis: %w", err)
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read Vorbis: %w", err)
	}
	reader, err := oggvorbis.NewReader(bufio.NewReaderSize(onlyRead{src}, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("read Vorbis: %w: %w", audio.ErrNotAudio, err)
	}
	return &vorbisFrames{reader: reader}, nil
}

// onlyRead hides that a file can be read in any order.
type onlyRead struct{ io.Reader }

func (v *vorbisFrames) Rate() int     { return v.reader.SampleRate() }
func (v *vorbisFrames) Channels() int { return v.reader.Channels() }

func (v *vorbisFrames) Read(interleaved []int16) (int, error) {
	if cap(v.scratch) < len(interleaved) {
		v.scratch = make([]float32, len(interleaved))
	}
	n, err := v.reader.Read(v.scratch[:len(interleaved)])
	for i, sample := range v.scratch[:n] {
		interleaved[i] = round16(sample)
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("read Vorbis: %w", audio.ErrTruncated)
	case err != nil && !errors.Is(err, io.EOF):
		err = fmt.Errorf("read Vorbis: %w: %w", audio.ErrDamaged, err)
	}
	return n / v.Channels(), err
}
