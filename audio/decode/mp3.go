package decode

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/hajimehoshi/go-mp3"

	"github.com/onrecord/onrecord/audio"
)

// mp3Frames reads MPEG 1 and 2, layer 3.
type mp3Frames struct {
	decoder  *mp3.Decoder
	channels int
	skip     int64 // frames of the encoder's lead-in that are still to be left out
	left     int64 // frames until the sound ends; negative where that is not known
	scratch  []byte
}

func openMP3(src Source) (audio.Frames, error) {
	start, end, err := mp3Bounds(src)
	if err != nil {
		return nil, err
	}
	head, err := readAt(src, start)
	if err != nil {
		return nil, err
	}
	m := &mp3Frames{channels: 2, left: -1}
	for i := range max(0, len(head)-4) {
		if first, ok := mpegPair(head[i:]); ok {
			m.channels = first.channels
			start += int64(i) + m.readInfo(first, head[i:])
			break
		}
	}
	// Without a way to seek the decoder does not go through the whole file first.
	m.decoder, err = mp3.NewDecoder(bufio.NewReaderSize(io.NewSectionReader(src, start, end-start), 64<<10))
	if err != nil {
		return nil, fmt.Errorf("read MP3: %w: %w", audio.ErrNotAudio, err)
	}
	return m, nil
}

// readInfo reads what encoders put into a first frame that holds no sound: how much of the beginning and of the end they
// added. It gives the length of that frame, or 0 where the first one holds sound.
func (m *mp3Frames) readInfo(first mpegHead, frame []byte) int64 {
	const decoderDelay = 529 // what every decoder adds to the encoder's
	frame = frame[:first.size]
	at := 4 + first.side
	if len(frame) < at+8 || string(frame[at:at+4]) != "Xing" && string(frame[at:at+4]) != "Info" {
		return 0
	}
	flags := binary.BigEndian.Uint32(frame[at+4:])
	const all = 15 // number of frames, bytes, places, quality
	if flags&all != all || len(frame) < at+144 {
		return int64(first.size)
	}
	delays := frame[at+141:]
	delay, padding := int64(delays[0])<<4|int64(delays[1])>>4, int64(delays[1]&15)<<8|int64(delays[2])
	count := int64(binary.BigEndian.Uint32(frame[at+8:]))
	perFrame := int64(1152)
	if first.version != 1 {
		perFrame = 576
	}
	if total := count*perFrame - delay - padding; delay > 0 && total > 0 {
		m.skip, m.left = delay+decoderDelay, total
	}
	return int64(first.size)
}

// mp3Bounds gives where the sound begins and ends between the tags.
func mp3Bounds(src Source) (start, end int64, err error) {
	if start, err = skipID3(src); err != nil {
		return 0, 0, err
	}
	if end, err = src.Seek(0, io.SeekEnd); err != nil {
		return 0, 0, fmt.Errorf("measure sound file: %w", err)
	}
	const tag = 128
	if end-start > tag {
		last := make([]byte, 3)
		if _, err := src.ReadAt(last, end-tag); err == nil && bytes.Equal(last, []byte("TAG")) {
			end -= tag
		}
	}
	return start, max(start, end), nil
}

func (m *mp3Frames) Rate() int     { return m.decoder.SampleRate() }
func (m *mp3Frames) Channels() int { return m.channels }

// Read takes frames from the decoder, which gives two channels always.
func (m *mp3Frames) Read(interleaved []int16) (int, error) {
	const frame = 4
	if m.skip > 0 {
		if _, err := io.CopyN(io.Discard, m.decoder, m.skip*frame); err != nil {
			return 0, mp3Error(err)
		}
		m.skip = 0
	}
	want := len(interleaved) / m.channels * frame
	if m.left >= 0 {
		want = int(min(int64(want), m.left*frame))
	}
	if want == 0 {
		return 0, io.EOF
	}
	if cap(m.scratch) < want {
		m.scratch = make([]byte, want)
	}
	n, err := io.ReadFull(m.decoder, m.scratch[:want])
	for i := range n / frame {
		for c := range m.channels {
			interleaved[i*m.channels+c] = int16(binary.LittleEndian.Uint16(m.scratch[i*frame+2*c:]))
		}
	}
	if m.left >= 0 {
		m.left -= int64(n / frame)
	}
	return n / frame, mp3Error(err)
}

// mp3Error is an error of the decoder in our terms. It cannot tell a file that was cut off from one that is over.
func mp3Error(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return io.EOF
	}
	return fmt.Errorf("read MP3: %w: %w", audio.ErrDamaged, err)
}
