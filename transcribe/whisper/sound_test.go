package whisper

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/mewkiz/flac"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

const vadWeights = "../../assets/models/ggml-silero-v6.2.0.bin"

// demoModel unpacks the demo model.
func demoModel(t testing.TB) string {
	t.Helper()
	packed, err := os.Open("../../assets/models/ggml-calls-test-q8_0.bin.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	r, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	weights, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "demo.bin")
	if err := os.WriteFile(path, weights, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// loaded gives an engine that holds the demo model.
func loaded(t testing.TB) *Engine {
	t.Helper()
	e := New()
	t.Cleanup(e.Close)
	setup := transcribe.Setup{ModelPath: demoModel(t), VADPath: vadWeights, Language: "en", Threads: 2}
	if err := e.Load(context.Background(), setup, func() {}); err != nil {
		t.Fatal(err)
	}
	return e
}

// heard runs one track through an engine.
func heard(t testing.TB, e *Engine, pcm []int16) ([]call.Segment, transcribe.Heard) {
	t.Helper()
	var all []call.Segment
	h := e.Begin(transcribe.Listener{Alive: func() {}, Window: func(w transcribe.Window) { all = append(all, w.Segments...) }}, nil)
	if err := h.Hear(context.Background(), pcm); err != nil {
		t.Fatal(err)
	}
	sum, err := h.End(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return all, sum
}

// sound reads one channel of a FLAC file of the repository's testdata at 8 or 16 kHz.
func sound(t testing.TB, name string, channel int) []int16 {
	t.Helper()
	stream, err := flac.Open(filepath.Join("../../testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var pcm []int16
	for {
		frame, err := stream.ParseNext()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range frame.Subframes[channel].Samples {
			pcm = append(pcm, int16(x))
		}
	}
	if stream.Info.SampleRate == 8000 {
		return doubled(pcm)
	}
	return pcm
}

// doubled takes sound from 8 to 16 kHz by the straight line between neighbours: good enough for tones.
func doubled(pcm []int16) []int16 {
	twice := make([]int16, 0, 2*len(pcm))
	for i, x := range pcm {
		next := pcm[min(i+1, len(pcm)-1)]
		twice = append(twice, x, int16((int(x)+int(next))/2))
	}
	return twice
}
