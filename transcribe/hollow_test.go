package transcribe

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"
)

// A hollow model is whole, in every size and in all kinds of numbers.
func TestHollowModelsAreWhole(t *testing.T) {
	packed, err := os.ReadFile("../assets/models/ggml-calls-test-q8_0.bin.gz")
	if err != nil {
		t.Fatal(err)
	}
	demo, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	weights, err := io.ReadAll(demo)
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range []string{"tiny", "base", "small"} {
		for format, precision := range weightFormats() {
			size, _ := sizeOfFamily(family)
			size.format = format
			path, err := hollow(t.TempDir(), bytes.NewReader(weights), size)
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			d, err := readModel(file)
			s, ok := d.(whisperShape)
			if err != nil || !ok || int(s.AudioState) != size.width || int(s.TextLayers) != size.decoder || s.Precision != precision {
				t.Errorf("%s in %s: %+v, %v", family, format, s, err)
			}
			if err := file.Close(); err != nil {
				t.Error(err)
			}
			if got, ok := sizeOfFile(path); !ok || got.format != format || got.width != size.width {
				t.Errorf("%s in %s is taken for %+v", family, format, got)
			}
		}
	}
	if _, err := hollow(t.TempDir(), bytes.NewReader(weights[:1000]), Size{width: 384}); err == nil {
		t.Error("a demo model that is cut off will do")
	}
}

func TestSizesOfTheCatalogue(t *testing.T) {
	m := &Models{Dir: t.TempDir()}
	for _, spec := range Catalogue() {
		size, ok := m.SizeOf(ModelState{ModelSpec: spec})
		_, known := weightFormats()[size.format]
		if spec.Demo || spec.Kind != Whisper {
			continue
		}
		// What the sizes say of the number of weights must fit the size of the file.
		bits := map[string]float64{"f16": 16, "q8_0": 8.5, "q5_0": 5.5, "q5_1": 6}[size.format]
		width := float64(size.width)
		weights := 12*width*width*float64(size.encoder) + 16*width*width*float64(size.decoder) + width*float64(size.vocabulary)
		if ratio := float64(spec.Size) / (weights * bits / 8); !ok || !known || ratio < 0.95 || ratio > 1.25 {
			t.Errorf("%s: %+v makes a file of %.0f MB, it has %d MB", spec.Name, size, weights*bits/8e6, spec.Size/1e6)
		}
	}
	if _, ok := m.SizeOf(ModelState{ModelSpec: ModelSpec{Kind: Whisper, Name: "base-of-mine"}, Custom: true}); ok {
		t.Error("a file of the user's is judged by its name")
	}
}

// Each plan uses the machine, and leaves a processor idle when it decodes one window.
func TestPlansSuitTheMachine(t *testing.T) {
	for processors := 1; processors <= 200; processors++ {
		all := plans(processors)
		if len(all) == 0 || len(all) > 8 {
			t.Fatalf("%d processors: %v", processors, all)
		}
		for _, p := range all {
			if p.Share < 1 || p.Windows < 1 || p.Windows > 4 || p.Threads() > processors || processors > 1 && p.Share >= processors {
				t.Errorf("%d processors: %+v of %v", processors, p, all)
			}
		}
	}
}
