package selftest

import (
	"math"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// Level is how loud frames are.
type Level struct {
	Peak, RMS float64 // dBFS, call.Silence at least
	Clipped   int     // frames at full scale
}

// Measure gives the level of frames. A constant offset counts as silence.
func Measure(frames []int16) Level {
	if len(frames) == 0 {
		return Level{Peak: call.Silence, RMS: call.Silence}
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
	level.Peak, level.RMS = audio.Decibels(peak), audio.Decibels(math.Sqrt(energy/float64(len(frames))))
	return level
}
