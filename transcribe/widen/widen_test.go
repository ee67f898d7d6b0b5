package widen_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/transcribe/widen"
)

// demoBytes is the demo model. It must not be changed.
var demoBytes = sync.OnceValue(func() []byte {
	r, err := assets.DemoModel()
	if err != nil {
		panic(err)
	}
	b, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		panic(err)
	}
	return b
})

// front is the size of the demo model up to its vocabulary.
const front = 56 + 4*80*201

// changed is a copy of the demo model with a number replaced.
func changed(at int, to uint32) []byte {
	b := bytes.Clone(demoBytes())
	binary.LittleEndian.PutUint32(b[at:], to)
	return b
}

// tensorsBegin finds the end of the demo model's vocabulary.
func tensorsBegin() int {
	model, at := demoBytes(), front+4
	for range binary.LittleEndian.Uint32(model[front:]) {
		at += 4 + int(binary.LittleEndian.Uint32(model[at:]))
	}
	return at
}

func TestBadModelsGiveOneClearError(t *testing.T) {
	model, begin := demoBytes(), tensorsBegin()
	for _, tt := range []struct {
		name  string
		file  []byte
		shape widen.Shape
		says  string
	}{
		{"nothing", nil, widen.Tiny, "cut off in its header"},
		{"text", bytes.Repeat([]byte("a letter "), 20), widen.Tiny, "no Whisper model"},
		{"no such shape", model, "large", `no shape "large"`},
		{"uneven width", changed(12, 192), widen.Tiny, "no Whisper model"},
		{"too many layers", changed(20, 5), widen.Tiny, "does not fit into tiny"},
		{"no layers", changed(36, 0), widen.Tiny, "no Whisper model"},
		{"huge filters", changed(48, 1<<30), widen.Tiny, "mel filters is garbled"},
		{"a huge word", changed(front+4, 1<<31), widen.Tiny, "vocabulary is garbled"},
		{"cut in a word", model[:front+30], widen.Tiny, "cut off in its vocabulary"},
		{"cut between tensors", model[:begin], widen.Tiny, "0 tensors instead of 143"},
		{"cut in a tensor", model[:len(model)-1], widen.Tiny, "cut off in its tensor"},
		{"cut in a head", model[:begin+5], widen.Tiny, "cut off in its tensors"},
		{"many dimensions", changed(begin, 7), widen.Tiny, "garbled"},
		{"other numbers", changed(begin+8, 2), widen.Tiny, "format that cannot be read (2)"},
		{"a huge tensor", changed(begin+12, 1<<30), widen.Tiny, "size of its tensor"},
		{"a negative tensor", changed(begin+16, 1<<31), widen.Tiny, "size of its tensor"},
		{"another layer promised", changed(36, 4), widen.Tiny, "143 tensors instead of 167"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := widen.Widen(io.Discard, bytes.NewReader(tt.file), tt.shape)
			if !errors.Is(err, widen.ErrNotModel) || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, tt.says)
			}
		})
	}
}

func TestWidenPassesOnWhatTheDiskSays(t *testing.T) {
	broken := errors.New("input/output error")
	r := io.MultiReader(bytes.NewReader(demoBytes()[:5_000_000]), iotest.ErrReader(broken))
	if err := widen.Widen(io.Discard, r, widen.Tiny); !errors.Is(err, broken) || errors.Is(err, widen.ErrNotModel) {
		t.Errorf("a bad source: %v", err)
	}
	if err := widen.Widen(&full{room: 10_000_000, err: broken}, bytes.NewReader(demoBytes()), widen.Tiny); !errors.Is(err, broken) {
		t.Errorf("a bad destination: %v", err)
	}
}

// full is a file on a disk that becomes full.
type full struct {
	room int
	err  error
}

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, f.err
	}
	return len(p), nil
}

// However large the outcome, little is held in memory.
func TestWidenNeedsLittleMemory(t *testing.T) {
	model := demoBytes()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := widen.Widen(&full{room: 1e9}, bytes.NewReader(model), widen.Small); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 16<<20 {
		t.Errorf("%d bytes", taken)
	}
}

func FuzzWiden(f *testing.F) {
	model, begin := demoBytes(), tensorsBegin()
	small := bytes.Clone(model[:front+4]) // up to the vocabulary, which gets one empty word
	binary.LittleEndian.PutUint32(small[front:], 1)
	small = append(small, 0, 0, 0, 0)
	layer := begin + bytes.Index(model[begin:], []byte("encoder.blocks.0.attn.query.weight")) - 20
	f.Add([]byte{})
	f.Add(model[:60])
	f.Add(small)
	f.Add(append(bytes.Clone(small), model[layer:layer+20_000]...))
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := widen.Widen(io.Discard, bytes.NewReader(file), widen.Base); !errors.Is(err, widen.ErrNotModel) {
			t.Errorf("got %v", err)
		}
	})
}
