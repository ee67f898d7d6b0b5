package transcribe_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/tally"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

// tallyWeights is a Parakeet model that counts while there is sound.
func tallyWeights(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := tally.Write(&b, tally.Small(), tally.Halves); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParakeetThroughTheWorker(t *testing.T) {
	got, err := worker(t, "real").Transcribe(t.Context(), sampleCall(t, saved(t, tallyWeights(t))), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got.Engine, "parakeet.cpp 1.9.") || got.Language != "en" {
		t.Errorf("engine %q, language %q", got.Engine, got.Language)
	}
	for _, party := range call.Parties {
		var words []call.Word
		for _, s := range got.Segments {
			if s.Party != party {
				continue
			}
			for _, w := range s.Words {
				w.End = w.Start // a word may be begun before a pause and ended after it
				words = append(words, w)
			}
		}
		turns := transcribetest.Reference(t, "../testdata/calls/debt_collector.json", party)
		if n := transcribetest.Invented(words, turns); len(words) < 30 || n > 0 {
			t.Errorf("%s: of %d words, %d are where nobody speaks", party, len(words), n)
		}
	}
}

// Whoever has no Parakeet library, or one that cannot be read, is told so, and uses Whisper as ever.
func TestWithoutTheParakeetLibrary(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "libparakeet.so.1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w := worker(t, "real")
	w.Env = append(w.Env, "LD_LIBRARY_PATH="+dir)
	request := sampleCall(t, saved(t, tallyWeights(t)))
	beginning(&request, 10)
	_, err := w.Transcribe(t.Context(), request, nil)
	t.Log(err)
	if !errors.Is(err, transcribe.ErrNoEngine) || !strings.Contains(err.Error(), "libparakeet") {
		t.Errorf("error %v", err)
	}
	request.ModelPath = saved(t, demoWeights(t))
	if got, err := w.Transcribe(t.Context(), request, nil); err != nil || len(got.Segments) == 0 {
		t.Errorf("%d segments, error %v", len(got.Segments), err)
	}
}
