package transcribe

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A model file is, all little-endian: the magic number, eleven numbers that say how large everything is, the mel
// filters, the vocabulary, and the tensors up to the end of the file, each with a head of its own. Nothing in it
// says how long it is, and the engine reads past cuts without noticing or aborts its process; so a file is walked to
// its end before it is let in.

const (
	modelMagic    = "lmgg" // 0x67676d6c, little-endian
	audioContext  = 1500   // positions of a 30 second window
	textContext   = 448    // tokens that the decoder can look back on
	headWidth     = 64     // in every Whisper model
	fourierBins   = 201    // per mel filter
	longestToken  = 1024   // bytes; the longest real one has 128
	longestTensor = 128    // bytes of a tensor's name
)

// shape is what the header of a model file says.
type shape struct {
	Vocabulary   int32
	AudioContext int32
	AudioState   int32
	AudioHeads   int32
	AudioLayers  int32
	TextContext  int32
	TextState    int32
	TextHeads    int32
	TextLayers   int32
	Mels         int32
	Precision    int32
}

// readModel reads a model file to its end. Its error wraps ErrNotModel with one clause that says what is wrong, or is
// what r itself failed with.
func readModel(r io.Reader) (shape, error) {
	w := &modelWalk{r: bufio.NewReaderSize(r, 1<<18)}
	if err := w.magic(); err != nil {
		return shape{}, err
	}
	var s shape
	if err := w.read(&s, "header"); err != nil {
		return shape{}, err
	}
	if err := s.check(); err != nil {
		return shape{}, err
	}
	if err := w.filters(s); err != nil {
		return shape{}, err
	}
	if err := w.vocabulary(s); err != nil {
		return shape{}, err
	}
	return s, w.tensors(s)
}

// check refuses what no Whisper model has. The engine trusts these numbers when it reserves memory.
func (s shape) check() error {
	weights, ok := weightType(s.Precision)
	switch {
	case s.Vocabulary < 51864 || s.Vocabulary > 51866,
		s.AudioContext != audioContext,
		s.TextContext != textContext,
		s.AudioState != s.TextState,
		s.AudioState < headWidth || s.AudioState > 2048,
		s.AudioHeads != s.AudioState/headWidth || s.AudioState%headWidth != 0,
		s.TextHeads != s.AudioHeads,
		s.AudioLayers < 1 || s.AudioLayers > 64,
		s.TextLayers < 1 || s.TextLayers > 64,
		s.Mels != 80 && s.Mels != 128:
		return notModel("its header does not describe a Whisper model")
	case !ok:
		return notModel("its weights are in a format that is too old or not known (%d)", s.Precision)
	case s.AudioState%weights.block != 0:
		return notModel("its weights cannot be in the format that it names (%d)", s.Precision)
	}
	return nil
}

// languages says what a model of this shape understands.
func (s shape) languages() string {
	switch s.Vocabulary {
	case 51864:
		return "English"
	case 51866:
		return "100 languages"
	}
	return "99 languages"
}

// modelWalk reads a model file from front to back.
type modelWalk struct {
	r *bufio.Reader
}

func (w *modelWalk) magic() error {
	head, err := w.r.Peek(14)
	switch {
	case err != nil && err != io.EOF:
		return err
	case len(head) == 0:
		return notModel("it is empty")
	case bytes.HasPrefix(head, []byte("GGUF")):
		return notModel("it is in GGUF format, and only whisper.cpp's ggml format can be used")
	case !bytes.HasPrefix(head, []byte(modelMagic)):
		return notModel("it is not in whisper.cpp's ggml format")
	case len(head) == 14 && string(head[8:]) == "silero":
		return notModel("it is a voice detector, which finds speech but cannot write it down")
	}
	return w.skip(int64(len(modelMagic)), "header")
}

func (w *modelWalk) filters(s shape) error {
	var size struct{ Mels, Bins int32 }
	if err := w.read(&size, "mel filters"); err != nil {
		return err
	}
	if size.Mels != s.Mels || size.Bins != fourierBins {
		return notModel("its mel filters do not fit its header")
	}
	return w.skip(4*int64(size.Mels)*int64(size.Bins), "mel filters")
}

func (w *modelWalk) vocabulary(s shape) error {
	var count int32
	if err := w.read(&count, "vocabulary"); err != nil {
		return err
	}
	if count < 1 || count > s.Vocabulary {
		return notModel("its vocabulary does not fit its header")
	}
	for range count {
		length, err := w.uint32("vocabulary")
		if err != nil {
			return err
		}
		if length > longestToken {
			return notModel("its vocabulary is garbled")
		}
		if err := w.skip(int64(length), "vocabulary"); err != nil {
			return err
		}
	}
	return nil
}

// tensors reads the rest of the file and wants each tensor that the shape asks for exactly once.
func (w *modelWalk) tensors(s shape) error {
	wanted := tensorsOf(s)
	for {
		if _, err := w.r.Peek(1); err == io.EOF {
			break
		}
		if err := w.tensor(wanted); err != nil {
			return err
		}
	}
	if len(wanted) > 0 {
		return notModel("it is cut off: %d of its %d tensors are missing", len(wanted), len(tensorsOf(s)))
	}
	return nil
}

// tensor reads one tensor and crosses it off.
func (w *modelWalk) tensor(wanted map[string]tensor) error {
	var head struct{ Dims, Name, Type int32 }
	if err := w.read(&head, "tensors"); err != nil {
		return err
	}
	if head.Dims < 1 || head.Dims > 3 || head.Name < 1 || head.Name > longestTensor {
		return notModel("its tensors are garbled")
	}
	dims := [3]int32{1, 1, 1}
	if err := w.read(dims[:head.Dims], "tensors"); err != nil {
		return err
	}
	name := make([]byte, head.Name)
	if err := w.read(name, "tensors"); err != nil {
		return err
	}
	want, ok := wanted[string(name)]
	if !ok || want.dims != dims || want.store.kind != head.Type {
		return notModel("its tensor %q does not belong in a model of its shape", name)
	}
	delete(wanted, string(name))
	return w.skip(want.bytes(), fmt.Sprintf("tensor %q", name))
}

// uint32 serves the vocabulary, with its tens of thousands of numbers.
func (w *modelWalk) uint32(where string) (uint32, error) {
	b, err := w.r.Peek(4)
	if err != nil {
		return 0, cutOff(err, where)
	}
	return binary.LittleEndian.Uint32(b), w.skip(4, where)
}

func (w *modelWalk) read(into any, where string) error {
	return cutOff(binary.Read(w.r, binary.LittleEndian, into), where)
}

func (w *modelWalk) skip(n int64, where string) error {
	_, err := w.r.Discard(int(n))
	return cutOff(err, where)
}

// cutOff turns the end of the file, where there should be more, into what that means.
func cutOff(err error, where string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return notModel("it is cut off in its %s", where)
	}
	return err
}

func notModel(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNotModel, fmt.Sprintf(format, args...))
}
