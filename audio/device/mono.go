package device

import (
	"encoding/binary"
	"math"

	"github.com/gen2brain/malgo"
)

// form is how a device hands over its sound: interleaved samples in the machine's own byte order.
type form struct {
	format         malgo.FormatType
	channels, rate int
}

// monoPiece is how many frames are made mono at a time.
const monoPiece = 1024

// audible is the level from which on a channel counts for the mean, about −66 dBFS. The second channel of an interface
// with one microphone holds less than that, and must not halve the first.
const audible = 1.0 / 2048

// glide is the part of the way to a new divisor that is made with each frame, so that it does not click.
const glide = 1.0 / 256

// mono makes mono 16-bit frames of what a device hands over: the mean of all channels that have been audible. It is
// made for one stream and used by its thread alone. It allocates nothing once it is there.
type mono struct {
	form    form
	size    int       // bytes of a frame
	samples []float32 // one piece, interleaved
	frames  []int16   // one piece
	heard   []bool    // channels that have been audible
	count   int       // of them
	gain    float32
}

func newMono(f form) *mono {
	return &mono{
		form: f, size: malgo.SampleSizeInBytes(f.format) * f.channels,
		samples: make([]float32, monoPiece*f.channels), frames: make([]int16, monoPiece),
		heard: make([]bool, f.channels), gain: 1,
	}
}

// through hands over everything in input, piece by piece. The frames are good until deliver returns.
func (m *mono) through(input []byte, deliver func(frames []int16)) {
	for len(input) >= m.size {
		n := min(len(input)/m.size, monoPiece)
		samples := m.samples[:n*m.form.channels]
		decode(samples, input, m.form.format)
		m.listen(samples)
		m.mix(m.frames[:n], samples)
		deliver(m.frames[:n])
		input = input[n*m.size:]
	}
}

// listen notes which channels are audible.
func (m *mono) listen(samples []float32) {
	before := m.count
	for i, s := range samples {
		if channel := i % m.form.channels; (s >= audible || s <= -audible) && !m.heard[channel] {
			m.heard[channel] = true
			m.count++
		}
	}
	if before == 0 && m.count > 0 {
		m.gain = 1 / float32(m.count) // nothing was heard that a jump could be heard in
	}
}

func (m *mono) mix(frames []int16, samples []float32) {
	target := 1 / float32(max(1, m.count))
	for i := range frames {
		var sum float32
		for _, s := range samples[i*m.form.channels : (i+1)*m.form.channels] {
			sum += s
		}
		m.gain += (target - m.gain) * glide
		frames[i] = rounded(sum * m.gain)
	}
}

// rounded is the 16-bit sample nearest to one from -1 to 1. What is louder is clipped; what is no number is silent.
func rounded(s float32) int16 {
	scaled := math.Floor(float64(s)*32768 + 0.5)
	switch {
	case scaled >= math.MaxInt16:
		return math.MaxInt16
	case scaled <= math.MinInt16:
		return math.MinInt16
	case scaled != scaled:
		return 0
	}
	return int16(scaled)
}

// decode reads samples as numbers from -1 to 1.
func decode(samples []float32, from []byte, format malgo.FormatType) {
	order := binary.NativeEndian
	switch format {
	case malgo.FormatU8:
		for i := range samples {
			samples[i] = (float32(from[i]) - 128) / 128
		}
	case malgo.FormatS16:
		for i := range samples {
			samples[i] = float32(int16(order.Uint16(from[2*i:]))) / (1 << 15)
		}
	case malgo.FormatS24:
		for i := range samples {
			samples[i] = float32(packed24(from[3*i:])) / (1 << 31)
		}
	case malgo.FormatS32:
		for i := range samples {
			samples[i] = float32(int32(order.Uint32(from[4*i:]))) / (1 << 31)
		}
	case malgo.FormatF32:
		for i := range samples {
			samples[i] = math.Float32frombits(order.Uint32(from[4*i:]))
		}
	}
}

// packed24 reads a sample of three bytes into the upper ones of four. miniaudio has it with the lowest byte first on
// every machine.
func packed24(from []byte) int32 {
	return int32(uint32(from[0])<<8 | uint32(from[1])<<16 | uint32(from[2])<<24)
}
