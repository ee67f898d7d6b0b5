package audio

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/onrecord/onrecord/call"
)

// BothParties stands for both sides: the place of a mono import, and what a player plays.
const BothParties call.Party = "both"

// Frames is sound made elsewhere, as it is read.
type Frames interface {
	// Rate gives the frames per second.
	Rate() int
	// Channels gives the samples of a frame.
	Channels() int
	// Read fills interleaved with whole frames and gives their number; io.EOF at the end. An error may come with the last
	// frames before it.
	Read(interleaved []int16) (frames int, err error)
}

// ImportOptions say whose sound a file made elsewhere holds.
type ImportOptions struct {
	// MonoIs says whose sound a mono file holds: call.Local, call.Remote, or BothParties (also the zero value).
	// The other channel is silent.
	MonoIs call.Party
	// LeftIs says whose sound the first channel of a file with several holds: call.Local (also the zero value) or call.Remote.
	LeftIs call.Party
	// AsMono takes the first channel alone, as MonoIs says: for a file whose channels hold the same sound.
	AsMono bool
}

// Brought is what ImportFrames made, and what it saw.
type Brought struct {
	call.Audio
	Heard int    // channels of what was read
	Alike bool   // there were two or more channels, and all held the same sound
	MD5   string // of the samples that were read, channels interleaved
}

// Import turns a WAV or FLAC file into a recording at the file's own rate.
// Of two channels the first is local, the second remote; of more, the first is local and the mean of all others remote.
// dst must be empty; it is synced and left open. The error wraps ErrNotAudio, ErrUnsupported or ErrNoAudio; sound that
// ends too soon or breaks in the middle is an error too (ErrTruncated, ErrDamaged) in FLAC, which can tell.
func Import(dst File, src io.ReadSeeker, opt ImportOptions) (call.Audio, error) {
	in, err := OpenFrames(src)
	if err != nil {
		return call.Audio{}, fmt.Errorf("import audio: %w", err)
	}
	brought, err := ImportFrames(dst, in, opt)
	return brought.Audio, err
}

// ImportFrames is Import of any sound.
func ImportFrames(dst File, in Frames, opt ImportOptions) (Brought, error) {
	brought, err := importFrames(dst, in, opt)
	if err != nil {
		return Brought{}, fmt.Errorf("import audio: %w", err)
	}
	return brought, nil
}

func importFrames(dst File, in Frames, opt ImportOptions) (Brought, error) {
	if err := checkForm(in.Rate(), in.Channels()); err != nil {
		return Brought{}, err
	}
	out, err := newFLACWriter(dst, in.Rate())
	if err != nil {
		return Brought{}, err
	}
	seen := watched{Frames: in, sum: md5.New(), alike: in.Channels() > 1}
	if err := transfer(out, &seen, opt); err != nil {
		return Brought{}, err
	}
	if err := out.finish(); err != nil {
		return Brought{}, err
	}
	if out.info.frames == 0 {
		return Brought{}, ErrNoAudio
	}
	return Brought{Audio: out.audio(), Heard: in.Channels(), Alike: seen.alike, MD5: hex.EncodeToString(seen.sum.Sum(nil))}, nil
}

// OpenFrames opens a WAV or FLAC file by its first bytes.
func OpenFrames(src io.ReadSeeker) (Frames, error) {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(src, head); err != nil {
		return nil, fmt.Errorf("the file is too short: %w", ErrNotAudio)
	}
	if !bytes.Equal(head, []byte(flacSignature)) && !bytes.HasPrefix(head, []byte("ID3")) {
		return newWAVReader(src)
	}
	rec, err := OpenRecording(src)
	if err != nil {
		return nil, err
	}
	return rec, checkForm(rec.Rate(), rec.Channels())
}

// alikeWithin is how far samples of two channels may be apart that hold the same sound: −72 dB of full scale. Less would
// take lossy coding for a second voice.
const alikeWithin = 8

// watched sums up the frames that are read, and sees whether all channels are the same.
type watched struct {
	Frames
	sum     hash.Hash
	alike   bool
	scratch []byte
}

func (w *watched) Read(interleaved []int16) (int, error) {
	n, err := w.Frames.Read(interleaved)
	channels := w.Channels()
	w.scratch = w.scratch[:0]
	for i := range n * channels {
		v := interleaved[i]
		w.scratch = append(w.scratch, byte(v), byte(v>>8))
		if off := int(v) - int(interleaved[i-i%channels]); off > alikeWithin || off < -alikeWithin {
			w.alike = false
		}
	}
	w.sum.Write(w.scratch)
	return n, err
}

// mostNothing is how often a decoder may give no frames before it is taken for one that never ends.
const mostNothing = 10_000

// transfer copies all frames, each channel to its party.
func transfer(out *flacWriter, in Frames, opt ImportOptions) error {
	const frames = 4 * blockFrames
	interleaved := make([]int16, frames*in.Channels())
	var sides [2][]int16
	for i := range sides {
		sides[i] = make([]int16, frames)
	}
	nothing := 0
	for {
		n, err := in.Read(interleaved)
		if nothing++; n > 0 {
			nothing = 0
		} else if nothing > mostNothing && err == nil {
			return fmt.Errorf("read sound: %w: %w", ErrDamaged, io.ErrNoProgress)
		}
		split(sides, interleaved, n, in.Channels(), opt)
		if err := out.write(sides[0][:n], sides[1][:n]); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// split puts n interleaved frames on two sides.
func split(sides [2][]int16, interleaved []int16, n, channels int, opt ImportOptions) {
	mono := channels == 1 || opt.AsMono
	for i := range n {
		frame := interleaved[i*channels : (i+1)*channels]
		local, remote := frame[0], frame[0]
		switch {
		case mono && opt.MonoIs == call.Local:
			remote = 0
		case mono && opt.MonoIs == call.Remote:
			local = 0
		case mono:
		case opt.LeftIs == call.Remote:
			local = mean(frame[1:])
		default:
			remote = mean(frame[1:])
		}
		sides[0][i], sides[1][i] = local, remote
	}
}

func mean(samples []int16) int16 {
	sum := 0
	for _, s := range samples {
		sum += int(s)
	}
	return int16(sum / len(samples))
}
