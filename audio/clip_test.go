package audio_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
)

// A clip holds the very samples between its ends, in both forms, wherever those fall in the blocks of the recording.
func TestAClipIsThatPartOfTheRecording(t *testing.T) {
	sound := speechlike(3*4096 + 1000)
	rec, err := audio.OpenRecording(imported(t, rate, sound))
	if err != nil {
		t.Fatal(err)
	}
	frames := rec.Frames()
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Int64Range(0, frames-1).Draw(t, "from")
		to := rapid.Int64Range(from+1, frames).Draw(t, "to")
		want := sound[2*from : 2*to]
		var flac, wav bytes.Buffer
		if err := errors.Join(audio.ClipFLAC(&flac, rec, from, to), audio.ClipWAV(&wav, rec, from, to)); err != nil {
			t.Fatal(err)
		}
		if err := audio.Verify(bytes.NewReader(flac.Bytes())); err != nil {
			t.Fatal(err)
		}
		back, err := audio.OpenRecording(bytes.NewReader(flac.Bytes()))
		if err != nil || back.Frames() != to-from || back.Rate() != rate {
			t.Fatalf("%v: %d frames at %d", err, back.Frames(), back.Rate())
		}
		got := make([]int16, len(want))
		if _, err := back.Read(got); err != nil || !slices.Equal(got, want) {
			t.Fatalf("the FLAC clip holds other samples (%v)", err)
		}
		file := audiotest.NewFile(nil)
		if _, err := audio.Import(file, bytes.NewReader(wav.Bytes()), audio.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		again, err := audio.OpenRecording(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := again.Read(got); err != nil || again.Frames() != to-from || !slices.Equal(got, want) {
			t.Fatalf("the WAV clip holds other samples (%v)", err)
		}
	})
}

func TestThereIsNoClipOfNothing(t *testing.T) {
	rec, err := audio.OpenRecording(imported(t, rate, speechlike(5000)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]int64{{10, 10}, {20, 10}, {-5, 10}, {4000, 5001}, {6000, 7000}} {
		var flac, wav bytes.Buffer
		if err := audio.ClipFLAC(&flac, rec, c[0], c[1]); !errors.Is(err, audio.ErrNoAudio) || flac.Len() > 0 {
			t.Errorf("%v as FLAC: %v, %d bytes", c, err, flac.Len())
		}
		if err := audio.ClipWAV(&wav, rec, c[0], c[1]); !errors.Is(err, audio.ErrNoAudio) || wav.Len() > 0 {
			t.Errorf("%v as WAV: %v, %d bytes", c, err, wav.Len())
		}
	}
}

// The reference decoder takes a clip, which has no seek table, and finds its checksum right.
func TestOthersReadAClip(t *testing.T) {
	program, err := exec.LookPath("flac")
	if err != nil {
		t.Skip("no flac program here")
	}
	rec, err := audio.OpenRecording(imported(t, rate, speechlike(20000)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]int64{{0, 20000}, {777, 15000}, {12, 13}} {
		path := filepath.Join(t.TempDir(), "clip.flac")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(audio.ClipFLAC(file, rec, c[0], c[1]), file.Close()); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(program, "--test", "--warnings-as-errors", path).CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", c, err, out)
		}
	}
}
