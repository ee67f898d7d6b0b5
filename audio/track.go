package audio

import (
	"errors"
	"io"

	"github.com/onrecord/onrecord/call"
)

// NewTrack gives one party's channel of a recording, from its current position on, as mono signed 16-bit
// little-endian at the given rate. Of a recording with one channel it gives that. The track and the recording share the
// position.
func NewTrack(r *Recording, party call.Party, rate int) io.Reader {
	t := &track{
		in:      r,
		channel: min(party.Channel(), r.Channels()-1),
		frames:  make([]int16, 4096*r.Channels()),
	}
	if rate != r.Rate() {
		t.resampler = newResampler(r.Rate(), rate)
	}
	return t
}

type track struct {
	in        *Recording
	channel   int
	resampler *resampler // nil: the rate is right as it is
	frames    []int16
	mono      []int16
	bytes     []byte // of bytes, rest is not yet handed out
	rest      []byte
	err       error
}

// Read implements io.Reader.
func (t *track) Read(p []byte) (int, error) {
	for len(t.rest) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		t.fill()
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// fill reads the next piece of the recording.
func (t *track) fill() {
	var n int
	n, t.err = t.in.Read(t.frames)
	t.mono = t.mono[:0]
	for i := range n {
		t.mono = append(t.mono, t.frames[i*t.in.Channels()+t.channel])
	}
	if t.resampler != nil {
		mono := t.resampler.feed(nil, t.mono)
		if errors.Is(t.err, io.EOF) {
			mono = t.resampler.flush(mono)
		}
		t.mono = mono
	}
	t.bytes = appendSamples(t.bytes[:0], t.mono)
	t.rest = t.bytes
}
