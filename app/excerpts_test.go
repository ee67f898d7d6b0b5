package app

import (
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
)

func TestExcerptsAreThatPartOfTheRecording(t *testing.T) {
	file, err := os.Open("../testdata/audio/librivox_austen.flac")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recording, err := audio.OpenRecording(file)
	if err != nil {
		t.Fatal(err)
	}
	channels := int64(recording.Channels())
	all := make([]int16, channels*recording.Frames())
	if _, err := recording.Read(all); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		if err := recording.SeekFrame(0); err != nil {
			t.Fatal(err)
		}
		sound := &excerpts{recording: recording}
		for range 4 {
			from := rapid.Int64Range(0, recording.Frames()).Draw(t, "from")
			if rapid.Bool().Draw(t, "near") {
				from = min(recording.Frames(), max(0, recording.Position()+from%60000-30000))
			}
			to := min(recording.Frames(), from+rapid.Int64Range(0, 30000).Draw(t, "length"))
			got, err := sound.read(from, to)
			if err != nil || !slices.Equal(got, all[channels*from:channels*to]) {
				t.Fatalf("from %d to %d: %d samples, %v", from, to, len(got), err)
			}
		}
	})
}
