package audio

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"github.com/onrecord/onrecord/call"
)

// flacWriter appends two channels of 16-bit frames to a file, a whole block at a time. While it writes, the header says
// that the length is unknown, which is true at every instant; finish fills it in.
type flacWriter struct {
	out     io.Writer // takes the blocks
	file    File      // the same as a file; nil: there is none
	info    streamInfo
	encoder *flac.Encoder
	sides   [2][]int32 // the block being filled

	// What stands for blocks that are encoded but not yet in the file.
	encoded bytes.Buffer
	samples []byte // as the checksum takes them
	ahead   []seekPoint
	frames  int64

	// What stands for blocks in the file; their frames are counted in info.
	sum    hash.Hash
	points []seekPoint
	size   int64
}

// newFLACWriter writes the header and makes it durable.
func newFLACWriter(file File, rate int) (*flacWriter, error) {
	w, err := newFLACBlocks(file, rate)
	if err != nil {
		return nil, err
	}
	w.file = file
	if _, err := file.Write(flacHeader(w.info, nil)); err != nil {
		return nil, fmt.Errorf("write FLAC header: %w", err)
	}
	return w, w.sync()
}

// newFLACBlocks appends blocks to out, and no header.
func newFLACBlocks(out io.Writer, rate int) (*flacWriter, error) {
	w := &flacWriter{
		out:  out,
		info: streamInfo{blockMin: blockFrames, blockMax: blockFrames, rate: rate, channels: 2, bits: 16},
		sum:  md5.New(),
	}
	for i := range w.sides {
		w.sides[i] = make([]int32, 0, blockFrames)
	}
	var err error
	w.encoder, err = flac.NewEncoder(&w.encoded, &meta.StreamInfo{
		BlockSizeMin: blockFrames, BlockSizeMax: blockFrames,
		SampleRate: uint32(rate), NChannels: 2, BitsPerSample: 16,
	})
	if err != nil {
		return nil, fmt.Errorf("begin FLAC: %w", err)
	}
	w.encoder.EnablePredictionAnalysis(false) // ours is quicker and packs better
	w.encoded.Reset()                         // the encoder's header gives way to our own
	return w, nil
}

// write takes frames of both channels; those that fill a block go to the file.
func (w *flacWriter) write(local, remote []int16) error {
	for len(local) > 0 {
		n := min(len(local), blockFrames-len(w.sides[0]))
		for i := range n {
			w.sides[0] = append(w.sides[0], int32(local[i]))
			w.sides[1] = append(w.sides[1], int32(remote[i]))
		}
		local, remote = local[n:], remote[n:]
		if len(w.sides[0]) < blockFrames {
			break
		}
		if err := w.encode(); err != nil {
			return err
		}
	}
	return w.flush()
}

// encode turns the block being filled into bytes.
func (w *flacWriter) encode() error {
	n := len(w.sides[0])
	before := w.encoded.Len()
	w.ahead = append(w.ahead, seekPoint{frame: w.info.frames + w.frames, offset: w.size + int64(before)})
	block := &frame.Frame{
		Header: frame.Header{
			HasFixedBlockSize: true, BlockSize: uint16(n), SampleRate: headerRate(w.info.rate),
			Channels: frame.ChannelsLR, BitsPerSample: 16,
		},
		Subframes: []*frame.Subframe{predict(w.sides[0]), predict(w.sides[1])},
	}
	if err := w.encoder.WriteFrame(block); err != nil {
		return fmt.Errorf("encode FLAC: %w", err)
	}
	for i, l := range w.sides[0] {
		r := w.sides[1][i]
		w.samples = append(w.samples, byte(l), byte(l>>8), byte(r), byte(r>>8))
	}
	w.frames += int64(n)
	w.info.noteSize(w.encoded.Len() - before)
	w.sides[0], w.sides[1] = w.sides[0][:0], w.sides[1][:0]
	return nil
}

// headerRate is the rate as a block carries it; 0 means the one in STREAMINFO. The library writes to the standard log
// whenever it meets two of the rates.
func headerRate(rate int) uint32 {
	if rate == 24000 || rate == 176400 || (rate > 65535 && rate%10 != 0) {
		return 0
	}
	return uint32(rate)
}

func (s *streamInfo) noteSize(n int) {
	if s.sizeMin == 0 || n < s.sizeMin {
		s.sizeMin = n
	}
	s.sizeMax = max(s.sizeMax, n)
}

// flush appends the encoded blocks to the file at once.
func (w *flacWriter) flush() error {
	if w.encoded.Len() == 0 {
		return nil
	}
	n, err := w.out.Write(w.encoded.Bytes())
	if err == nil && n < w.encoded.Len() {
		err = io.ErrShortWrite
	}
	if err != nil {
		return fmt.Errorf("write FLAC: %w", err)
	}
	w.size += int64(n)
	w.info.frames += w.frames
	w.sum.Write(w.samples)
	w.points = append(w.points, w.ahead...)
	w.forget()
	return nil
}

// forget empties what stands for blocks not yet in the file.
func (w *flacWriter) forget() {
	w.encoded.Reset()
	w.samples, w.ahead, w.frames = w.samples[:0], w.ahead[:0], 0
}

func (w *flacWriter) sync() error {
	if err := w.file.Sync(); err != nil {
		return fmt.Errorf("sync FLAC: %w", err)
	}
	return nil
}

// finish writes the last, shorter block and the true header, and makes all durable.
func (w *flacWriter) finish() error {
	if err := w.rest(); err != nil {
		return err
	}
	return w.mend()
}

// rest writes the last, shorter block.
func (w *flacWriter) rest() error {
	if len(w.sides[0]) > 0 {
		if err := w.encode(); err != nil {
			return err
		}
	}
	return w.flush()
}

// mend writes the header that is true for the blocks in the file.
func (w *flacWriter) mend() error {
	w.sum.Sum(w.info.md5[:0])
	return writeFLACHeader(w.file, w.info, w.points)
}

// audio describes what was written.
func (w *flacWriter) audio() call.Audio { return w.info.audio() }

func (s streamInfo) audio() call.Audio {
	return call.Audio{
		Rate: s.rate, Channels: s.channels, Frames: s.frames, Duration: call.AtFrame(s.frames, s.rate), MD5: s.sum(),
	}
}

// sum is the checksum as people write it, or nothing where it is not known.
func (s streamInfo) sum() string {
	if s.md5 == [16]byte{} {
		return ""
	}
	return hex.EncodeToString(s.md5[:])
}

// writeFLACHeader puts a true header into one of our files and makes the file durable.
func writeFLACHeader(file File, info streamInfo, points []seekPoint) error {
	if err := file.Sync(); err != nil { // the header must not promise blocks that are not there yet
		return fmt.Errorf("sync FLAC: %w", err)
	}
	if _, err := file.WriteAt(flacHeader(info, points), 0); err != nil {
		return fmt.Errorf("write FLAC header: %w", err)
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("sync FLAC: %w", err)
	}
	return nil
}

// abandon gives up what is not in the file and makes whole what is.
func (w *flacWriter) abandon() error {
	w.forget()
	if err := w.file.Truncate(flacHeaderSize + w.size); err != nil {
		return fmt.Errorf("cut off FLAC: %w", err)
	}
	return w.mend()
}
