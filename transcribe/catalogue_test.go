package transcribe

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
)

// The public repository keeps each model as a pointer that holds its checksum and its size, and Git knows that pointer
// by a hash. A wrong digit in the catalogue changes that hash.
func TestCatalogueMatchesThePublishedPointers(t *testing.T) {
	text, err := os.ReadFile("testdata/models-pointers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	published := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, blob, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(name, "#") {
			published[name] = blob
		}
	}
	for _, spec := range Catalogue() {
		if spec.Demo || spec.Kind != Whisper {
			continue
		}
		pointer := fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", spec.SHA256, spec.Size)
		sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(pointer), pointer))
		if got := hex.EncodeToString(sum[:]); got != published[spec.Name] {
			t.Errorf("%s: its size and checksum give the pointer %s, published is %q", spec.Name, got, published[spec.Name])
		}
		delete(published, spec.Name)
	}
	if len(published) > 0 {
		t.Errorf("not in the catalogue: %v", published)
	}
}

// Sizes follow from the shape of a model, but for the length of the vocabulary, which all models of one kind share.
func TestCatalogueSizesFollowFromTheShapes(t *testing.T) {
	widths := map[string][3]int32{ // width, layers that listen, layers that write
		"tiny": {384, 4, 4}, "base": {512, 6, 6}, "small": {768, 12, 12}, "medium": {1024, 24, 24},
		"large-v3": {1280, 32, 32}, "large-v3-turbo": {1280, 32, 4},
	}
	precisions := map[string]int32{"": 1, "q8_0": 2007, "q5_0": 2008, "q5_1": 2009}
	vocabulary := map[bool]int64{}
	for _, f := range families() {
		for _, v := range f.variants {
			english, precision := parseSuffix(v.suffix)
			w := widths[f.name]
			s := whisperShape{
				Vocabulary: 51865, AudioContext: audioContext, TextContext: textContext, Mels: 80,
				AudioState: w[0], TextState: w[0], AudioHeads: w[0] / headWidth, TextHeads: w[0] / headWidth,
				AudioLayers: w[1], TextLayers: w[2], Precision: precisions[precision],
			}
			if english {
				s.Vocabulary = 51864
			}
			if strings.HasPrefix(f.name, "large") {
				s.Vocabulary, s.Mels = 51866, 128
			}
			if err := s.check(); err != nil {
				t.Fatalf("%s%s: %v", f.name, v.suffix, err)
			}
			rest := v.size - sizeWithoutVocabulary(s)
			if vocabulary[english] == 0 {
				vocabulary[english] = rest
			}
			if rest != vocabulary[english] || rest < 50257*4 {
				t.Errorf("%s%s: %d bytes are left for the vocabulary, others have %d", f.name, v.suffix, rest, vocabulary[english])
			}
		}
	}
}

func sizeWithoutVocabulary(s whisperShape) int64 {
	size := int64(4+11*4) + 8 + 4*int64(s.Mels)*fourierBins + 4
	for name, t := range s.tensors() {
		size += 12 + 4*int64(dimsOf(name, t)) + int64(len(name)) + t.bytes()
	}
	return size
}

// dimsOf says how many dimensions the file states for a tensor.
func dimsOf(name string, t tensor) int {
	switch {
	case t.dims[2] > 1:
		return 3
	case t.dims[1] > 1 || strings.HasPrefix(name, "encoder.conv"):
		return 2
	}
	return 1
}

// No pointers of Parakeet's models are at hand. Their sizes follow from their shape too, and leave the same room for the
// vocabulary, as do those of two more that are published but not offered (-q4_0 and -f32).
func TestParakeetSizesFollowFromTheShape(t *testing.T) {
	sizes := map[int32]int64{0: 2_508_463_079, 2002: 355_615_679}
	precisions := map[string]int32{"parakeet-v3": 1, "parakeet-v3-q8_0": 2007, "parakeet-v3-q4_k": 2012}
	for _, spec := range parakeets() {
		sizes[precisions[spec.Name]] = spec.Size
	}
	rests := map[int64]bool{}
	for precision, size := range sizes {
		s := parakeetShape{
			Vocabulary: europeanPieces, Context: 5000, Width: 1024, Heads: 8, Layers: 24, Mels: 128, Precision: precision, Fourier: 512,
			Thinning: 8, Channels: 256, Kernel: 9, Memory: 640, Depth: 2, Lengths: 5, Symbols: 10,
		}
		if err := s.check(); err != nil {
			t.Fatal(err)
		}
		rest := size - 4 - 15*4 - 8 - 4*128*257 - 4 - 4*400 - 5*4 - 4
		for name, tensor := range s.tensors() {
			rest -= 12 + 4*parakeetDims(name, tensor) + int64(len(name)) + tensor.bytes()
		}
		rests[rest] = true
		if rest < 8192*5 || rest > 8192*20 {
			t.Errorf("precision %d: %d bytes are left for the vocabulary", precision, rest)
		}
	}
	if len(sizes) != 5 || len(rests) != 1 {
		t.Errorf("%d sizes leave %v for the vocabulary", len(sizes), rests)
	}
}

// parakeetDims says how many dimensions the published files state for a tensor.
func parakeetDims(name string, t tensor) int64 {
	switch {
	case strings.HasSuffix(name, "num_batches_tracked"):
		return 0
	case strings.HasPrefix(name, "encoder.pre_encode.conv."):
		return 4
	case t.dims[1] > 1:
		return 2
	}
	return 1
}

func TestCatalogueIsInOrder(t *testing.T) {
	names, files := map[string]bool{}, map[string]bool{}
	for i, spec := range Catalogue() {
		if names[spec.Name] || files[spec.File] {
			t.Errorf("%s stands there twice", spec.Name)
		}
		names[spec.Name], files[spec.File] = true, true
		if spec.Demo != (i == 0) || spec.Demo != (spec.URL == "") {
			t.Errorf("%s: demo %v, URL %q", spec.Name, spec.Demo, spec.URL)
		}
		if strings.Count(spec.Advice, ".") < 1 || !strings.HasSuffix(spec.Advice, ".") || strings.Contains(spec.Advice, ". ") {
			t.Errorf("%s: advice is not one sentence: %q", spec.Name, spec.Advice)
		}
		if spec.Memory <= spec.Size || spec.Languages == "" {
			t.Errorf("%s: memory %d, languages %q", spec.Name, spec.Memory, spec.Languages)
		}
		if (spec.Languages == "English") != (spec.Demo || strings.Contains(spec.Name, ".en")) {
			t.Errorf("%s: languages %q", spec.Name, spec.Languages)
		}
	}
}
