package app

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

func TestAClipOfACall(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, devices{})
	content, err := assets.Calls.ReadFile("calls/telemarketer.flac")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "telemarketer.flac")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	id, err := a.Import(t.Context(), path, ImportRequest{NoTranscript: true})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := a.Call(id)
	if err != nil {
		t.Fatal(err)
	}
	rate := doc.Audio.Rate
	whole := clipFrames(t, content)
	for _, c := range []struct{ from, to, end call.Seconds }{
		{12.45, 14.07, 14.07}, {0, 0.5, 0.5}, {80, 1e6, 1e6}, {0, call.Seconds(math.Inf(1)), 1e6},
	} {
		var out bytes.Buffer
		if err := a.Clip(id, c.from, c.to, "flac", false, &out); err != nil {
			t.Fatal(err)
		}
		want := whole[2*c.from.Frames(rate) : min(2*c.end.Frames(rate), int64(len(whole)))]
		if got := clipFrames(t, out.Bytes()); !slices.Equal(got, want) {
			t.Errorf("%v to %v: %d samples that are not those of the call", c.from, c.to, len(got))
		}
		out.Reset()
		if err := a.Clip(id, c.from, c.to, "wav", false, &out); err != nil || out.Len() != 44+2*len(want) {
			t.Errorf("%v to %v: a WAV of %d bytes, %v", c.from, c.to, out.Len(), err)
		}
	}
	nan := call.Seconds(math.NaN())
	for _, c := range [][2]call.Seconds{{5, 5}, {6, 5}, {-1, 5}, {500, 600}, {nan, 5}, {1, nan}, {5, 5.000001}} {
		var out bytes.Buffer
		if err := a.Clip(id, c[0], c[1], "flac", false, &out); !errors.Is(err, ErrNoPassage) || out.Len() > 0 {
			t.Errorf("%v: %v, %d bytes", c, err, out.Len())
		}
	}
	if err := a.Clip(id, 1, 2, "mp3", false, nil); !errors.Is(err, ErrClipFormat) {
		t.Errorf("another form: %v", err)
	}
}

// clipFrames are the samples of a FLAC file whose sum is right.
func clipFrames(t *testing.T, flac []byte) []int16 {
	t.Helper()
	if err := audio.Verify(bytes.NewReader(flac)); err != nil {
		t.Fatal(err)
	}
	rec, err := audio.OpenRecording(bytes.NewReader(flac))
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]int16, rec.Frames()*int64(rec.Channels()))
	if _, err := rec.Read(frames); err != nil {
		t.Fatal(err)
	}
	return frames
}
