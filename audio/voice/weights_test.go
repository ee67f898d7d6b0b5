package voice_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/onrecord/onrecord/audio/voice"
)

func weights(t testing.TB) []byte {
	t.Helper()
	content, err := os.ReadFile(weightsFile)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestWrongWeightsAreRefused(t *testing.T) {
	right := weights(t)
	changed := func(at int, to ...byte) []byte {
		wrong := bytes.Clone(right)
		copy(wrong[at:], to)
		return wrong
	}
	nan := binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(math.NaN())))
	for name, content := range map[string][]byte{
		"nothing":           nil,
		"other file":        []byte(strings.Repeat("lmgg", 100)),
		"other version":     changed(18, 5),
		"other sizes":       changed(30, 0, 4),
		"endless name":      changed(4, 255, 255, 255, 127),
		"endless tensor":    changed(114+8, 0, 0, 0, 0, 255, 255, 255, 127, 255, 255, 255, 127),
		"not a number":      changed(224082, nan...),
		"other transform":   changed(len(right)-40_000, make([]byte, 2000)...),
		"cut off":           right[:len(right)-1],
		"cut in a tensor":   right[:500_000],
		"one tensor twice":  append(bytes.Clone(right[:753002-32-24]), tensor(right)...),
		"more than weights": append(bytes.Clone(right), 0),
	} {
		if _, err := voice.New(bytes.NewReader(content)); !errors.Is(err, voice.ErrWeights) {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := io.MultiReader(bytes.NewReader(right[:1000]), iotest.ErrReader(io.ErrClosedPipe))
	if _, err := voice.New(broken); !errors.Is(err, io.ErrClosedPipe) || errors.Is(err, voice.ErrWeights) {
		t.Errorf("a reader that fails: %v", err)
	}
}

// tensor gives the first tensor of the file.
func tensor(content []byte) []byte { return content[118:99242] }

func FuzzWeights(f *testing.F) {
	right := weights(f)
	f.Add(right[:118])
	f.Add(right[:99500])
	f.Add(right[:20])
	f.Fuzz(func(t *testing.T, content []byte) {
		// The fuzzer changes the beginning; the rest is as it should be, so that what is accepted is as long as weights are.
		if len(content) < len(right) {
			content = append(bytes.Clone(content), right[len(content):]...)
		}
		m, err := voice.New(bytes.NewReader(content))
		if err != nil {
			if !errors.Is(err, voice.ErrWeights) {
				t.Error(err)
			}
			return
		}
		for _, p := range m.Probabilities(make([]int16, 1000)) {
			if p < 0 || p > 1 || p != p {
				t.Errorf("probability %v", p)
			}
		}
	})
}
