package transcribe

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// A model file is, all little-endian: the magic number, the numbers that say how large everything is, what the engine
// needs to hear and to write, and the tensors up to the end of the file, each with a head of its own. Nothing in it
// says how long it is, and the engines read past cuts without noticing or abort their process; so a file is walked to
// its end before it is let in.

const (
	modelMagic    = "lmgg" // 0x67676d6c, little-endian
	longestToken  = 1024   // bytes; the longest real one has 128
	longestTensor = 128    // bytes of a tensor's name
)

// Kind says which engine a model file is for.
type Kind string

// The kinds of model files. Both begin with the same magic number, but their headers differ.
const (
	Whisper  Kind = "whisper"
	Parakeet Kind = "parakeet"
)

// String is the name of the engine, for people.
func (k Kind) String() string {
	switch k {
	case Whisper:
		return "Whisper"
	case Parakeet:
		return "Parakeet"
	default:
		return string(k)
	}
}

// design is what the header of a model file says.
type design interface {
	kind() Kind
	check() error // refuses what no model has: the engine trusts these numbers when it reserves memory
	languages() string
	work() int64 // bytes of memory that the worker needs besides the weights
	middle(w *modelWalk) error
	tensors() map[string]tensor
	dimensions() (least, most int32)
}

// readModel reads a model file to its end. Its error wraps ErrNotModel with one clause that says what is wrong, or is
// what r itself failed with.
func readModel(r io.Reader) (design, error) {
	w := &modelWalk{r: bufio.NewReaderSize(r, 1<<18)}
	d, err := w.header()
	if err != nil {
		return nil, err
	}
	if err := d.middle(w); err != nil {
		return nil, err
	}
	return d, w.tensors(d)
}

// peek tells from its beginning and its length which engine a model file is for. The error wraps ErrModelDamaged if it is for
// none, and ErrEngine if it cannot be read.
func peek(path string) (Kind, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrEngine, err)
	}
	defer file.Close() // only read
	stat, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrEngine, err)
	}
	d, err := (&modelWalk{r: bufio.NewReader(file)}).header()
	switch {
	case errors.Is(err, ErrNotModel):
		return "", fmt.Errorf("%w: %w", ErrModelDamaged, err)
	case err != nil:
		return "", fmt.Errorf("%w: %w", ErrEngine, err)
	}
	least := int64(0)
	for _, t := range d.tensors() {
		least += t.bytes()
	}
	if stat.Size() < least {
		return "", fmt.Errorf("%w: it is cut off", ErrModelDamaged)
	}
	return d.kind(), nil
}

// modelWalk reads a model file from front to back.
type modelWalk struct {
	r *bufio.Reader
}

// header reads the beginning of a file.
func (w *modelWalk) header() (design, error) {
	if err := w.magic(); err != nil {
		return nil, err
	}
	first, err := w.r.Peek(4)
	if err != nil {
		return nil, cutOff(err, "header")
	}
	if knownByParakeet(int32(binary.LittleEndian.Uint32(first))) {
		return readDesign[parakeetShape](w)
	}
	return readDesign[whisperShape](w)
}

// readDesign reads a header as one of a kind.
func readDesign[D design](w *modelWalk) (design, error) {
	var d D
	if err := w.read(&d, "header"); err != nil {
		return nil, err
	}
	return d, d.check()
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

// filters reads the filters of the spectrum.
func (w *modelWalk) filters(mels, bins int32) error {
	var size struct{ Mels, Bins int32 }
	if err := w.read(&size, "mel filters"); err != nil {
		return err
	}
	if size.Mels != mels || size.Bins != bins {
		return notModel("its mel filters do not fit its header")
	}
	return w.skip(4*int64(size.Mels)*int64(size.Bins), "mel filters")
}

// vocabulary reads the pieces of words.
func (w *modelWalk) vocabulary(least, most int32) error {
	var count int32
	if err := w.read(&count, "vocabulary"); err != nil {
		return err
	}
	if count < least || count > most {
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
func (w *modelWalk) tensors(d design) error {
	wanted := d.tensors()
	all := len(wanted)
	for {
		if _, err := w.r.Peek(1); err == io.EOF {
			break
		}
		if err := w.tensor(d, wanted); err != nil {
			return err
		}
	}
	if len(wanted) > 0 {
		return notModel("it is cut off: %d of its %d tensors are missing", len(wanted), all)
	}
	return nil
}

// tensor reads one tensor and crosses it off.
func (w *modelWalk) tensor(d design, wanted map[string]tensor) error {
	var head struct{ Dims, Name, Type int32 }
	if err := w.read(&head, "tensors"); err != nil {
		return err
	}
	least, most := d.dimensions()
	if head.Dims < least || head.Dims > most || head.Name < 1 || head.Name > longestTensor {
		return notModel("its tensors are garbled")
	}
	dims := [4]int32{1, 1, 1, 1}
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
