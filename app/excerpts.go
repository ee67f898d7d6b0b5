package app

import (
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// excerpts reads stretches of a recording, of which the next often overlaps the last or begins soon after it. Finding a
// place costs as much as decoding some seconds, so it goes on reading where that is cheaper.
type excerpts struct {
	recording *audio.Recording
	from      int64   // the first frame kept
	frames    []int16 // interleaved, up to where the recording is
}

const nearby = call.Seconds(4)

// read gives the interleaved frames from one place to another, both in the recording. They are good until the next read.
func (e *excerpts) read(from, to int64) ([]int16, error) {
	channels := int64(e.recording.Channels())
	here := e.recording.Position()
	if from < e.from || from > here+nearby.Frames(e.recording.Rate()) {
		if err := e.recording.SeekFrame(from); err != nil {
			return nil, err
		}
		e.from, e.frames, here = from, e.frames[:0], from
	}
	kept := len(e.frames)
	if more := (to - here) * channels; more > 0 {
		e.frames = append(e.frames, make([]int16, more)...)
	}
	for kept < len(e.frames) {
		n, err := e.recording.Read(e.frames[kept:])
		if err != nil {
			return nil, err
		}
		kept += n * int(channels)
	}
	e.frames = e.frames[:copy(e.frames, e.frames[(from-e.from)*channels:])]
	e.from = from
	return e.frames[:(to-from)*channels], nil
}
