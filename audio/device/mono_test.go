package device

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/gen2brain/malgo"
	"pgregory.net/rapid"
)

var formats = []malgo.FormatType{malgo.FormatU8, malgo.FormatS16, malgo.FormatS24, malgo.FormatS32, malgo.FormatF32}

// encoded writes numbers from -1 to 1 as a device would.
func encoded(format malgo.FormatType, samples ...float64) []byte {
	order := binary.NativeEndian
	var out []byte
	for _, s := range samples {
		switch format {
		case malgo.FormatU8:
			out = append(out, byte(min(max(math.Round(s*128), -128), 127)+128))
		case malgo.FormatS16:
			out = order.AppendUint16(out, uint16(int16(min(max(math.Round(s*(1<<15)), -1<<15), 1<<15-1))))
		case malgo.FormatS24:
			v := uint32(int32(min(max(math.Round(s*(1<<23)), -1<<23), 1<<23-1)))
			out = append(out, byte(v), byte(v>>8), byte(v>>16))
		case malgo.FormatS32:
			out = order.AppendUint32(out, uint32(int32(min(max(math.Round(s*(1<<31)), -1<<31), 1<<31-1))))
		case malgo.FormatF32:
			out = order.AppendUint32(out, math.Float32bits(float32(s)))
		}
	}
	return out
}

// made is what becomes of bytes in one go.
func made(m *mono, input []byte) []int16 {
	var frames []int16
	m.through(input, func(piece []int16) { frames = append(frames, piece...) })
	return frames
}

func TestMonoOfEveryFormat(t *testing.T) {
	for _, format := range formats {
		m := newMono(form{format, 1, 48000})
		got := made(m, encoded(format, 0, 0.5, -0.5, 0.25, -1, 2, -2))
		want := []int16{0, 16384, -16384, 8192, -32768, 32767, -32768}
		if format == malgo.FormatU8 {
			want[5] = 127 * 256 // the loudest it can say
		}
		if !slices.Equal(got, want) {
			t.Errorf("format %d: got %v, want %v", format, got, want)
		}
	}
}

// What is no number is silence, and infinity is as loud as can be.
func TestMonoOfNonsense(t *testing.T) {
	m := newMono(form{malgo.FormatF32, 1, 48000})
	got := made(m, encoded(malgo.FormatF32, math.NaN(), math.Inf(1), math.Inf(-1), 0.5))
	if !slices.Equal(got, []int16{0, math.MaxInt16, math.MinInt16, 16384}) {
		t.Errorf("got %v", got)
	}
}

// 16-bit mono sound is left as it is, however it is cut.
func TestMonoChangesNoFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frames := rapid.SliceOfN(rapid.Int16(), 0, 3*monoPiece).Draw(t, "frames")
		input, err := binary.Append(nil, binary.NativeEndian, frames)
		if err != nil {
			t.Fatal(err)
		}
		m := newMono(form{malgo.FormatS16, 1, 48000})
		cut := rapid.IntRange(0, len(frames)).Draw(t, "cut")
		got := append(made(m, input[:2*cut]), made(m, input[2*cut:])...)
		if !slices.Equal(got, frames) {
			t.Fatalf("got %v, want %v", got, frames)
		}
	})
}

// In every format, with any number of channels of which some hold sound and the others nothing, the result is the mean
// of those that hold sound.
func TestMonoIsTheMeanOfWhatIsAudible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		format := rapid.SampledFrom(formats).Draw(t, "format")
		channels := rapid.IntRange(1, 8).Draw(t, "channels")
		audibles := rapid.IntRange(1, channels).Draw(t, "audible")
		var input, want []float64
		for range rapid.IntRange(1, 2000).Draw(t, "frames") {
			sum := 0.0
			for c := range channels {
				s := 0.0
				if c < audibles {
					s = rapid.Float64Range(0.02, 0.9).Draw(t, "sample") // never silent, so that each counts at once
				}
				sum += s
				input = append(input, s)
			}
			want = append(want, sum/float64(audibles))
		}
		got := made(newMono(form{format, channels, 48000}), encoded(format, input...))
		if len(got) != len(want) {
			t.Fatalf("%d frames of %d", len(got), len(want))
		}
		most := 1.5 / 32768
		if format == malgo.FormatU8 {
			most = 1.0 / 128
		}
		for i := range got {
			if math.Abs(float64(got[i])/32768-want[i]) > most {
				t.Fatalf("frame %d is %d, want %.1f", i, got[i], want[i]*32768)
			}
		}
	})
}

// A second channel that becomes audible later takes its share without a jump.
func TestMonoGlides(t *testing.T) {
	const frames = 4 * monoPiece
	var input []float64
	for i := range frames {
		second := 0.0
		if i >= frames/2 {
			second = 0.01
		}
		input = append(input, 0.5, second)
	}
	got := made(newMono(form{malgo.FormatF32, 2, 48000}), encoded(malgo.FormatF32, input...))
	for i := 1; i < frames; i++ {
		if step := math.Abs(float64(got[i]) - float64(got[i-1])); step > 400 { // the second channel itself is 328
			t.Fatalf("a step of %v at frame %d", step, i)
		}
	}
	if first, last := got[0], got[frames-1]; first != 16384 || math.Abs(float64(last)-0.255*32768) > 5 {
		t.Errorf("it begins with %d and ends with %d", first, last)
	}
}

// Noise far below speech on the other channel of an interface does not halve the voice.
func TestMonoKeepsTheLevelOfOneMicrophone(t *testing.T) {
	var input []float64
	for i := range 1000 {
		input = append(input, 0.5, 0.0003*float64(1-2*(i%2)))
	}
	got := made(newMono(form{malgo.FormatS24, 2, 48000}), encoded(malgo.FormatS24, input...))
	if math.Abs(float64(got[999])-16384) > 12 {
		t.Errorf("the voice is %d, want about 16384", got[999])
	}
}

func BenchmarkMono(b *testing.B) {
	m := newMono(form{malgo.FormatF32, 8, 192000})
	input := make([]byte, 4800*m.size) // 25 ms
	for b.Loop() {
		m.through(input, func([]int16) {})
	}
}
