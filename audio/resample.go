package audio

import "math"

// The resampler is a polyphase windowed sinc: for each of the places an output frame can have between two input frames
// there is a row of weights; between two rows it interpolates. Frequencies above half the lower of both rates are held
// 80 dB down.

const (
	zeroCrossings = 32  // of the sinc, on each side
	kaiserBeta    = 8.6 // stop band about 86 dB down
	minPhases     = 512 // rows at least: interpolating between them errs by less than 16 bits can tell
	maxPhases     = 1 << 11
)

// resampler turns mono frames of one rate into another, without delay: output frame k belongs to the input frame at
// k*from/to. It can be bent to run a little faster or slower than that, to follow a clock that drifts. At equal rates
// it gives its input back to the bit, until it is bent.
type resampler struct {
	from, to int64 // reduced
	half     int   // weights on each side
	phases   int64
	weights  [][]float32 // one row more than phases, so that each has a next
	in       []float32   // from input frame start-half on
	start    int64       // first input frame that an output can still need, less half
	fed      int64       // input frames so far

	// The next output frame belongs to the input frame whole + rest/to + slide.
	whole, rest int64
	slide       float64
	bent        float64 // how much more of the input than from/to an output frame takes, as a part of it
}

func newResampler(from, to int) *resampler {
	divisor := gcd(from, to)
	r := &resampler{from: int64(from / divisor), to: int64(to / divisor)}
	r.phases = min(r.to*((minPhases+r.to-1)/r.to), maxPhases)
	scale := min(1, float64(to)/float64(from))
	r.half = int(math.Ceil(zeroCrossings / scale))
	r.weights = make([][]float32, r.phases+1)
	for p := range r.weights {
		r.weights[p] = sincWeights(r.half, scale, float64(p)/float64(r.phases))
	}
	r.reset()
	return r
}

// Resample gives mono frames at another rate; at the same rate, the very frames it was given.
func Resample(frames []int16, from, to int) []int16 {
	if from == to {
		return frames
	}
	r := newResampler(from, to)
	return r.flush(r.feed(nil, frames))
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// sincWeights gives 2*half weights for an output frame that lies at the fraction between two input frames. They sum up
// to one, so that the level stays.
func sincWeights(half int, scale, fraction float64) []float32 {
	// The transition band lies below the lower rate's half, so that nothing folds back.
	cutoff := scale * (1 - 2.8/zeroCrossings)
	weights := make([]float64, 2*half)
	sum := 0.0
	for i := range weights {
		x := float64(i-half+1) - fraction
		weights[i] = sinc(x*cutoff) * kaiser(x/float64(half))
		sum += weights[i]
	}
	row := make([]float32, len(weights))
	for i, w := range weights {
		row[i] = float32(w / sum)
	}
	return row
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiser is the window at x between -1 and 1.
func kaiser(x float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	return bessel(kaiserBeta*math.Sqrt(1-x*x)) / bessel(kaiserBeta)
}

// bessel is the modified Bessel function of the first kind and order zero.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-12; k++ {
		term *= (x / 2 / k) * (x / 2 / k)
		sum += term
	}
	return sum
}

// reset begins anew, as if nothing had been fed.
func (r *resampler) reset() {
	r.in = append(r.in[:0], make([]float32, r.half)...)
	r.start, r.fed, r.whole, r.rest, r.slide = 0, 0, 0, 0, 0
}

// bend makes every output frame take so much more of the input, as a part of what it usually takes.
func (r *resampler) bend(by float64) { r.bent = by }

// pending gives how many input frames were fed and stand in no output yet.
func (r *resampler) pending() float64 {
	return float64(r.fed-r.whole) - float64(r.rest)/float64(r.to) - r.slide
}

// feed takes frames and appends to dst what can be made of them.
func (r *resampler) feed(dst, frames []int16) []int16 {
	for _, f := range frames {
		r.in = append(r.in, float32(f))
	}
	r.fed += int64(len(frames))
	return r.make(dst, r.fed-int64(r.half))
}

// flush appends to dst what is left when no more frames come.
func (r *resampler) flush(dst []int16) []int16 {
	r.in = append(r.in, make([]float32, r.half+1)...)
	return r.make(dst, r.fed)
}

// make appends the output frames that lie before an input frame.
func (r *resampler) make(dst []int16, before int64) []int16 {
	for r.whole < before {
		dst = append(dst, r.frame())
		r.advance()
	}
	r.forget()
	return dst
}

// frame gives the next output frame.
func (r *resampler) frame() int16 {
	at := int(r.whole - r.start)
	if r.from == r.to && r.slide == 0 {
		return int16(r.in[at+r.half])
	}
	const exact = 1e-6 // of the distance between two rows
	place := (float64(r.rest)/float64(r.to) + r.slide) * float64(r.phases)
	row := int(place)
	beyond := float32(place - float64(row))
	in := r.in[at+1 : at+1+2*r.half]
	value := weigh(in, r.weights[row])
	if beyond > exact {
		value += beyond * (weigh(in, r.weights[row+1]) - value)
	}
	return int16(math.RoundToEven(float64(max(-32768, min(32767, value)))))
}

// advance moves on to the next output frame.
func (r *resampler) advance() {
	r.rest += r.from
	r.whole += r.rest / r.to
	r.rest %= r.to
	if r.bent == 0 && r.slide == 0 {
		return
	}
	r.slide += r.bent * float64(r.from) / float64(r.to)
	part := float64(r.rest)/float64(r.to) + r.slide
	for ; part >= 1; part-- {
		r.whole++
		r.slide--
	}
	for ; part < 0; part++ {
		r.whole--
		r.slide++
	}
	if part+1e-12 >= 1 { // rounding must not reach the row after the last
		r.slide -= 1e-9
	}
}

// forget drops the input that no output needs any more, now and then.
func (r *resampler) forget() {
	used := r.whole - r.start
	if used < 4096 || used > int64(len(r.in)) {
		return
	}
	r.in = r.in[:copy(r.in, r.in[used:])]
	r.start += used
}

// weigh is the inner product. Four sums keep the processor busy. The race detector would slow it down most, and find
// nothing: all it touches is its caller's.
//
//go:norace
func weigh(in, weights []float32) float32 {
	var a, b, c, d float32
	weights = weights[:len(in)]
	i := 0
	for ; i+4 <= len(in); i += 4 {
		a += in[i] * weights[i]
		b += in[i+1] * weights[i+1]
		c += in[i+2] * weights[i+2]
		d += in[i+3] * weights[i+3]
	}
	for ; i < len(in); i++ {
		a += in[i] * weights[i]
	}
	return a + b + c + d
}
