package transcribe

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/transcribe/widen"
	"pgregory.net/rapid"
)

// demoBytes is a real model file. It must not be changed.
var demoBytes = sync.OnceValue(func() []byte { return unpacked(assets.DemoModel) })

func unpacked(open func() (io.ReadCloser, error)) []byte {
	r, err := open()
	if err != nil {
		panic(err)
	}
	b, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		panic(err)
	}
	return b
}

// tensorsBegin finds the end of a model's vocabulary.
func tensorsBegin(model []byte) int {
	at := 48
	number := func() int {
		at += 4
		return int(binary.LittleEndian.Uint32(model[at-4:]))
	}
	mels, bins := number(), number()
	at += 4 * mels * bins
	for range number() {
		at += number()
	}
	return at
}

// changed is a copy of the demo model with a number replaced.
func changed(at int, to uint32) []byte {
	b := bytes.Clone(demoBytes())
	binary.LittleEndian.PutUint32(b[at:], to)
	return b
}

func TestReadModelKnowsAWholeModel(t *testing.T) {
	d, err := readModel(bytes.NewReader(demoBytes()))
	if err != nil {
		t.Fatal(err)
	}
	s, ok := d.(whisperShape)
	if !ok || s.AudioState != 128 || s.AudioLayers != 4 || s.TextLayers != 3 || s.Precision != 2007 || s.languages() != "English" {
		t.Errorf("the shape is %+v", s)
	}
	if _, err := readModel(iotest.OneByteReader(bytes.NewReader(demoBytes()[:100]))); !errors.Is(err, ErrNotModel) {
		t.Errorf("a slow reader: %v", err)
	}
}

// A widened model has every tensor of its new shape.
func TestReadModelKnowsAWidenedModel(t *testing.T) {
	for shape, want := range map[widen.Shape][3]int32{widen.Tiny: {384, 6, 4}, widen.Base: {512, 8, 6}, widen.Small: {768, 12, 12}} {
		r, w := io.Pipe()
		go func() { w.CloseWithError(widen.Widen(w, bytes.NewReader(demoBytes()), shape)) }()
		d, err := readModel(r)
		if err != nil {
			t.Fatalf("%s: %v", shape, err)
		}
		s := d.(whisperShape)
		audio, text := [3]int32{s.AudioState, s.AudioHeads, s.AudioLayers}, [3]int32{s.TextState, s.TextHeads, s.TextLayers}
		if audio != want || text != want || s.Precision != 1 {
			t.Errorf("%s is %+v", shape, s)
		}
		r.Close() // ends the widening if it was not read to its end
	}
}

// The engine does not notice a cut after the vocabulary, and aborts at most others.
func TestReadModelRefusesEveryCut(t *testing.T) {
	model := demoBytes()
	begin := tensorsBegin(model)
	cuts := []int{0, 1, 3, 4, 8, 47, 48, 50, 56, 57, 64000, begin - 100000, begin - 1, begin, len(model) - 1}
	for i := range 90 { // the head, the name and the first numbers of the first tensor
		cuts = append(cuts, begin+i)
	}
	for _, cut := range cuts {
		wantCut(t, model, cut)
	}
}

func TestReadModelRefusesAnyCut(t *testing.T) {
	model := demoBytes()
	rapid.Check(t, func(t *rapid.T) {
		wantCut(t, model, rapid.IntRange(0, len(model)-1).Draw(t, "cut"))
	})
}

func wantCut(t rapid.TB, model []byte, cut int) {
	t.Helper()
	_, err := readModel(bytes.NewReader(model[:cut]))
	if !errors.Is(err, ErrNotModel) {
		t.Errorf("cut after %d bytes: %v", cut, err)
	} else if cut >= 4 && !strings.Contains(err.Error(), "cut off") {
		t.Errorf("cut after %d bytes: %v", cut, err)
	}
}

func TestReadModelRefusesWhatIsNoModel(t *testing.T) {
	model := demoBytes()
	begin := tensorsBegin(model)
	tests := []struct {
		name string
		file []byte
		says string
	}{
		{"nothing", nil, "empty"},
		{"text", []byte("a letter to the landlord"), "not in whisper.cpp's ggml format"},
		{"GGUF", append([]byte("GGUF"), make([]byte, 100)...), "GGUF"},
		{"voice detector", unpacked(assets.VAD), "voice detector"},
		{"other vocabulary", changed(4, 51867), "does not describe"},
		{"negative vocabulary", changed(4, 1<<31), "does not describe"},
		{"other window", changed(8, 750), "does not describe"},
		{"huge width", changed(12, 1<<30), "does not describe"},
		{"uneven heads", changed(16, 3), "does not describe"},
		{"no layers", changed(20, 0), "does not describe"},
		{"many layers", changed(36, 1<<20), "does not describe"},
		{"other mels", changed(40, 64), "does not describe"},
		{"old weights", changed(44, 1007), "too old"},
		{"unknown weights", changed(44, 2005), "not known"},
		{"blocks wider than the rows", changed(44, 2012), "cannot be"},
		{"filters of another size", changed(48, 128), "mel filters"},
		{"huge filters", changed(52, 1<<31-1), "mel filters"},
		{"more words than room", changed(56+4*80*201, 60000), "vocabulary"},
		{"a huge word", changed(60+4*80*201, 1<<31), "vocabulary is garbled"},
		{"another layer promised", changed(36, 4), "missing"},
		{"a layer too many", changed(36, 2), "does not belong"},
		{"weights of another kind", changed(44, 1), "does not belong"},
		{"many dimensions", changed(begin, 7), "garbled"},
		{"an endless name", changed(begin+4, 1<<31-1), "garbled"},
		{"a tensor of another kind", changed(begin+8, 1), "does not belong"},
		{"a tensor of another shape", changed(begin+12, 12345), "does not belong"},
		{"a tensor twice", append(bytes.Clone(model), model[begin:begin+200]...), "does not belong"},
		{"a few bytes too many", append(bytes.Clone(model), 1, 2, 3), "cut off"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readModel(bytes.NewReader(tt.file))
			if !errors.Is(err, ErrNotModel) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

func TestReadModelPassesOnWhatTheDiskSays(t *testing.T) {
	broken := errors.New("input/output error")
	for _, cut := range []int{0, 100, len(demoBytes()) / 2} {
		r := io.MultiReader(bytes.NewReader(demoBytes()[:cut]), iotest.ErrReader(broken))
		if _, err := readModel(r); !errors.Is(err, broken) || errors.Is(err, ErrNotModel) {
			t.Errorf("after %d bytes: %v", cut, err)
		}
	}
}

func FuzzReadModel(f *testing.F) {
	model := demoBytes()
	begin := tensorsBegin(model)
	small := bytes.Clone(model[:60+4*80*201]) // up to the vocabulary, which gets one empty word
	binary.LittleEndian.PutUint32(small[56+4*80*201:], 1)
	small = append(small, 0, 0, 0, 0)
	f.Add([]byte{})
	f.Add(model[:60])
	f.Add(small)
	f.Add(append(small, model[begin:begin+20000]...))
	f.Add(unpacked(assets.VAD)[:2000])
	f.Fuzz(func(t *testing.T, file []byte) {
		_, err := readModel(bytes.NewReader(file))
		if err == nil {
			t.Skip("a whole model")
		}
		if !errors.Is(err, ErrNotModel) {
			t.Errorf("got %v", err)
		}
	})
}
