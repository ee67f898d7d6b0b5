package transcribe

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/transcribe/tally"
)

// tallyBytes is a real Parakeet model file. It must not be changed.
var tallyBytes = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	if err := tally.Write(&b, tally.Small(), tally.Halves); err != nil {
		panic(err)
	}
	return b.Bytes()
})

func TestReadModelKnowsParakeet(t *testing.T) {
	for _, format := range []tally.Format{tally.Singles, tally.Halves, tally.Bytes} {
		var b bytes.Buffer
		if err := tally.Write(&b, tally.Small(), format); err != nil {
			t.Fatal(err)
		}
		d, err := readModel(&b)
		if err != nil {
			t.Fatalf("format %d: %v", format, err)
		}
		if s, ok := d.(parakeetShape); !ok || s.Width != 32 || s.Layers != 2 || d.kind() != Parakeet || d.languages() != "English" {
			t.Errorf("format %d is %+v", format, d)
		}
	}
	european := tally.Small()
	european.Vocabulary = europeanPieces
	var b bytes.Buffer
	if err := tally.Write(&b, european, tally.Halves); err != nil {
		t.Fatal(err)
	}
	if d, err := readModel(&b); err != nil || d.languages() != "25 languages" {
		t.Errorf("%+v, error %v", d, err)
	}
}

func TestReadModelRefusesAnyCutOfParakeet(t *testing.T) {
	model := tallyBytes()
	rapid.Check(t, func(t *rapid.T) {
		wantCut(t, model, rapid.IntRange(0, len(model)-1).Draw(t, "cut"))
	})
}

// afterVocabulary finds the first tensor.
func afterVocabulary(model []byte) int {
	const filters, window, lengths = 8 + 4*16*257, 4 + 4*400, 5 * 4
	at := 4 + 15*4 + filters + window + lengths + 4
	for range 1024 {
		at += 4 + int(binary.LittleEndian.Uint32(model[at:]))
	}
	return at
}

func TestReadModelRefusesWhatParakeetWouldTripOver(t *testing.T) {
	changed := func(at int, to uint32) []byte {
		b := bytes.Clone(tallyBytes())
		binary.LittleEndian.PutUint32(b[at:], to)
		return b
	}
	model := tallyBytes()
	begin := afterVocabulary(model)
	const filters = 64
	window := filters + 8 + 4*16*257
	for _, tt := range []struct {
		name string
		file []byte
		says string
	}{
		{"a vocabulary of another kind", changed(4, 2048), "does not describe"},
		{"endless context", changed(8, 1<<30), "does not describe"},
		{"a wide encoder", changed(12, 2048), "does not describe"},
		{"no heads", changed(16, 0), "does not describe"},
		{"heads that do not fit", changed(16, 7), "does not describe"},
		{"many layers", changed(20, 25), "does not describe"},
		{"uneven filters", changed(24, 20), "does not describe"},
		{"unknown weights", changed(28, 2005), "not known"},
		{"blocks wider than the rows", changed(28, 2012), "cannot be"},
		{"no transform", changed(32, 0), "does not describe"},
		{"an odd transform", changed(32, 500), "does not describe"},
		{"another thinning", changed(36, 4), "does not describe"},
		{"an even kernel", changed(44, 8), "does not describe"},
		{"filters of another size", changed(filters, 128), "filters"},
		{"a window wider than the transform", changed(window, 513), "window"},
		{"no window", changed(window, 0), "window"},
		{"a word that ends before it begins", changed(window+4+4*400, 1<<31), "lengths"},
		{"fewer words than promised", changed(window+4+4*400+5*4, 1023), "vocabulary"},
		{"a layer too many", changed(20, 1), "does not belong"},
		{"another layer promised", changed(20, 3), "missing"},
		{"weights of another kind", changed(28, 0), "does not belong"},
		{"many dimensions", changed(begin, 5), "garbled"},
		{"a tensor twice", append(bytes.Clone(model), model[begin:begin+20+len("encoder.pre_encode.out.weight")+2*32*32]...), "does not belong"},
		{"a few bytes too many", append(bytes.Clone(model), 1, 2, 3), "cut off"},
	} {
		_, err := readModel(bytes.NewReader(tt.file))
		if !errors.Is(err, ErrNotModel) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.says)
		}
	}
}

func FuzzReadParakeet(f *testing.F) {
	model := tallyBytes()
	begin := afterVocabulary(model)
	f.Add(model)
	f.Add(model[:64])
	f.Add(model[:begin])
	f.Add(model[:begin+5000])
	f.Fuzz(func(t *testing.T, file []byte) {
		_, err := readModel(bytes.NewReader(file))
		if err != nil && !errors.Is(err, ErrNotModel) {
			t.Errorf("got %v", err)
		}
	})
}

// A Parakeet model can be added, and is known for what it is ever after; programs that know Whisper alone leave it alone.
func TestAddedParakeetModel(t *testing.T) {
	m := newModels(t)
	spec, err := m.Add(t.Context(), writeFile(t, "ggml-parakeet-ours.bin", tallyBytes()))
	if err != nil {
		t.Fatal(err)
	}
	if spec.Name != "parakeet-ours" || spec.Kind != Parakeet || spec.Languages != "English" || spec.Memory <= spec.Size {
		t.Errorf("added as %+v", spec)
	}
	all, err := (&Models{Dir: m.Dir}).List()
	if last := all[len(all)-1]; err != nil || last.ModelSpec != spec || !last.Installed {
		t.Errorf("listed as %+v, %v", last, err)
	}
	text, err := os.ReadFile(m.recordPath(spec.Name))
	if err != nil || !bytes.Contains(text, []byte(`"format": 2`)) {
		t.Errorf("the record is %s, error %v", text, err)
	}
}

func TestPeekTellsTheKinds(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		kind Kind
		want error
	}{
		"Whisper":        {demoBytes(), Whisper, nil},
		"Parakeet":       {tallyBytes(), Parakeet, nil},
		"cut weights":    {tallyBytes()[:len(tallyBytes())/2], "", ErrModelDamaged},
		"header only":    {tallyBytes()[:64], "", ErrModelDamaged},
		"half a header":  {tallyBytes()[:30], "", ErrModelDamaged},
		"magic only":     {tallyBytes()[:4], "", ErrModelDamaged},
		"empty":          {nil, "", ErrModelDamaged},
		"something else": {[]byte("Hello, this is a text and no model, not even nearly."), "", ErrModelDamaged},
	} {
		kind, err := peek(writeFile(t, "model.bin", c.file))
		if kind != c.kind || !errors.Is(err, c.want) {
			t.Errorf("%s: %q, error %v", name, kind, err)
		}
	}
	if _, err := peek(t.TempDir() + "/none"); !errors.Is(err, ErrEngine) {
		t.Errorf("missing: %v", err)
	}
}
