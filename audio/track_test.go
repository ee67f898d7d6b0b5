package audio_test

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

func TestTrackIsOnePartysChannel(t *testing.T) {
	frames := speechlike(20000)
	var want [2][]int16
	for i, f := range frames {
		want[i%2] = append(want[i%2], f)
	}
	file := imported(t, 16000, frames)
	for i, party := range call.Parties {
		rec, err := audio.OpenRecording(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(iotest.HalfReader(audio.NewTrack(rec, party, 16000)))
		if err != nil || !bytes.Equal(got, littleEndian(want[i])) {
			t.Errorf("%s: other frames: %v", party, err)
		}
	}
}

func TestTrackIsResampled(t *testing.T) {
	rec, err := audio.OpenRecording(imported(t, 44100, speechlike(44100)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(audio.NewTrack(rec, call.Remote, 16000))
	if err != nil || len(got) != 2*16000 {
		t.Errorf("%d bytes for a second: %v", len(got), err)
	}
}

func TestTrackOfADamagedRecording(t *testing.T) {
	content := imported(t, 16000, speechlike(20000)).Bytes()
	rec, err := audio.OpenRecording(bytes.NewReader(content[:len(content)*3/4]))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(audio.NewTrack(rec, call.Local, 16000)); err == nil {
		t.Error("half a recording was read without an error")
	}
}
