package transcribe_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

const vadWeights = "../assets/models/ggml-silero-v6.2.0.bin"

// demoWeights unpacks the demo model.
func demoWeights(t *testing.T) []byte {
	t.Helper()
	packed, err := os.ReadFile("../assets/models/ggml-calls-test-q8_0.bin.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	weights, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return weights
}

func saved(t *testing.T, weights []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.bin")
	if err := os.WriteFile(path, weights, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// channels reads both sides of a sample call as raw bytes.
func channels(t *testing.T, name string) [2][]byte {
	t.Helper()
	var sides [2][]byte
	for i := range sides {
		for _, x := range transcribetest.Sound(t, "../testdata/calls/"+name+".flac", i) {
			sides[i] = binary.LittleEndian.AppendUint16(sides[i], uint16(x))
		}
	}
	return sides
}

func sampleCall(t *testing.T, model string) transcribe.Request {
	request := transcribe.Request{ModelPath: model, VADPath: vadWeights, Language: "en", Threads: 2}
	for i, pcm := range channels(t, "debt_collector") {
		request.Tracks = append(request.Tracks, transcribe.Track{
			Party: call.Parties[i], Frames: int64(len(pcm) / 2),
			Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(pcm)), nil },
		})
	}
	return request
}

func TestSampleCallThroughTheWorker(t *testing.T) {
	got, err := worker(t, "real").Transcribe(context.Background(), sampleCall(t, saved(t, demoWeights(t))), nil)
	if err != nil {
		t.Fatal(err)
	}
	sides := map[call.Party][]call.Segment{}
	for _, s := range got.Segments {
		sides[s.Party] = append(sides[s.Party], s)
	}
	for _, party := range call.Parties {
		wer := transcribetest.Score(transcribetest.Reference(t, "../testdata/calls/debt_collector.json", party), sides[party]).WER
		t.Logf("%s: WER %.1f%%", party, 100*wer)
		if wer > 0.05 {
			t.Errorf("%s: WER %.1f%%", party, 100*wer)
		}
	}
	t.Logf("%s: %.1f s of audio, %.1f s of speech, in %.1f s", got.Engine, got.Timing.Audio, got.Timing.Speech, got.Timing.Wall)
}

func TestUnusableModelsAreOneClearSentence(t *testing.T) {
	whole := demoWeights(t)
	header := 4 + 11*4
	other := tallyWeights(t)
	for name, c := range map[string]struct {
		model string
		want  error // nil when it may be understood as either
	}{
		"voice detection": {vadWeights, transcribe.ErrModelDamaged},
		"empty":           {saved(t, nil), transcribe.ErrModelDamaged},
		"no model":        {saved(t, []byte("Hello, this is a text and no model, not even nearly.")), transcribe.ErrModelDamaged},
		"header only":     {saved(t, whole[:header]), transcribe.ErrModelDamaged},
		"cut vocabulary":  {saved(t, whole[:500_000]), transcribe.ErrModelDamaged},
		"cut weights":     {saved(t, whole[:9_000_000]), nil},
		"cut Parakeet":    {saved(t, other[:len(other)-1000]), nil},
		"half Parakeet":   {saved(t, other[:len(other)/2]), transcribe.ErrModelDamaged},
		"Parakeet header": {saved(t, other[:64]), transcribe.ErrModelDamaged},
		"missing":         {filepath.Join(t.TempDir(), "none"), transcribe.ErrEngine},
	} {
		t.Run(name, func(t *testing.T) {
			request := twoTracks()
			request.ModelPath, request.VADPath = c.model, vadWeights
			_, err := worker(t, "real").Transcribe(context.Background(), request, nil)
			t.Log(err)
			known := errors.Is(err, transcribe.ErrModelDamaged) || errors.Is(err, transcribe.ErrWorkerDied)
			if c.want != nil && !errors.Is(err, c.want) || c.want == nil && !known {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestCancelWhileDecoding(t *testing.T) {
	t.Run("Whisper", func(t *testing.T) { cancelWhileDecoding(t, demoWeights(t)) })
	t.Run("Parakeet", func(t *testing.T) { cancelWhileDecoding(t, tallyWeights(t)) })
}

func cancelWhileDecoding(t *testing.T, model []byte) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var cancelled time.Time
	_, err := worker(t, "real").Transcribe(ctx, sampleCall(t, saved(t, model)), func(p transcribe.Progress) {
		if p.Fraction > 0.05 && cancelled.IsZero() {
			cancelled = time.Now()
			cancel()
		}
	})
	took := time.Since(cancelled)
	t.Logf("cancelled in %v", took)
	if !errors.Is(err, context.Canceled) || took > time.Second {
		t.Errorf("took %v, error %v", took, err)
	}
	if n := children(t); n != 0 {
		t.Errorf("%d processes are left", n)
	}
}

// A transcript never names another model than the one that made it.
func TestModelThatIsExchanged(t *testing.T) {
	t.Run("Whisper", func(t *testing.T) { modelThatIsExchanged(t, demoWeights(t)) })
	t.Run("Parakeet", func(t *testing.T) { modelThatIsExchanged(t, tallyWeights(t)) })
}

func modelThatIsExchanged(t *testing.T, weights []byte) {
	request := sampleCall(t, saved(t, weights))
	sum := sha256.Sum256(weights)
	request.Model = call.Model{Name: "demo", SHA256: hex.EncodeToString(sum[:])}
	if _, err := worker(t, "real").Transcribe(t.Context(), request, nil); err != nil {
		t.Fatal(err)
	}
	weights[len(weights)-1]++
	if err := os.WriteFile(request.ModelPath, weights, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := worker(t, "real").Transcribe(t.Context(), request, nil); !errors.Is(err, transcribe.ErrModelDamaged) {
		t.Errorf("error %v", err)
	}
}

// A track may be as short as it likes.
func TestShortestTracks(t *testing.T) {
	request := sampleCall(t, saved(t, demoWeights(t)))
	for frames := range 3 {
		for i, party := range call.Parties {
			request.Tracks[i] = transcribe.Track{Party: party, Frames: int64(frames), Open: func(context.Context) (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(bytes.Repeat([]byte{0xff, 0x7f}, frames))), nil
			}}
		}
		got, err := worker(t, "real").Transcribe(t.Context(), request, nil)
		if err != nil || len(got.Segments) > 0 || got.Duration != call.AtFrame(int64(frames), transcribe.Rate) {
			t.Errorf("%d frames: %+v, error %v", frames, got, err)
		}
	}
}
