package whisper

import (
	"context"
	"fmt"
	"math"

	"github.com/onrecord/onrecord/transcribe"
)

// span is a run of samples, from start up to but not including end, on the track's own timeline.
type span struct{ start, end int }

func (s span) length() int { return s.end - s.start }

// samplesIn gives the number of samples in so many seconds.
func samplesIn(seconds float64) int { return int(seconds * transcribe.Rate) }

const (
	// quiet is the peak of a frame (of 32768) up to which it counts as silence without asking further: -66 dBFS,
	// the noise of a muted line. It keeps the silent half of every call from costing anything.
	quiet = 16
	// hearing is how much around louder frames the voice detection hears too, in frames: it judges by what came before.
	hearing = 10
	// block is how many samples the voice detection gets at once: between blocks it can be stopped.
	block = 32 * 16 * vadFrame
)

// audible gives the runs of samples that are worth a closer look, in whole frames.
func audible(pcm []int16) []span {
	var runs []span
	for at := 0; at < len(pcm); at += vadFrame {
		if !loud(pcm[at:min(at+vadFrame, len(pcm))]) {
			continue
		}
		s := span{max(0, at-hearing*vadFrame), min(len(pcm), at+(1+hearing)*vadFrame)}
		if n := len(runs); n > 0 && s.start <= runs[n-1].end {
			runs[n-1].end = s.end
		} else {
			runs = append(runs, s)
		}
	}
	return runs
}

func loud(frame []int16) bool {
	for _, x := range frame {
		if x > quiet || x < -quiet {
			return true
		}
	}
	return false
}

// voicing gives the probability of speech for each frame of the track; step is called with the number of samples that
// are done.
func (v vad) voicing(ctx context.Context, pcm []int16, step func(done int)) ([]float32, error) {
	probs := make([]float32, (len(pcm)+vadFrame-1)/vadFrame)
	for _, run := range audible(pcm) {
		v.reset()
		for at := run.start; at < run.end; at += block {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			part, ok := v.voiced(floats(pcm[at:min(at+block, run.end)]))
			if !ok {
				return nil, fmt.Errorf("detect speech: %w", transcribe.ErrEngine)
			}
			copy(probs[at/vadFrame:], part)
			step(min(at+block, run.end))
		}
	}
	return probs, nil
}

func floats(pcm []int16) []float32 {
	f := make([]float32, len(pcm))
	for i, x := range pcm {
		f[i] = float32(x) / -math.MinInt16
	}
	return f
}

const (
	speaks     = 0.5            // probability from which speech begins
	falls      = speaks - 0.15  // below it, speech may have ended
	breath     = 4 * vadFrame   // a pause shorter than this (0.13 s) does not end it
	shortWords = 5*vadFrame + 1 // a shorter sound (0.16 s) is a click or a cough, no word
)

// speech turns probabilities into the spans in which somebody speaks, within a track of so many samples.
func speech(probs []float32, samples int) []span {
	var spans []span
	begin, pause := -1, -1 // frames; -1 for none
	end := func(frame int) {
		s := span{begin * vadFrame, min(frame*vadFrame, samples)}
		if s.length() >= shortWords {
			spans = append(spans, s)
		}
		begin, pause = -1, -1
	}
	for i, p := range probs {
		switch {
		case begin < 0 && p >= speaks:
			begin = i
		case begin >= 0 && p >= speaks:
			pause = -1
		case begin >= 0 && pause < 0 && p < falls:
			pause = i
		}
		if pause >= 0 && (i+1-pause)*vadFrame > breath {
			end(pause)
		}
	}
	if begin >= 0 {
		end(len(probs))
	}
	return spans
}
