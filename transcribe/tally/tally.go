// Package tally makes Parakeet models out of nothing: as long as there is sound they count "one two three.", a word or a full
// stop every 0.32 s, and fall silent with it. So an engine can be tested, and its cost measured at the shape of a model that people
// use, with times that can be foretold, and without anybody's weights.
//
// All filters listen to the whole of speech, so that one number says how loud each frame is, compared with the rest of the
// window. The layers of the encoder let it pass. The prediction network remembers the last word, and the joint network says
// the next one where it is loud.
package tally

import (
	"bufio"
	"fmt"
	"io"
	"math"
)

// Shape is the size of a model.
type Shape struct {
	Vocabulary int32 // pieces of words that it knows
	Width      int32 // of the encoder
	Heads      int32
	Layers     int32
	Filters    int32 // of the spectrum
	Fourier    int32 // samples that are transformed at once
	Channels   int32 // of the convolutions that thin out the spectrum
	Kernel     int32 // of the convolutions in the encoder
	Memory     int32 // width of the prediction network
	Depth      int32 // of the prediction network
}

// Small is a shape that costs next to nothing.
func Small() Shape {
	return Shape{Vocabulary: 1024, Width: 32, Heads: 2, Layers: 2, Filters: 16, Fourier: 512, Channels: 16, Kernel: 9, Memory: 32, Depth: 1}
}

// English is the shape of Parakeet TDT 0.6B v2, which knows English.
func English() Shape {
	return Shape{Vocabulary: 1024, Width: 1024, Heads: 8, Layers: 24, Filters: 128, Fourier: 512, Channels: 256, Kernel: 9, Memory: 640, Depth: 2}
}

// European is the shape of Parakeet TDT 0.6B v3, which knows 25 languages.
func European() Shape {
	s := English()
	s.Vocabulary = 8192
	return s
}

const (
	magic   = 0x67676d6c
	factor  = 8    // by which frames are thinned out
	context = 5000 // frames that can be listened to at once
	symbols = 10   // words on one frame, at most
	steps   = 5    // lengths that a word can have: 0 to 4 frames of 80 ms
	window  = 400  // samples that a frame looks at
)

// Write writes a model with its matrices in a format.
func Write(w io.Writer, s Shape, matrices Format) error {
	to := &writer{w: bufio.NewWriterSize(w, 1<<18), format: matrices}
	to.numbers(magic, s.Vocabulary, context, s.Width, s.Heads, s.Layers, s.Filters, matrices.precision(), s.Fourier,
		factor, s.Channels, s.Kernel, s.Memory, s.Depth, steps, symbols)
	to.filters(s)
	to.vocabulary(s)
	to.tensors(s)
	if to.err == nil {
		to.err = to.w.Flush()
	}
	if to.err != nil {
		return fmt.Errorf("write model: %w", to.err)
	}
	return nil
}

// filters writes filters of which each passes speech, the window of a frame, and the lengths that a word can have.
func (w *writer) filters(s Shape) {
	bins := s.Fourier/2 + 1
	w.numbers(s.Filters, bins)
	for range s.Filters {
		for bin := range bins {
			hertz := bin * 16000 / s.Fourier
			w.single(passes(hertz >= 100 && hertz <= 4000))
		}
	}
	w.numbers(window)
	for i := range window {
		w.single(float32(0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/window)))
	}
	for length := range int32(steps) {
		w.numbers(length)
	}
}

func passes(yes bool) float32 {
	if yes {
		return 1
	}
	return 0
}

// said is what the models say, again and again. The marks begin words, as SentencePiece writes them.
var said = []string{"▁one", "▁two", "▁thr", "ee", "."}

// first is the number of the first of them in the vocabulary.
const first = 3

func (w *writer) vocabulary(s Shape) {
	w.numbers(s.Vocabulary)
	for i := range s.Vocabulary {
		piece := fmt.Sprintf("▁%d", i)
		switch {
		case i < first:
			piece = []string{"<unk>", "<s>", "</s>"}[i]
		case i < first+int32(len(said)):
			piece = said[i-first]
		}
		w.numbers(int32(len(piece)))
		w.text(piece)
	}
}
