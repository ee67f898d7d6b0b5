package decode

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/pion/opus"
	"github.com/pion/opus/pkg/oggreader"

	"github.com/onrecord/onrecord/audio"
)

const (
	opusRate    = 48000                 // what Opus decodes to, whatever was put in
	opusLongest = 120 * opusRate / 1000 // frames of the longest packet

	// opusMostPending is how many frames a page can hold. Pages that all say that they end at the same place are a lie, and three
	// bytes of each stand for twenty thousand in memory.
	opusMostPending = 255 * opusLongest
)

// opusFrames reads Opus in an Ogg file (RFC 7845): the lead-in is left out, the end is where the last page says.
type opusFrames struct {
	pages    *oggreader.OggReader
	decoder  opus.Decoder
	channels int
	gain     float32
	scratch  []float32

	page    *oggreader.OggPageHeader // the packets in hand are of this page
	pending []int16                  // decoded of that page, and held back until it is known whether it is the last
	ready   []int16                  // may be read
	skip    int                      // frames of the lead-in that are still to be left out
	made    int64                    // frames decoded
	base    int64                    // where the first page began; not zero where the beginning was cut off
	first   bool
	ended   error
}

func openOpus(src Source) (audio.Frames, error) {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read Opus: %w", err)
	}
	pages, head, err := oggreader.NewWith(bufio.NewReaderSize(src, 64<<10))
	if err != nil {
		return nil, fmt.Errorf("read Opus: %w: %w", audio.ErrNotAudio, err)
	}
	if head.ChannelMap != 0 || head.Channels < 1 || head.Channels > 2 {
		return nil, fmt.Errorf("read Opus: %d channels: %w", head.Channels, audio.ErrUnsupported)
	}
	if _, _, err := pages.ParseNextPacket(); err != nil { // the comments
		return nil, fmt.Errorf("read Opus: %w", audio.ErrNoAudio)
	}
	o := &opusFrames{pages: pages, channels: int(head.Channels), skip: int(head.PreSkip), first: true}
	o.gain = float32(math.Pow(10, float64(int16(head.OutputGain))/256/20))
	o.scratch = make([]float32, opusLongest*o.channels)
	if o.decoder, err = opus.NewDecoderWithOutput(opusRate, o.channels); err != nil {
		return nil, fmt.Errorf("read Opus: %w", err)
	}
	return o, nil
}

func (o *opusFrames) Rate() int     { return opusRate }
func (o *opusFrames) Channels() int { return o.channels }

func (o *opusFrames) Read(interleaved []int16) (int, error) {
	for len(o.ready) == 0 && o.ended == nil {
		o.next()
	}
	n := copy(interleaved[:len(interleaved)/o.channels*o.channels], o.ready)
	o.ready = o.ready[n:]
	if len(o.ready) > 0 {
		return n / o.channels, nil
	}
	return n / o.channels, o.ended
}

// next decodes one packet. With the first of a new page the one before may be read.
func (o *opusFrames) next() {
	packet, page, err := o.pages.ParseNextPacket()
	switch {
	case errors.Is(err, io.EOF):
		o.finish()
		return
	case errors.Is(err, io.ErrUnexpectedEOF):
		o.fail(audio.ErrTruncated)
		return
	case err != nil:
		o.fail(fmt.Errorf("%w: %w", audio.ErrDamaged, err))
		return
	}
	if o.page != nil && (page.GranulePosition != o.page.GranulePosition || len(o.pending) > opusMostPending*o.channels) {
		o.release()
	}
	o.page = page
	if err := o.decode(packet); err != nil {
		o.fail(fmt.Errorf("%w: %w", audio.ErrDamaged, err))
	}
}

// decode puts one packet behind what is pending. A packet that says only how long it is, since nobody spoke, is silence.
func (o *opusFrames) decode(packet []byte) error {
	if len(packet) == 0 {
		return nil // lost on its way into the file
	}
	frames := packetFrames(packet)
	if frames > opusLongest {
		return errors.New("a packet that is too long")
	}
	clear(o.scratch)
	if len(packet) > 2 {
		n, err := o.decoder.DecodeToFloat32(packet, o.scratch)
		if err != nil {
			return err
		}
		frames = n
	}
	o.made += int64(frames)
	left := min(o.skip, frames)
	o.skip -= left
	for _, v := range o.scratch[left*o.channels : frames*o.channels] {
		o.pending = append(o.pending, round16(v*o.gain))
	}
	return nil
}

// packetFrames tells from its first bytes how many frames a packet holds (RFC 6716, 3.1).
func packetFrames(packet []byte) int {
	config := packet[0] >> 3
	var frame int
	switch {
	case config < 12:
		frame = [4]int{480, 960, 1920, 2880}[config&3]
	case config < 16:
		frame = [2]int{480, 960}[config&1]
	default:
		frame = 120 << (config & 3)
	}
	switch packet[0] & 3 {
	case 0:
		return frame
	case 3:
		if len(packet) > 1 {
			return frame * int(packet[1]&63)
		}
		return 0
	}
	return 2 * frame
}

// noPosition stands in a page on which no packet ends.
const noPosition = math.MaxUint64

// release lets what is pending be read, now that its page is known not to be the last.
func (o *opusFrames) release() {
	if position := o.page.GranulePosition; o.first && position != noPosition {
		o.first, o.base = false, max(0, int64(position)-o.made)
	}
	o.ready = append(o.ready[:0], o.pending...)
	o.pending = o.pending[:0]
}

// finish cuts off what the encoder added to fill the last packet.
func (o *opusFrames) finish() {
	if o.page != nil && o.page.GranulePosition != noPosition {
		over := o.base + o.made - int64(o.page.GranulePosition)
		if held := int64(len(o.pending) / o.channels); over > 0 && over <= held {
			o.pending = o.pending[:(held-over)*int64(o.channels)]
		}
		o.release()
	}
	o.ended = io.EOF
}

func (o *opusFrames) fail(err error) {
	if o.page != nil {
		o.release()
	}
	o.ended = fmt.Errorf("read Opus: %w", err)
}
