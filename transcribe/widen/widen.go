// Package widen makes a small Whisper model cost what a large one costs, without changing what it writes. The speed of an
// engine can so be measured at the shape of a model that people use, with text that means something, and without one's weights.
//
// Every channel is repeated until the width is reached. What comes into a matrix is divided by the number of repeats,
// so each activation is the old one repeated: a norm sees the same mean and variance, and each head of attention stands
// there several times over. The last norm is divided too, and the outcome stays the same. Layers that are added let
// the signal pass. Up to the rounding of 16-bit numbers, text and times are those of the small model.
package widen

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrNotModel means that what was to be widened is not a Whisper model in whisper.cpp's ggml format, in 32, 16 or 8 bits
// (q8_0), or cannot become what was asked for.
var ErrNotModel = errors.New("the model cannot be widened")

// Shape names a size of Whisper model.
type Shape string

// The shapes that a model can be given.
const (
	Tiny  Shape = "tiny"
	Base  Shape = "base"
	Small Shape = "small"
)

// size is the width of a shape, and its number of layers on either side.
func (s Shape) size() (width, layers int32) {
	switch s {
	case Tiny:
		return 384, 4
	case Base:
		return 512, 6
	case Small:
		return 768, 12
	}
	return 0, 0
}

// Widen reads a model from src and writes it in a shape to dst, with matrices in 16 bits. It holds no more than one
// matrix of the small model. The error wraps ErrNotModel, or is what src or dst failed with.
func Widen(dst io.Writer, src io.Reader, shape Shape) error {
	to := bufio.NewWriterSize(dst, 1<<18)
	w := &widening{source: &source{r: bufio.NewReaderSize(src, 1<<18)}, to: to, shape: shape}
	if err := w.all(); err != nil {
		return fmt.Errorf("widen model: %w", err)
	}
	if err := to.Flush(); err != nil {
		return fmt.Errorf("widen model: %w", err)
	}
	return nil
}

// widening is one run from the front of a model to its end.
type widening struct {
	*source
	to    *bufio.Writer
	shape Shape
	old   header
	new   header
	times int32        // that each channel is repeated
	whole bytes.Buffer // a tensor that is written more than once
}

func (w *widening) all() error {
	var err error
	if w.old, err = w.header(); err != nil {
		return err
	}
	if err := w.plan(); err != nil {
		return err
	}
	if err := w.put(begin{modelMagic, w.new}); err != nil {
		return err
	}
	if err := w.copyFront(w.to); err != nil {
		return err
	}
	return w.tensors()
}

// plan works out the new header.
func (w *widening) plan() error {
	width, layers := w.shape.size()
	switch {
	case width == 0:
		return notModel("there is no shape %q", string(w.shape))
	case width%w.old.AudioState != 0 || layers < max(w.old.AudioLayers, w.old.TextLayers):
		return notModel("a model of width %d with %d and %d layers does not fit into %s",
			w.old.AudioState, w.old.AudioLayers, w.old.TextLayers, w.shape)
	}
	w.times = width / w.old.AudioState
	w.new = w.old
	w.new.AudioState, w.new.TextState = width, width
	w.new.AudioHeads, w.new.TextHeads = width/headWidth, width/headWidth
	w.new.AudioLayers, w.new.TextLayers = layers, layers
	w.new.Precision = halves
	return nil
}

func (w *widening) tensors() error {
	seen := 0
	for {
		t, err := w.next(w.old)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := w.tensor(t); err != nil {
			return err
		}
		seen++
	}
	if wanted := w.old.tensors(); seen != wanted {
		return notModel("it has %d tensors instead of %d", seen, wanted)
	}
	return nil
}

// put writes numbers as they lie in memory, little-endian.
func (w *widening) put(numbers any) error { return binary.Write(w.to, binary.LittleEndian, numbers) }

func notModel(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNotModel, fmt.Sprintf(format, args...))
}
