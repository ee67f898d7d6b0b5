package widen

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
)

const (
	modelMagic    = 0x67676d6c // "ggml"
	headWidth     = 64         // of every head of attention in every Whisper model
	longestToken  = 1024       // bytes
	longestTensor = 128        // bytes of a tensor's name
)

// header is what a model file says of itself behind its magic number.
type header struct {
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

// begin is the beginning of a model file.
type begin struct {
	Magic  uint32
	Header header
}

// usable refuses what no Whisper model has, before any memory is reserved for it.
func (h header) usable() bool {
	return h.Vocabulary > 0 && h.Vocabulary < 100_000 &&
		h.AudioState >= headWidth && h.AudioState <= 2048 && h.AudioState%headWidth == 0 && h.AudioState == h.TextState &&
		h.AudioHeads == h.AudioState/headWidth && h.TextHeads == h.AudioHeads &&
		h.AudioLayers > 0 && h.AudioLayers <= 64 && h.TextLayers > 0 && h.TextLayers <= 64 &&
		h.Mels > 0 && h.Mels <= 128
}

// tensors is how many a model with this header consists of.
func (h header) tensors() int {
	const outside, encoderLayer, decoderLayer = 11, 15, 24
	return outside + encoderLayer*int(h.AudioLayers) + decoderLayer*int(h.TextLayers)
}

// source reads a model file from front to back.
type source struct {
	r *bufio.Reader
}

// header reads the magic number and what follows it.
func (s *source) header() (header, error) {
	var b begin
	if err := s.read(&b, "header"); err != nil {
		return header{}, err
	}
	if b.Magic != modelMagic || !b.Header.usable() {
		return header{}, notModel("it is no Whisper model in ggml format")
	}
	return b.Header, nil
}

// copyFront copies the mel filters and the vocabulary as they are.
func (s *source) copyFront(to io.Writer) error {
	mels, err := s.copyNumber(to, "mel filters", math.MaxInt16)
	if err != nil {
		return err
	}
	bins, err := s.copyNumber(to, "mel filters", math.MaxInt16)
	if err != nil {
		return err
	}
	if err := s.copyBytes(to, 4*int64(mels)*int64(bins), "mel filters"); err != nil {
		return err
	}
	tokens, err := s.copyNumber(to, "vocabulary", 100_000)
	if err != nil {
		return err
	}
	for range tokens {
		length, err := s.copyNumber(to, "vocabulary", longestToken)
		if err != nil {
			return err
		}
		if err := s.copyBytes(to, int64(length), "vocabulary"); err != nil {
			return err
		}
	}
	return nil
}

// copyNumber copies a number and gives it.
func (s *source) copyNumber(to io.Writer, where string, most uint32) (uint32, error) {
	b, err := s.r.Peek(4)
	if err != nil {
		return 0, cutOff(err, where)
	}
	n := binary.LittleEndian.Uint32(b)
	if n > most {
		return 0, notModel("its %s is garbled", where)
	}
	return n, s.copyBytes(to, 4, where)
}

func (s *source) copyBytes(to io.Writer, n int64, where string) error {
	_, err := io.CopyN(to, s.r, n)
	return cutOff(err, where)
}

// next reads the head of the next tensor. The error is io.EOF if there is none.
func (s *source) next(h header) (tensor, error) {
	if _, err := s.r.Peek(1); err != nil {
		return tensor{}, err
	}
	var head struct{ Dims, Name, Kind int32 }
	if err := s.read(&head, "tensors"); err != nil {
		return tensor{}, err
	}
	if head.Dims < 1 || head.Dims > 3 || head.Name < 1 || head.Name > longestTensor {
		return tensor{}, notModel("its tensors are garbled")
	}
	t := tensor{dims: make([]int32, head.Dims), kind: head.Kind}
	if err := s.read(t.dims, "tensors"); err != nil {
		return tensor{}, err
	}
	name := make([]byte, head.Name)
	if err := s.read(name, "tensors"); err != nil {
		return tensor{}, err
	}
	t.name = string(name)
	return t, t.check(h)
}

func (s *source) read(into any, where string) error {
	return cutOff(binary.Read(s.r, binary.LittleEndian, into), where)
}

// cutOff turns the end of the file, where there should be more, into what that means.
func cutOff(err error, where string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return notModel("it is cut off in its %s", where)
	}
	return err
}
