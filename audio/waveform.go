package audio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Peak is the lowest and the highest sample of a stretch.
type Peak struct{ Min, Max int16 }

// Waveform is a recording drawn small: for each party (by channel) the peaks of equal stretches.
type Waveform [2][]Peak

// DrawWaveform reads a recording from its beginning and gives its peaks in the given number of stretches.
// A recording with fewer frames gives one stretch per frame; one with a single channel leaves the second lane nil.
// soFar may be nil; a few times on the way it is told what there is by then, with nothing where the rest will be.
func DrawWaveform(ctx context.Context, r *Recording, buckets int, soFar func(Waveform)) (Waveform, error) {
	const parts = 16
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
		if bucket*parts/count != (bucket+1)*parts/count {
			if err := ctx.Err(); err != nil {
				return w, err
			}
			if soFar != nil {
				soFar(Waveform{slices.Clone(w[0]), slices.Clone(w[1])})
			}
		}
		stretch := (bucket+1)*r.Frames()/count - bucket*r.Frames()/count
		if err := w.draw(r, bucket, stretch, frames); err != nil {
			return w, fmt.Errorf("draw waveform: %w", err)
		}
	}
	return w, nil
}

// draw reads so many frames into one stretch of each lane.
func (w *Waveform) draw(r *Recording, bucket, stretch int64, frames []int16) error {
	channels := r.Channels()
	for first := true; stretch > 0; first = false {
		n, err := r.Read(frames[:min(stretch, int64(len(frames)/channels))*int64(channels)])
		if n == 0 && (err == nil || errors.Is(err, io.EOF)) {
			err = ErrTruncated
		}
		if n == 0 || err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		for lane := range min(channels, len(w)) {
			w[lane][bucket].widen(frames[lane:n*channels], channels, first)
		}
		stretch -= int64(n)
	}
	return nil
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
