package selftest

import (
	"math"
	"slices"
)

// Level is how loud frames are.
type Level struct {
	Peak, RMS float64 // dBFS, Nothing at least
	Clipped   int     // frames at full scale
}

// Nothing is the level of digital silence.
const Nothing = -120.0

// Measure gives the level of frames. A constant offset counts as silence.
func Measure(frames []int16) Level {
	if len(frames) == 0 {
		return Level{Peak: Nothing, RMS: Nothing}
	}
	mean := 0.0
	for _, frame := range frames {
		mean += float64(frame)
	}
	mean /= float64(len(frames))
	level, peak, energy := Level{}, 0.0, 0.0
	for _, frame := range frames {
		if frame == 32767 || frame == -32768 {
			level.Clipped++
		}
		swing := math.Abs(float64(frame) - mean)
		peak = max(peak, swing)
		energy += swing * swing
	}
	level.Peak, level.RMS = decibels(peak), decibels(math.Sqrt(energy/float64(len(frames))))
	return level
}

func decibels(amplitude float64) float64 {
	if amplitude == 0 {
		return Nothing
	}
	return max(Nothing, 20*math.Log10(amplitude/32768))
}

const (
	stretch    = Rate / 50 // 20 ms, the grain in which speech is judged
	above      = 10.0      // dB over the quiet between words
	faintest   = -65.0     // dBFS below which nothing is a word
	voicedTime = 8         // stretches with a voice that make a word: 160 ms
	voiced     = 0.6       // likeness of a voice to itself one period later
	wandering  = 0.03      // change of pitch between stretches that tells a voice from a machine's tone
)

// Spoken reports whether somebody spoke in frames, which hold a moment of quiet too: whether there is a voice, which
// is louder than the quiet, repeats itself at the pitch of a person, and whose pitch is never quite still.
func Spoken(frames []int16) bool {
	var levels []float64
	for at := 0; at+stretch <= len(frames); at += stretch {
		levels = append(levels, Measure(frames[at:at+stretch]).RMS)
	}
	if len(levels) < 2*voicedTime {
		return false
	}
	threshold := max(faintest, slices.Sorted(slices.Values(levels))[len(levels)/10]+above)
	var pitches []float64
	for i, level := range levels {
		if level < threshold {
			continue
		}
		if pitch, ok := pitchOf(frames, i*stretch); ok {
			pitches = append(pitches, pitch)
		}
	}
	return len(pitches) >= voicedTime && wanders(pitches)
}

// pitchOf finds the period of a voice at a place: where a stretch of two of the longest periods is most like itself.
func pitchOf(frames []int16, at int) (hertz float64, ok bool) {
	const shortest, longest = Rate / 400, Rate / 70
	if at+3*longest > len(frames) {
		return 0, false
	}
	here := frames[at : at+2*longest]
	best, likeness := 0, 0.0
	for lag := shortest; lag <= longest; lag++ {
		if l := likenessOf(here, frames[at+lag:at+lag+len(here)]); l > likeness+0.02 { // not twice the period
			best, likeness = lag, l
		}
	}
	if best == 0 {
		return 0, false
	}
	return Rate / float64(best), likeness >= voiced
}

// likenessOf looks at every third frame, which is enough.
func likenessOf(a, b []int16) float64 {
	var both, ownA, ownB float64
	for i := 0; i < len(a); i += 3 {
		x, y := float64(a[i]), float64(b[i])
		both += x * y
		ownA += x * x
		ownB += y * y
	}
	return both / math.Sqrt(max(1, ownA*ownB))
}

// wanders reports whether the pitch moves like a voice: a tone stands still.
func wanders(pitches []float64) bool {
	sorted := slices.Sorted(slices.Values(pitches))
	low, high := sorted[len(sorted)/10], sorted[len(sorted)*9/10]
	return high/low > 1+wandering
}
