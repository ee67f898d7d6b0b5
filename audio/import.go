package audio

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/onrecord/onrecord/call"
)

// BothParties stands for both sides: the place of a mono import, and what a player plays.
const BothParties call.Party = "both"

// ImportOptions say how to read a file made elsewhere.
type ImportOptions struct {
	// MonoIs says whose sound a mono file holds: call.Local, call.Remote, or BothParties (also the zero value).
	// The other channel is silent.
	MonoIs call.Party
}

// Import turns a WAV or FLAC file into a recording at the file's own rate.
// Of two channels the first is local, the second remote; of more, the first is local and the mean of all others remote.
// dst must be empty; it is synced and left open. The error wraps ErrNotAudio, ErrUnsupported or ErrNoAudio; sound that
// ends too soon or breaks in the middle is an error too (ErrTruncated, ErrDamaged) in FLAC, which can tell.
func Import(dst File, src io.ReadSeeker, opt ImportOptions) (call.Audio, error) {
	in, err := openForeign(src)
	if err != nil {
		return call.Audio{}, fmt.Errorf("import audio: %w", err)
	}
	out, err := newFLACWriter(dst, in.Rate())
	if err != nil {
		return call.Audio{}, fmt.Errorf("import audio: %w", err)
	}
	if err := transfer(out, in, opt); err != nil {
		return call.Audio{}, fmt.Errorf("import audio: %w", err)
	}
	if err := out.finish(); err != nil {
		return call.Audio{}, fmt.Errorf("import audio: %w", err)
	}
	if out.info.frames == 0 {
		return call.Audio{}, fmt.Errorf("import audio: %w", ErrNoAudio)
	}
	return out.audio(), nil
}

// frameReader is what the readers of foreign files have in common.
type frameReader interface {
	Rate() int
	Channels() int
	Read(interleaved []int16) (frames int, err error)
}

// openForeign opens a file by its first bytes.
func openForeign(src io.ReadSeeker) (frameReader, error) {
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

// transfer copies all frames, each channel to its party.
func transfer(out *flacWriter, in frameReader, opt ImportOptions) error {
	const frames = 4 * blockFrames
	interleaved := make([]int16, frames*in.Channels())
	var sides [2][]int16
	for i := range sides {
		sides[i] = make([]int16, frames)
	}
	for {
		n, err := in.Read(interleaved)
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
	for i := range n {
		frame := interleaved[i*channels : (i+1)*channels]
		local, remote := frame[0], frame[0]
		switch {
		case channels == 1 && opt.MonoIs == call.Local:
			remote = 0
		case channels == 1 && opt.MonoIs == call.Remote:
			local = 0
		case channels > 1:
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
