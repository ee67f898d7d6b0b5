package selftest_test

import (
	"math"
	"os"

	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/audio/selftest"
)

// sounds are the recordings in testdata/audio: everything that may be heard while the test runs.
var sounds = []string{
	"jfk", "librivox_austen", "hold_music", "sb_noise1", "dtmf_1234567890", "rec_beep_1400",
	"uk_ringback", "us_busy", "us_dialtone", "us_ringback",
}

// load reads a recording.
func load(name string) []int16 {
	return audiotest.Sound(os.DirFS("../../testdata/audio"), name+".flac", selftest.Rate)[0]
}

// scale makes frames louder by decibels.
func scale(frames []int16, decibels float64) []int16 {
	louder := make([]int16, len(frames))
	for i, frame := range frames {
		louder[i] = clip(float64(frame) * math.Pow(10, decibels/20))
	}
	return louder
}

// add mixes more into frames from a place on.
func add(frames, more []int16, at int) {
	for i := 0; i < len(more) && at+i < len(frames); i++ {
		frames[at+i] = clip(float64(frames[at+i]) + float64(more[i]))
	}
}

func clip(sample float64) int16 { return int16(math.Round(max(-32768, min(32767, sample)))) }
