// Package decode reads sound files made elsewhere: what a file is, by its content, and the frames in it.
//
// WAV and FLAC are read by package audio. MP3, Ogg Vorbis and Ogg Opus are read here, in plain Go. Everything goes
// through ffmpeg instead where that is installed, and other kinds can only be read by it. Nothing but what [Recognise]
// knows is ever handed to ffmpeg, which gets the bytes through a pipe and may open nothing else.
package decode

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/onrecord/onrecord/audio"
)

// ErrNeedsFFmpeg says that a kind of file can only be read by ffmpeg, which is not installed. It comes in a *NeedsFFmpeg.
var ErrNeedsFFmpeg = errors.New("ffmpeg is needed")

// NeedsFFmpeg is ErrNeedsFFmpeg with the kind of file.
type NeedsFFmpeg struct{ Kind Kind }

func (n *NeedsFFmpeg) Error() string { return fmt.Sprintf("read %s: %v", n.Kind.Name, ErrNeedsFFmpeg) }

// Unwrap gives ErrNeedsFFmpeg.
func (n *NeedsFFmpeg) Unwrap() error { return ErrNeedsFFmpeg }

// Source is a file to be read.
type Source interface {
	io.ReadSeeker
	io.ReaderAt
}

// Sound is a file that is being read. Close it.
type Sound struct {
	audio.Frames
	Decoder string // what reads it, with its version

	process *process // nil when no other program does
}

// Own is the decoder's name where this program reads a file itself.
const Own = "OnRecord"

// Open begins to read a file of a kind that Recognise gave. tool is the path of ffmpeg, or empty where there is none.
// When ctx ends, ffmpeg is killed. The error wraps ErrNeedsFFmpeg, or what [audio.Import] gives; a file that breaks off
// or breaks in the middle may tell so only when it is read.
func Open(ctx context.Context, src Source, kind Kind, tool string) (*Sound, error) {
	own, err := openOwn(src, kind, tool == "")
	switch {
	case err == nil:
		return &Sound{Frames: &careful{own}, Decoder: Own}, nil
	case !errors.Is(err, audio.ErrUnsupported):
		return nil, err
	case tool == "":
		return nil, errors.Join(&NeedsFFmpeg{kind}, err)
	}
	return openFFmpeg(ctx, src, kind, tool)
}

// openOwn opens what this program can read. Kinds that ffmpeg reads better are left to it unless it is missing.
func openOwn(src Source, kind Kind, alone bool) (frames audio.Frames, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			frames, err = nil, fmt.Errorf("read %s: %v: %w", kind.Name, fault, audio.ErrNotAudio)
		}
	}()
	switch {
	case kind.own:
		return audio.OpenFrames(src)
	case kind.open != nil && alone:
		return kind.open(src)
	}
	return nil, fmt.Errorf("read %s: %w", kind.Name, audio.ErrUnsupported)
}

// Complaints are what ffmpeg said of a file that it could read all the same; they are known once all was read.
func (s *Sound) Complaints() string {
	if s.process == nil {
		return ""
	}
	return s.process.said()
}

// Close lets go of the file; ffmpeg ends.
func (s *Sound) Close() error {
	if s.process == nil {
		return nil
	}
	return s.process.close()
}

// careful turns the panics with which decoders meet made-up files into ErrDamaged.
type careful struct{ audio.Frames }

func (c *careful) Read(interleaved []int16) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, fmt.Errorf("read sound: %w: %v", audio.ErrDamaged, fault)
		}
	}()
	return c.Frames.Read(interleaved)
}

// round16 turns a sample between -1 and 1 into 16 bits; what is louder is cut, what is no number is silence.
func round16(v float32) int16 {
	switch v *= 32768; {
	case v >= 32767:
		return 32767
	case v <= -32768:
		return -32768
	case v != v:
		return 0
	case v < 0:
		return int16(v - 0.5)
	}
	return int16(v + 0.5)
}
