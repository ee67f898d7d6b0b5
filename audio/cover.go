package audio

import (
	"math"

	"github.com/onrecord/onrecord/call"
)

// frameSpan goes from one frame to before another.
type frameSpan struct{ from, to int64 }

// Cover lets a quiet tone stand in the place of some stretches, on all channels, in all that is read from now on. The file stays as it is.
func (r *Recording) Cover(stretches call.Spans) {
	r.covered = nil
	for _, s := range stretches {
		r.covered = append(r.covered, frameSpan{s.From.Frames(r.Rate()), s.To.Frames(r.Rate())})
	}
}

// The tone that covers sound: soft, and nothing that a voice or a line makes.
const (
	coverTone  = 440.0 // Hz
	coverLevel = 400   // of 32767: -38 dBFS
)

// cover puts the tone over those of the frames, which begin where the recording is, that are covered.
func (r *Recording) cover(interleaved []int16) {
	channels := int64(r.Channels())
	end := r.at + int64(len(interleaved))/channels
	for _, span := range r.covered {
		for at := max(span.from, r.at); at < min(span.to, end); at++ {
			sample := int16(coverLevel * math.Sin(2*math.Pi*coverTone*float64(at)/float64(r.Rate())))
			frame := interleaved[(at-r.at)*channels:][:channels]
			for i := range frame {
				frame[i] = sample
			}
		}
	}
}
