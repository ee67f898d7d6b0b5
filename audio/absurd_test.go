package audio_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
)

// flacHead is the head of a FLAC file that claims whatever is asked for.
func flacHead(blockMax, rate, channels, bits int, frames uint64) []byte {
	b := append([]byte("fLaC\x80\x00\x00\x22"), make([]byte, 34)...)
	binary.BigEndian.PutUint16(b[8:], 16)
	binary.BigEndian.PutUint16(b[10:], uint16(blockMax))
	binary.BigEndian.PutUint64(b[18:], uint64(rate)<<44|uint64(channels-1)<<41|uint64(bits-1)<<36|frames)
	return b
}

// TestAbsurdHeads brings in files that claim what no file holds. None is believed, and none makes a recording.
func TestAbsurdHeads(t *testing.T) {
	data := func(length uint32, content string) []byte {
		return append(binary.LittleEndian.AppendUint32([]byte("data"), length), content...)
	}
	form := func(channels, rate, bits int) []byte { return chunk("fmt ", format(1, channels, rate, bits)) }
	few := "\x01\x00\x02\x00"
	wide := binary.LittleEndian.AppendUint64(make([]byte, 8), math.MaxUint64)
	for name, content := range map[string][]byte{
		"nothing":                   {},
		"WAV at 1 Hz":               riff("RIFF", form(1, 1, 16), data(4, few)),
		"WAV at 4 GHz":              riff("RIFF", form(1, math.MaxUint32, 16), data(4, few)),
		"WAV of 255 channels":       riff("RIFF", form(255, 8000, 16), data(4, few)),
		"WAV of 65535 channels":     riff("RIFF", form(65535, 8000, 16), data(4, few)),
		"WAV of no channels":        riff("RIFF", form(0, 8000, 16), data(4, few)),
		"WAV of 65535 bits":         riff("RIFF", form(1, 8000, 65535), data(4, few)),
		"WAV without samples":       riff("RIFF", form(1, 8000, 16), data(0, "")),
		"WAV of half a sample":      riff("RIFF", form(1, 8000, 16), data(1, "x")),
		"WAV that claims 4 GB":      riff("RIFF", form(2, 8000, 16), data(math.MaxUint32, "x")),
		"WAV of negative length":    riff("RF64", chunk("ds64", wide), form(1, 8000, 16), data(math.MaxUint32, "")),
		"WAV whose chunk is 4 GB":   append(riff("RIFF", form(1, 8000, 16)), "LIST\xff\xff\xff\xffxx"...),
		"FLAC of 2^36 frames":       flacHead(4096, 16000, 2, 16, 1<<36-1),
		"FLAC of unknown length":    flacHead(65535, 48000, 8, 24, 0),
		"FLAC at 1 Hz":              flacHead(4096, 1, 1, 16, 1),
		"FLAC at 655 kHz":           flacHead(4096, 655350, 1, 16, 1),
		"FLAC of 32 bits":           flacHead(4096, 16000, 2, 32, 100),
		"FLAC with a tag of 256 MB": slices.Concat([]byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7f"), flacHead(4096, 16000, 2, 16, 0)),
		"FLAC with endless notes":   slices.Concat(flacHead(4096, 16000, 2, 16, 0)[:4], []byte{0}, flacHead(4096, 16000, 2, 16, 0)[5:], bytes.Repeat([]byte{1, 255, 255, 255}, 99)),
	} {
		file := audiotest.NewFile(nil)
		_, err := audio.Import(file, bytes.NewReader(content), audio.ImportOptions{})
		if !errors.Is(err, audio.ErrNotAudio) && !errors.Is(err, audio.ErrUnsupported) && !errors.Is(err, audio.ErrNoAudio) && !errors.Is(err, audio.ErrTruncated) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCutOffAtEveryByte cuts small files off wherever that can be done: what is brought in then is a whole recording that is no
// longer than it was, and FLAC says that something is missing.
func TestCutOffAtEveryByte(t *testing.T) {
	for name, content := range map[string][]byte{
		"WAV": wav(8000, 2, speechlike(60)), "FLAC": imported(t, 8000, speechlike(60)).Bytes()[:],
	} {
		for at := range content {
			if name == "FLAC" && at > 200 && at < len(content)-300 {
				continue // the table of places, which is passed over
			}
			file := audiotest.NewFile(nil)
			got, err := audio.Import(file, bytes.NewReader(content[:at]), audio.ImportOptions{})
			if err == nil {
				err = audio.Verify(file)
			}
			if known := errors.Is(err, audio.ErrNotAudio) || errors.Is(err, audio.ErrNoAudio) || errors.Is(err, audio.ErrTruncated); err != nil && !known {
				t.Errorf("%s cut off at %d: %v", name, at, err)
			}
			if err == nil && (name == "FLAC" || got.Frames >= 60) {
				t.Errorf("%s cut off at %d has %d frames", name, at, got.Frames)
			}
		}
	}
}

// TestFLACBehindTags reads a file with two tags in front, the second with a footer.
func TestFLACBehindTags(t *testing.T) {
	plain := imported(t, 8000, speechlike(60)).Bytes()
	tagged := slices.Concat([]byte("ID3\x03\x00\x00\x00\x00\x00\x02xy"), []byte("ID3\x04\x00\x10\x00\x00\x00\x01z3DI\x04\x00\x10\x00\x00\x00\x01"), plain)
	want, err := bring(t, plain, audio.BothParties)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := bring(t, tagged, audio.BothParties); err != nil || !slices.Equal(got, want) {
		t.Errorf("%d of %d samples, %v", len(got), len(want), err)
	}
}

// counted knows how much was read.
type counted struct {
	io.ReadSeeker
	bytes int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadSeeker.Read(b)
	c.bytes += int64(n)
	return n, err
}

// TestNothingButHeads searches a file for its end, in which a block of 200,000 bytes seems to begin at every ninth. Each is tried,
// but not for hours.
func TestNothingButHeads(t *testing.T) {
	head := []byte{0xff, 0xf8, 0x70, 0x70, 0x00, 0xff, 0xfd} // 65534 frames of 8 channels, with the rate and the bits of the file
	head = append(head, crc8(head), 0x02)                    // and samples as they are
	content := append(flacHead(65535, 48000, 8, 24, 0), bytes.Repeat(head, 200_000)...)
	src := &counted{ReadSeeker: bytes.NewReader(content)}
	_, err := audio.OpenRecording(src)
	if !errors.Is(err, audio.ErrDamaged) || src.bytes > 100<<20 {
		t.Errorf("%d MB were read for %d: %v", src.bytes>>20, len(content)>>20, err)
	}
}

// TestNothingButChunks goes through files that are nothing but heads of chunks, each of which costs a look into the file.
func TestNothingButChunks(t *testing.T) {
	few := "\x01\x00\x02\x00"
	sound := [][]byte{chunk("fmt ", format(1, 1, 8000, 16)), chunk("data", []byte(few))}
	flac := flacHead(4096, 16000, 2, 16, 0)
	flac[4] = 0
	for name, content := range map[string][]byte{
		"WAV":  riff("RIFF", append([][]byte{bytes.Repeat([]byte("LIST\x00\x00\x00\x00"), 1<<20)}, sound...)...),
		"FLAC": append(flac, bytes.Repeat([]byte{1, 0, 0, 0}, 4<<20)...),
	} {
		src := &counted{ReadSeeker: bytes.NewReader(content)}
		if _, err := audio.OpenFrames(src); !errors.Is(err, audio.ErrNotAudio) || src.bytes > 1<<20 {
			t.Errorf("%s: %d KB were read, %v", name, src.bytes>>10, err)
		}
	}
	some := riff("RIFF", append([][]byte{bytes.Repeat([]byte("LIST\x00\x00\x00\x00"), 1000)}, sound...)...)
	if frames, err := audio.OpenFrames(bytes.NewReader(some)); err != nil || frames.Rate() != 8000 {
		t.Errorf("a thousand chunks: %v", err)
	}
}

// crc8 is the sum of a block's head.
func crc8(b []byte) (sum byte) {
	for _, v := range b {
		sum ^= v
		for range 8 {
			if sum&0x80 != 0 {
				sum = sum<<1 ^ 7
			} else {
				sum <<= 1
			}
		}
	}
	return sum
}
