package voice

import (
	"math"
	"slices"
)

// moment is what is kept of a frame to tell tones from voices.
type moment struct {
	share [bands - lowest]float32 // of its power, in each band from the lowest on
	size  float32                 // the length of share as a vector
	power float32
	again float32 // how like it is to the one before that is most like it, 0 to 1
	key   bool    // it is a key of a telephone
}

// take fills the moment from the frame's spectrum; false when there is no power in it.
func (m *moment) take(spectrum []complex128) bool {
	m.power, m.size = 0, 0
	for k := range m.share {
		m.share[k], _ = powers(spectrum, lowest+k)
		m.power += m.share[k]
	}
	if m.power == 0 {
		return false
	}
	for k := range m.share {
		m.share[k] /= m.power
		m.size += m.share[k] * m.share[k]
	}
	m.size = sqrt(m.size)
	m.key = m.isKey()
	return true
}

// like is how alike two moments are: the cosine between their spectra.
//
//go:norace
func (m *moment) like(other *moment) float32 {
	var even, odd float32
	for i := 0; i < len(m.share); i += 2 {
		even += m.share[i] * other.share[i]
		odd += m.share[i+1] * other.share[i+1]
	}
	return (even + odd) / (m.size * other.size)
}

// The frequencies of the keys of a telephone, in Hz: each key sounds one of the low and one of the high ones.
var (
	lowKeys  = []float64{697, 770, 852, 941}
	highKeys = []float64{1209, 1336, 1477, 1633}
)

const (
	width   = float64(Rate) / Frame // of a band, in Hz
	precise = 0.025                 // how far from its frequency a key may be
	pure    = 0.75                  // share of the power that a key has at least
	twist   = 16                    // how much stronger one of its frequencies may be
)

// isKey reports whether a low and a high frequency of a key make up nearly all of the sound.
func (m *moment) isKey() bool {
	low, a := m.peak(lowKeys)
	high, b := m.peak(highKeys)
	return a+b >= pure && a <= twist*b && b <= twist*a && nearOne(low, lowKeys) && nearOne(high, highKeys)
}

// peak finds the strongest frequency around the given ones, and the share of the power there.
func (m *moment) peak(around []float64) (frequency float64, share float32) {
	from, to := int(around[0]/width)-lowest, int(around[len(around)-1]/width)+2-lowest
	k := from
	for i := from; i < to; i++ {
		if m.share[i] > m.share[k] {
			k = i
		}
	}
	below, top, above := m.share[k-1], m.share[k], m.share[k+1]
	return (float64(lowest+k) + offset(below, top, above)) * width, below + top + above
}

// offset says how far from the middle of its band a frequency lies, in bands, by the powers beside it. So does a tone
// appear through the window.
func offset(below, top, above float32) float64 {
	side, sign := above, 1.0
	if below > above {
		side, sign = below, -1
	}
	if top == 0 {
		return 0
	}
	r := math.Sqrt(float64(side / top))
	return sign * (2*r - 1) / (r + 1)
}

func nearOne(f float64, of []float64) bool {
	return slices.ContainsFunc(of, func(key float64) bool { return math.Abs(f-key) <= precise*key })
}
