package echo

import (
	"math"
	"math/cmplx"

	"github.com/onrecord/onrecord/audio/fourier"
)

const (
	perSecond = 100 // pictures of the sound in a second
	points    = 256 // samples that each one looks at, at about 8000 a second
	silent    = -100.0
)

// edges bound the bands, in hertz: the range of a telephone, each band a little wider than the one below.
var edges = [...]float64{150, 300, 450, 650, 900, 1250, 1750, 2450, 3400}

const bands = len(edges) - 1

// levels is the sound of 10 ms: the power in each band, in dB relative to full scale.
type levels [bands]float64

// lens turns samples of both parties into levels.
type lens struct {
	rate, step int // step: samples that are averaged to one point
	window     [points]float64
	transform  *fourier.Transform
	first      [bands + 1]int // first bin of each band, and one past the last
	work       [points]complex128
}

func newLens(rate int) *lens {
	l := &lens{rate: rate, step: max(1, (rate+4000)/8000), transform: fourier.New(points)}
	for i := range l.window {
		l.window[i] = math.Sin(math.Pi*(float64(i)+0.5)/points) * math.Sin(math.Pi*(float64(i)+0.5)/points)
	}
	for i, edge := range edges {
		l.first[i] = min(points/2, int(math.Round(edge*float64(points*l.step)/float64(rate))))
	}
	return l
}

// look gives the levels of both parties, for each 10 ms. Both are real, so one transform does for the two.
func (l *lens) look(local, far []int16) (near, away []levels) {
	frames := min(len(local), len(far)) * perSecond / l.rate
	near, away = make([]levels, frames), make([]levels, frames)
	for t := range frames {
		// The picture's middle is the middle of its 10 ms.
		from := (2*t+1)*l.rate/(2*perSecond) - points*l.step/2
		for i := range points {
			a, b := l.mean(local, from+i*l.step), l.mean(far, from+i*l.step)
			l.work[i] = complex(a*l.window[i], b*l.window[i])
		}
		l.transform.Forth(l.work[:])
		l.measure(&near[t], &away[t])
	}
	return near, away
}

// mean is the mean of step samples, which may lie outside.
func (l *lens) mean(samples []int16, from int) float64 {
	sum := 0
	for _, x := range samples[min(max(from, 0), len(samples)):min(max(from+l.step, 0), len(samples))] {
		sum += int(x)
	}
	return float64(sum) / float64(l.step) / 32768
}

// measure parts the transform of both parties and adds up each band.
func (l *lens) measure(near, away *levels) {
	for b := range bands {
		var a, c float64
		for k := l.first[b]; k < l.first[b+1]; k++ {
			x, y := l.work[k], cmplx.Conj(l.work[points-k])
			a += power(x + y)
			c += power(x - y)
		}
		// A full-scale sine is 0 dB: half of the window's sum, and halves from parting.
		near[b], away[b] = decibels(a/scale), decibels(c/scale)
	}
}

// scale is what a sine of full scale adds up to over its bins, before parting is undone.
const scale = 4 * points * points * 3.0 / 32

func power(x complex128) float64 { return real(x)*real(x) + imag(x)*imag(x) }

func decibels(power float64) float64 { return 10 * math.Log10(power+1e-10) }

func powerOf(level float64) float64 { return math.Exp(level * (math.Ln10 / 10)) }
