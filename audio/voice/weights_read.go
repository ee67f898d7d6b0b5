package voice

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/cmplx"
)

// ErrWeights means that the weights of the voice detection are damaged, or made for another network than this one.
var ErrWeights = errors.New("not the weights of the voice detection")

// header is what the file must begin with, after its name: window and context, then the encoder's layers with their
// channels in, channels out and taps, then the sizes of the memory and of what is behind it.
var header = [...]int32{
	Frame, context, 4,
	bins, wide, taps, wide, narrow, taps, narrow, narrow, taps, narrow, wide, taps,
	wide, wide, wide, 1,
}

const (
	magic = 0x67676d6c
	kind  = "silero-16k"
	major = 6
	bound = 1e4 // of the numbers; far beyond theirs, and too little for any sum to overflow
)

// readWeights reads a whole file.
func readWeights(r io.Reader) (*weights, error) {
	in := &reader{r: bufio.NewReader(r)}
	in.header()
	tensors := map[string][]float32{}
	for range sizes {
		in.tensor(tensors)
	}
	if in.err == nil && !in.atEnd() {
		in.refuse("more than weights")
	}
	if in.err == nil && !isFourier(tensors[basis]) {
		in.refuse("another transform")
	}
	if in.err != nil {
		return nil, in.err
	}
	return arrange(tensors), nil
}

const (
	basis   = "_model.stft.forward_basis_buffer"
	encoder = "_model.encoder.%d.reparam_conv."
	rnn     = "_model.decoder.rnn."
	decoder = "_model.decoder.decoder.2."
)

// sizes tells how many numbers each tensor of the file has.
var sizes = map[string]int{
	basis:                              basisLen,
	fmt.Sprintf(encoder, 0) + "weight": wide * bins * taps,
	fmt.Sprintf(encoder, 0) + "bias":   wide,
	fmt.Sprintf(encoder, 1) + "weight": narrow * wide * taps,
	fmt.Sprintf(encoder, 1) + "bias":   narrow,
	fmt.Sprintf(encoder, 2) + "weight": narrow * narrow * taps,
	fmt.Sprintf(encoder, 2) + "bias":   narrow,
	fmt.Sprintf(encoder, 3) + "weight": wide * narrow * taps,
	fmt.Sprintf(encoder, 3) + "bias":   wide,
	rnn + "weight_ih":                  gates * wide,
	rnn + "weight_hh":                  gates * wide,
	rnn + "bias_ih":                    gates,
	rnn + "bias_hh":                    gates,
	decoder + "weight":                 wide,
	decoder + "bias":                   1,
}

// reader reads the parts of the file; after the first error all it gives is nothing.
type reader struct {
	r   io.Reader
	err error
}

// refuse says what is wrong with what was read, unless something was before.
func (in *reader) refuse(why string) {
	if in.err == nil {
		in.err = fmt.Errorf("%w: %s", ErrWeights, why)
	}
}

func (in *reader) bytes(n int) []byte {
	b := make([]byte, n)
	if in.err != nil {
		return b
	}
	switch _, err := io.ReadFull(in.r, b); {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		in.err = fmt.Errorf("%w: cut off", ErrWeights)
	case err != nil:
		in.err = err
	}
	return b
}

func (in *reader) number() int32 { return int32(binary.LittleEndian.Uint32(in.bytes(4))) }

// text reads a string with its length in front.
func (in *reader) text() string { return in.letters(in.number()) }

func (in *reader) letters(n int32) string {
	if n < 0 || n > 64 {
		in.refuse("a name too long")
		return ""
	}
	return string(in.bytes(int(n)))
}

func (in *reader) atEnd() bool {
	_, err := io.ReadFull(in.r, make([]byte, 1))
	return errors.Is(err, io.EOF)
}

// header reads what stands before the tensors.
func (in *reader) header() {
	if in.number() != magic || in.text() != kind || in.number() != major {
		in.refuse("no Silero 6 at 16 kHz")
	}
	in.number() // minor version
	in.number() // patch level
	for _, want := range header {
		if in.number() != want {
			in.refuse("other sizes")
		}
	}
}

// tensor reads one array of numbers and adds it to those read before. It is one that the network needs, of the right
// size, or it is refused.
func (in *reader) tensor(all map[string][]float32) {
	dimensions, length, half := in.number(), in.number(), in.number()
	product := 1
	for range min(max(dimensions, 0), 3) {
		product *= int(min(max(in.number(), 0), basisLen))
	}
	name := in.letters(length)
	if want, known := sizes[name]; !known || product != want || half < 0 || half > 1 || all[name] != nil {
		in.refuse("an unknown tensor")
		return
	}
	if half == 1 {
		all[name] = halves(in.bytes(2 * product))
	} else {
		all[name] = singles(in.bytes(4 * product))
	}
	for _, v := range all[name] {
		if !(v >= -bound && v <= bound) {
			in.refuse("a number out of bounds")
		}
	}
}

func singles(b []byte) []float32 {
	values := make([]float32, len(b)/4)
	for i := range values {
		values[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return values
}

// halves reads numbers of 16 bits: a sign, five bits of exponent, ten of fraction.
func halves(b []byte) []float32 {
	values := make([]float32, len(b)/2)
	for i := range values {
		h := int(binary.LittleEndian.Uint16(b[2*i:]))
		exponent, fraction := h>>10&31, h&1023
		v := math.Ldexp(float64(fraction), -24)
		switch exponent {
		case 0:
		case 31:
			v = math.Inf(1)
		default:
			v = math.Ldexp(float64(1024+fraction), exponent-25)
		}
		if h>>15 == 1 {
			v = -v
		}
		values[i] = float32(v)
	}
	return values
}

// isFourier reports whether the rows of the basis are the windowed waves that a fast Fourier transform stands for.
func isFourier(basis []float32) bool {
	for k := range bins {
		for i := range short {
			wave := cmplx.Rect(hann(i, short), -2*math.Pi*float64(k*i%short)/short)
			if math.Abs(real(wave)-float64(basis[k*short+i])) > 1e-3 || math.Abs(imag(wave)-float64(basis[(bins+k)*short+i])) > 1e-3 {
				return false
			}
		}
	}
	return true
}
