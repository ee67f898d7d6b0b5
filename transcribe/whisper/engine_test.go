package whisper

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
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

func TestEngineConforms(t *testing.T) { transcribetest.Engine(t, loaded(t), "../../testdata") }
