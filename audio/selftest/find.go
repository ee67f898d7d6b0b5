package selftest

import (
	"math"
	"math/cmplx"
)

const (
	pieces = 8    // in which the sound is looked for, each in its own band
	margin = 60.0 // hertz around a piece's band
	// sure is the score from which the sound is there. Speech, music, noise and telephone tones stay below 0.3.
	sure = 0.42
)

// Match is the place where recorded frames resemble the sound most.
type Match struct {
	At    int     // frame at which it begins
	Score float64 // from 0 to 1
	Gain  float64 // dB: how much louder it arrived than it was played
}

// Find looks for the sound in frames and reports whether it is there.
//
// The sound is cut into pieces, each of which has its own time and band; the score is the mean likeness of the pieces.
// So a loud word or note can spoil the likeness of a piece or two, and none can make all pieces alike in their right
// order but the sound itself. Only the envelope of the likeness counts: a loudspeaker and a room may turn the phase.
func Find(frames []int16) (Match, bool) {
	sound := Sound(Rate)
	if len(frames) < len(sound) {
		return Match{}, false
	}
	f := newFourier(len(frames) + len(sound))
	recorded := f.spectrum(frames)
	places := len(frames) - len(sound) + 1
	scores, loudness := make([]float64, places), make([]float64, places)
	total := 0.0
	for i := range pieces {
		p := newPiece(f, sound, i)
		p.compare(f, recorded, scores, loudness)
		total += p.energy
	}
	best := 0
	for at, score := range scores {
		if score > scores[best] {
			best = at
		}
	}
	match := Match{At: best, Score: scores[best], Gain: 20 * math.Log10(max(1e-9, loudness[best]/total))}
	return match, match.Score >= sure
}

// piece is a stretch of the sound.
type piece struct {
	from, to  int          // frames of the sound
	low, high int          // bins of its band
	wanted    []complex128 // its spectrum, with the silence before it
	energy    float64      // within the band
}

func newPiece(f fourier, sound []int16, i int) piece {
	p := piece{from: i * len(sound) / pieces, to: (i + 1) * len(sound) / pieces}
	bin := func(hertz float64) int { return int(hertz * float64(f.n) / Rate) }
	p.low, p.high = bin(pitchAt(float64(i)/pieces)-margin), bin(pitchAt(float64(i+1)/pieces)+margin)
	alone := make([]int16, p.to)
	copy(alone[p.from:], sound[p.from:p.to])
	p.wanted = f.spectrum(alone)
	for _, v := range p.wanted[p.low:p.high] {
		p.energy += 2 * (real(v)*real(v) + imag(v)*imag(v)) / float64(f.n)
	}
	return p
}

// compare adds to scores how alike the recorded sound is to the piece at each place, and to loudness how much of it
// there is.
func (p piece) compare(f fourier, recorded []complex128, scores, loudness []float64) {
	alike, heard := make([]complex128, len(recorded)), make([]complex128, len(recorded))
	for i := p.low; i < p.high; i++ { // one half of the spectrum: what comes back is the envelope
		heard[i] = 2 * recorded[i]
		alike[i] = heard[i] * cmplx.Conj(p.wanted[i])
	}
	f.back(alike)
	f.back(heard)
	energy := sums(heard)
	for at := range scores {
		amount := cmplx.Abs(alike[at])
		// The least energy is that of noise far below one step of 16 bits, so that silence is like nothing.
		around := max(energy[at+p.to]-energy[at+p.from], 1e-12)
		scores[at] += amount / math.Sqrt(p.energy*around) / pieces
		loudness[at] += amount
	}
}

// sums gives the energy before each frame of an envelope.
func sums(envelope []complex128) []float64 {
	energy := make([]float64, len(envelope)+1)
	for i, v := range envelope {
		energy[i+1] = energy[i] + (real(v)*real(v)+imag(v)*imag(v))/2
	}
	return energy
}
