package audio

import (
	"errors"
	"fmt"
	"io"
)

// Peak is the lowest and the highest sample of a stretch.
type Peak struct{ Min, Max int16 }

// Waveform is a recording drawn small: for each party (by channel) the peaks of equal stretches.
type Waveform [2][]Peak

// DrawWaveform reads a recording from its beginning and gives its peaks in the given number of stretches.
// A recording with fewer frames gives one stretch per frame; one with a single channel leaves the second lane nil.
func DrawWaveform(r *Recording, buckets int) (Waveform, error) {
	var w Waveform
	if err := r.SeekFrame(0); err != nil {
		return w, fmt.Errorf("draw waveform: %w", err)
	}
	count := min(int64(max(buckets, 0)), r.Frames())
	lanes := min(r.Channels(), len(w))
	for lane := range lanes {
		w[lane] = make([]Peak, count)
	}
	frames := make([]int16, 4096*r.Channels())
	for bucket := range count {
		left := (bucket+1)*r.Frames()/count - bucket*r.Frames()/count
		for first := true; left > 0; first = false {
			n, err := r.Read(frames[:min(left, 4096)*int64(r.Channels())])
			if err != nil && !errors.Is(err, io.EOF) || n == 0 {
				return w, fmt.Errorf("draw waveform: %w", err)
			}
			for lane := range lanes {
				w[lane][bucket].widen(frames[lane:n*r.Channels()], r.Channels(), first)
			}
			left -= int64(n)
		}
	}
	return w, nil
}

// widen takes in every step-th sample.
func (p *Peak) widen(samples []int16, step int, first bool) {
	if first {
		p.Min, p.Max = samples[0], samples[0]
	}
	for i := 0; i < len(samples); i += step {
		p.Min = min(p.Min, samples[i])
		p.Max = max(p.Max, samples[i])
	}
}
