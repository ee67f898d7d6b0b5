// Package selftest knows the sound that a self-test plays, finds it again in what was recorded, and tells whether
// somebody spoke.
//
// All of it is computing: nothing here opens a device. [Sound] is what to play; a [Finder] says where, how loudly and how
// surely it arrived, also beneath speech, music or noise. [Measure] and [Spoken] judge what a microphone delivers.
// Frames are mono, 16 bits, at [Rate]; [AtRate] brings those of another rate there.
package selftest

import (
	"math"
	"time"
)

// Rate is the number of frames per second that a Finder, Measure and Spoken expect.
const Rate = 16000

// Length is how long the sound lasts.
const Length = 600 * time.Millisecond

// The sound is a sweep whose pitch rises evenly for the ear: quiet, pleasant, within what any headset or telephone
// passes on, and like nothing that is played in a call.
const (
	lowest    = 500.0  // hertz
	highest   = 3400.0 //
	amplitude = 0.0316 // -30 dBFS
	fade      = 0.025  // seconds at each end, so that it does not click
)

// Sound gives the frames to play at a rate.
func Sound(rate int) []int16 {
	frames := make([]int16, framesIn(Length, rate))
	for i := range frames {
		frames[i] = int16(math.Round(sweep(float64(i)/float64(rate)) * 32767))
	}
	return frames
}

// Fill gives a function that plays the sound once, at a rate, on an output that wants stereo frames; silence follows.
func Fill(rate int) func(stereo []int16) {
	left := Sound(rate)
	return func(stereo []int16) {
		n := min(len(left), len(stereo)/2)
		for i, frame := range left[:n] {
			stereo[2*i], stereo[2*i+1] = frame, frame
		}
		clear(stereo[2*n:])
		left = left[n:]
	}
}

// sweep is the sound at a time, between -1 and 1.
func sweep(at float64) float64 {
	length := Length.Seconds()
	growth := math.Log(highest/lowest) / length
	turns := lowest * math.Expm1(growth*at) / growth
	return amplitude * math.Sin(2*math.Pi*turns) * gently(at) * gently(length-at)
}

// gently rises from 0 to 1 within the fade.
func gently(at float64) float64 {
	if at >= fade {
		return 1
	}
	return (1 - math.Cos(math.Pi*max(0, at)/fade)) / 2
}

// pitchAt gives the hertz at a fraction of the sound's length.
func pitchAt(fraction float64) float64 { return lowest * math.Pow(highest/lowest, fraction) }

func framesIn(d time.Duration, rate int) int { return int(d.Seconds() * float64(rate)) }
