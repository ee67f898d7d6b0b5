package parakeet

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/onrecord/onrecord/transcribe"
	"github.com/onrecord/onrecord/transcribe/hearing"
	"github.com/onrecord/onrecord/transcribe/tally"
	"github.com/onrecord/onrecord/transcribe/transcribetest"
)

const vadWeights = "../../assets/models/ggml-silero-v6.2.0.bin"

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tallied writes a model that counts.
func tallied(t testing.TB, shape tally.Shape, format tally.Format) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "tally.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if err := tally.Write(file, shape, format); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// loaded gives an engine that holds a model.
func loaded(t testing.TB, path string) *Engine {
	t.Helper()
	e := New()
	t.Cleanup(e.Close)
	setup := transcribe.Setup{ModelPath: path, VADPath: vadWeights, Language: "auto", Threads: 2}
	if err := e.Load(context.Background(), setup, func() {}); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEngineConforms(t *testing.T) {
	transcribetest.Engine(t, loaded(t, tallied(t, tally.Small(), tally.Halves)), "../../testdata")
}

// bursts is faint noise with louder noise from some seconds to others.
func bursts(seconds int, loud ...[2]float64) []float32 {
	random := rand.New(rand.NewPCG(1, 2))
	samples := make([]float32, seconds*transcribe.Rate)
	for i := range samples {
		level := 0.0003
		for _, b := range loud {
			if at := float64(i) / transcribe.Rate; at >= b[0] && at < b[1] {
				level = 0.1
			}
		}
		samples[i] = float32(level * random.NormFloat64())
	}
	return samples
}

func recognised(t *testing.T, e *Engine, samples []float32) []hearing.Piece {
	t.Helper()
	heard, err := e.Recognise(t.Context(), hearing.Sound{Samples: samples, Language: "en", Alive: func() {}})
	if err != nil {
		t.Fatal(err)
	}
	return heard.Stretches[0].Pieces
}

// The model counts while there is sound, so where its words must lie is known.
func TestPiecesHaveTheTimesOfTheirSound(t *testing.T) {
	loud := [][2]float64{{1, 2.6}, {5, 5.9}, {20, 23.5}}
	for name, path := range map[string]string{
		"singles": tallied(t, tally.Small(), tally.Singles), "halves": tallied(t, tally.Small(), tally.Halves), "bytes": tallied(t, tally.Small(), tally.Bytes),
	} {
		e := loaded(t, path)
		pieces := recognised(t, e, bursts(24, loud...))
		var text strings.Builder
		counts := make([]int, len(loud))
		for _, p := range pieces {
			text.WriteString(p.Text)
			i := slices.IndexFunc(loud, func(b [2]float64) bool { return p.Start > b[0]-0.1 && p.Start < b[1]+0.1 })
			if i < 0 || p.P <= 0.5 || p.P > 1 || p.Text != "." && (p.End < p.Start+0.3 || p.End > p.Start+0.34) {
				t.Errorf("%s: %+v", name, p)
				continue
			}
			counts[i]++
		}
		if !strings.HasPrefix(text.String(), " one two three. one two three.") {
			t.Errorf("%s: %q", name, text.String())
		}
		for i, b := range loud {
			if off := float64(counts[i]) - (b[1]-b[0])/0.32; math.Abs(off) > 1.5 {
				t.Errorf("%s: %d pieces in %.1f s", name, counts[i], b[1]-b[0])
			}
		}
	}
}

// The same window gives the same text, whatever was heard before.
func TestWindowsDoNotDependOnEachOther(t *testing.T) {
	e := loaded(t, tallied(t, tally.Small(), tally.Halves))
	window := bursts(8, [2]float64{2, 4})
	want := recognised(t, e, window)
	recognised(t, e, bursts(20, [2]float64{3, 3.4}))
	if got := recognised(t, e, window); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// However short a window is and whatever it holds, it does no harm.
func TestOddWindows(t *testing.T) {
	e := loaded(t, tallied(t, tally.Small(), tally.Halves))
	for _, n := range []int{1, 2, 159, 160, 161, 319, 320, 400, 513, 2561, hearing.Longest} {
		if got := recognised(t, e, make([]float32, n)); len(got) != 0 {
			t.Errorf("%d frames of silence: %v", n, got)
		}
		loudest := make([]float32, n)
		for i := range loudest {
			loudest[i] = float32(1 - i%2*2)
		}
		recognised(t, e, loudest)
	}
}

func TestEndedContext(t *testing.T) {
	e := loaded(t, tallied(t, tally.Small(), tally.Halves))
	ctx, end := context.WithCancel(t.Context())
	end()
	if _, err := e.Recognise(ctx, hearing.Sound{Samples: bursts(5), Alive: func() {}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestLanguages(t *testing.T) {
	european := tally.Small()
	european.Vocabulary = 8192
	for _, c := range []struct {
		shape       tally.Shape
		asked, want string
	}{{tally.Small(), "auto", "en"}, {european, "auto", "und"}, {european, "de", "de"}} {
		e := loaded(t, tallied(t, c.shape, tally.Halves))
		e.setup.Language = c.asked
		if got := e.language(); got != c.want {
			t.Errorf("%d pieces, asked for %q: %q, want %q", c.shape.Vocabulary, c.asked, got, c.want)
		}
	}
}

func TestLanguageThatNoModelKnows(t *testing.T) {
	european := tally.Small()
	european.Vocabulary = 8192
	e := New()
	defer e.Close()
	err := e.Load(t.Context(), transcribe.Setup{ModelPath: tallied(t, european, tally.Halves), VADPath: vadWeights, Language: "ja"}, func() {})
	if !errors.Is(err, transcribe.ErrEngine) || !strings.Contains(err.Error(), `"ja"`) {
		t.Errorf("error %v", err)
	}
}

func TestFileThatIsNoModel(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model.bin")
	if err := os.WriteFile(path, []byte("nothing of the kind"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := New()
	defer e.Close()
	err := e.Load(t.Context(), transcribe.Setup{ModelPath: path, VADPath: vadWeights, Language: "en"}, func() {})
	if !errors.Is(err, transcribe.ErrModelDamaged) {
		t.Errorf("error %v", err)
	}
}
