package selftest

import (
	"math"
	"math/cmplx"

	"github.com/onrecord/onrecord/audio/fourier"
	"github.com/onrecord/onrecord/call"
)

const (
	pieces = 8    // in which the sound is looked for, each in its own band
	margin = 60.0 // hertz around a piece's band
	// sure is the score from which the sound is there. Speech, music, noise and telephone tones score 0.3 at most.
	sure = 0.42

	block  = 1 << 15 // frames that are looked through at a time
	coarse = 8       // frames between two places at which likeness is computed: half a millisecond
)

// Match is the place where recorded frames resemble the sound most.
type Match struct {
	At    int     // frame at which it begins
	Score float64 // from 0 to 1
	Gain  float64 // dB: how much louder it arrived than it was played
}

// Finder finds the sound in recorded frames. It may be used again and again, by one goroutine at a time.
//
// The sound is cut into pieces, each of which has its own time and band; the score is the mean likeness of the pieces.
// So a loud word or note can spoil the likeness of a piece or two, and none can make all pieces alike in their right
// order but the sound itself. Only the envelope of the likeness counts: a loudspeaker and a room may turn the phase.
type Finder struct {
	whole  *fourier.Transform // of a block
	narrow *fourier.Transform // of a piece's band in a block
	pieces [pieces]piece
	length int     // frames of the sound
	energy float64 // of all pieces
}

// piece is a stretch of the sound.
type piece struct {
	from, to  int          // frames of the sound
	low, high int          // bins of its band
	wanted    []complex128 // its spectrum in that band, with the silence before it
	energy    float64      // within the band
}

// NewFinder prepares what finding needs.
func NewFinder() *Finder {
	f := &Finder{whole: fourier.New(block), narrow: fourier.New(block / coarse)}
	sound := Sound(Rate)
	f.length = len(sound)
	for i := range f.pieces {
		f.pieces[i] = f.newPiece(sound, i)
		f.energy += f.pieces[i].energy
	}
	return f
}

func (f *Finder) newPiece(sound []int16, i int) piece {
	p := piece{from: i * len(sound) / pieces, to: (i + 1) * len(sound) / pieces}
	bin := func(hertz float64) int { return int(hertz * block / Rate) }
	p.low, p.high = bin(pitchAt(float64(i)/pieces)-margin), bin(pitchAt(float64(i+1)/pieces)+margin)
	alone := make([]int16, p.to)
	copy(alone[p.from:], sound[p.from:p.to])
	p.wanted = f.spectrum(alone)[p.low:p.high]
	for _, v := range p.wanted {
		p.energy += 2 * (real(v)*real(v) + imag(v)*imag(v)) / block
	}
	return p
}

// spectrum transforms the frames of a block, with silence after them.
func (f *Finder) spectrum(frames []int16) []complex128 {
	x := make([]complex128, block)
	for i, frame := range frames {
		x[i] = complex(float64(frame)/32768, 0)
	}
	f.whole.Forth(x)
	return x
}

// Find looks for the sound in frames and reports whether it is there.
func (f *Finder) Find(frames []int16) (Match, bool) {
	best := Match{Gain: call.Silence}
	for from := 0; from+f.length <= len(frames); from += block - f.length {
		match := f.best(frames[from:min(from+block, len(frames))])
		if match.Score > best.Score {
			best = match
			best.At += from
		}
	}
	return best, best.Score >= sure
}

// best gives the best match in a block.
func (f *Finder) best(frames []int16) Match {
	recorded := f.spectrum(frames)
	places := (len(frames)-f.length)/coarse + 1
	scores, loudness := make([]float64, places), make([]float64, places)
	for _, p := range f.pieces {
		p.compare(f.narrow, recorded, scores, loudness)
	}
	best := 0
	for at, score := range scores {
		if score > scores[best] {
			best = at
		}
	}
	gain := 20 * math.Log10(max(1e-6, loudness[best]/f.energy))
	return Match{At: best * coarse, Score: scores[best], Gain: gain}
}

// compare adds to scores how alike the recorded sound is to the piece at each place, and to loudness how much of it
// there is. A band of one half of the spectrum, moved down, comes back as the envelope, coarsely.
func (p piece) compare(narrow *fourier.Transform, recorded []complex128, scores, loudness []float64) {
	alike, heard := make([]complex128, block/coarse), make([]complex128, block/coarse)
	for i, wanted := range p.wanted {
		heard[i] = complex(2.0/coarse, 0) * recorded[p.low+i]
		alike[i] = heard[i] * cmplx.Conj(wanted)
	}
	narrow.Back(alike)
	narrow.Back(heard)
	energy := sums(heard)
	for at := range scores {
		amount := cmplx.Abs(alike[at])
		// The least energy is that of noise far below one step of 16 bits, so that silence is like nothing.
		around := max(energy[at+p.to/coarse]-energy[at+p.from/coarse], 1e-12)
		scores[at] += amount / math.Sqrt(p.energy*around) / pieces
		loudness[at] += amount
	}
}

// sums gives the energy before each place of an envelope.
func sums(envelope []complex128) []float64 {
	energy := make([]float64, len(envelope)+1)
	for i, v := range envelope {
		energy[i+1] = energy[i] + coarse*(real(v)*real(v)+imag(v)*imag(v))/2
	}
	return energy
}
