package audio

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The forms of samples in a WAV file.
const (
	wavPCM        = 1
	wavFloat      = 3
	wavALaw       = 6
	wavMuLaw      = 7
	wavExtensible = 0xfffe
)

const (
	maxImportChannels = 8
	maxImportRate     = 384000
	minImportRate     = 4000
	maxFormatChunk    = 1 << 10
	mostChunks        = 1 << 14    // before the samples; each costs a look into the file
	unknownSize       = 0xffffffff // stands where the size is elsewhere, or where a program could not know it
)

// wavReader reads the frames of a WAV file. It takes files as programs that died in the middle leave them: with wrong or
// missing sizes the sound goes to the end of the file.
type wavReader struct {
	in       io.Reader
	rate     int
	channels int
	sample   func(b []byte) int16
	width    int // bytes of a sample
	scratch  []byte
}

func newWAVReader(r io.ReadSeeker) (*wavReader, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = r.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, fmt.Errorf("read WAV: %w", err)
	}
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, fmt.Errorf("read WAV: the file is too short: %w", ErrNotAudio)
	}
	wide := string(head[:4]) == "RF64" || string(head[:4]) == "BW64"
	if !wide && string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return nil, fmt.Errorf("read WAV: no signature: %w", ErrNotAudio)
	}
	w := &wavReader{}
	return w, w.readChunks(r, size)
}

// ReadWAV reads a WAV file that comes through a pipe.
func ReadWAV(r io.Reader) (Frames, error) { return newWAVReader(&onward{r: r}) }

// onward lets a reader be used where only its size is asked for, which is without end, and seeking forward.
type onward struct {
	r  io.Reader
	at int64
}

func (o *onward) Read(p []byte) (int, error) {
	n, err := o.r.Read(p)
	o.at += int64(n)
	return n, err
}

func (o *onward) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekEnd {
		return math.MaxInt64, nil
	}
	if whence != io.SeekStart || offset < o.at {
		return o.at, errors.New("a pipe cannot be read backwards")
	}
	_, err := io.CopyN(io.Discard, o, offset-o.at)
	return o.at, err
}

// readChunks goes through the chunks up to the samples.
func (w *wavReader) readChunks(r io.ReadSeeker, size int64) error {
	var wideData int64
	at := int64(12)
	for range mostChunks {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return fmt.Errorf("read WAV: no samples: %w", ErrNotAudio)
		}
		at += 8
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		switch string(head[:4]) {
		case "ds64":
			var b [16]byte
			if _, err := io.ReadFull(r, b[:]); err == nil {
				wideData = int64(binary.LittleEndian.Uint64(b[8:]))
			}
		case "fmt ":
			if err := w.readFormat(r, length); err != nil {
				return err
			}
		case "data":
			if length == unknownSize {
				length = wideData
			}
			return w.begin(r, length, size-at)
		}
		at += length + length&1
		if at > size {
			return fmt.Errorf("read WAV: no samples: %w", ErrNotAudio)
		}
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return fmt.Errorf("read WAV: %w", err)
		}
	}
	return fmt.Errorf("read WAV: nothing but heads of chunks: %w", ErrNotAudio)
}

// begin makes ready to read the samples; rest is what the file has left.
func (w *wavReader) begin(r io.Reader, length, rest int64) error {
	if w.sample == nil {
		return fmt.Errorf("read WAV: no format before the samples: %w", ErrNotAudio)
	}
	if length == 0 || length > rest {
		length = rest
	}
	w.in = bufio.NewReaderSize(io.LimitReader(r, length), 64<<10)
	return nil
}

// readFormat reads the format chunk.
func (w *wavReader) readFormat(r io.Reader, length int64) error {
	if length < 16 || length > maxFormatChunk {
		return fmt.Errorf("read WAV: impossible format: %w", ErrNotAudio)
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("read WAV: the file is too short: %w", ErrNotAudio)
	}
	form := int(binary.LittleEndian.Uint16(b))
	w.channels = int(binary.LittleEndian.Uint16(b[2:]))
	w.rate = int(binary.LittleEndian.Uint32(b[4:]))
	align := int(binary.LittleEndian.Uint16(b[12:]))
	bits := int(binary.LittleEndian.Uint16(b[14:]))
	if form == wavExtensible && length >= 26 {
		form = int(binary.LittleEndian.Uint16(b[24:])) // the first two bytes of the subformat
	}
	if err := checkForm(w.rate, w.channels); err != nil {
		return fmt.Errorf("read WAV: %w", err)
	}
	w.width = (bits + 7) / 8
	w.sample = sampleReader(form, bits)
	if w.sample == nil {
		return fmt.Errorf("read WAV: samples of form %d with %d bits: %w", form, bits, ErrUnsupported)
	}
	if align != 0 && align != w.width*w.channels {
		return fmt.Errorf("read WAV: frames of %d bytes: %w", align, ErrUnsupported)
	}
	return nil
}

// checkForm refuses what no call is recorded in.
func checkForm(rate, channels int) error {
	if channels < 1 || channels > maxImportChannels {
		return fmt.Errorf("%d channels: %w", channels, ErrUnsupported)
	}
	if rate < minImportRate || rate > maxImportRate {
		return fmt.Errorf("%d frames per second: %w", rate, ErrUnsupported)
	}
	return nil
}

// Rate gives the frames per second.
func (w *wavReader) Rate() int { return w.rate }

// Channels gives the number of channels.
func (w *wavReader) Channels() int { return w.channels }

// Read fills interleaved with whole frames; a frame cut off at the end of the file is left out.
func (w *wavReader) Read(interleaved []int16) (int, error) {
	step := w.width * w.channels
	want := len(interleaved) / w.channels * step
	if cap(w.scratch) < want {
		w.scratch = make([]byte, want)
	}
	n, err := io.ReadFull(w.in, w.scratch[:want])
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("read WAV: %w", err)
	}
	frames := n / step
	if frames == 0 {
		return 0, io.EOF
	}
	for i := range frames * w.channels {
		interleaved[i] = w.sample(w.scratch[i*w.width:])
	}
	return frames, nil
}
