package selftest_test

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/selftest"
)

// sounds are the recordings in testdata/audio: everything that may be heard while the test runs.
var sounds = []string{
	"jfk", "librivox_austen", "hold_music", "sb_noise1", "dtmf_1234567890", "rec_beep_1400",
	"uk_ringback", "us_busy", "us_dialtone", "us_ringback",
}

// load reads a recording, mono at selftest.Rate.
func load(t testing.TB, name string) []int16 {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "testdata", "audio", name+".flac"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, int(recording.Frames())*recording.Channels())
	for at := 0; at < len(frames); {
		n, err := recording.Read(frames[at:])
		at += n * recording.Channels()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mono := make([]int16, recording.Frames())
	for i := range mono {
		mono[i] = frames[i*recording.Channels()]
	}
	return selftest.AtRate(mono, recording.Rate())
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
