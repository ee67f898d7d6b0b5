package voice

import (
	"slices"
)

// The network takes some telephone bells and tones for speech. They differ from it in one of three ways: their few
// partials stand still; or the whole sound comes back again and again, as a trill does, or a bell with many partials; or
// they are the keys of a telephone. A voice glides, and never sounds the same twice.

const (
	bands  = Frame / 2 // of 31 Hz each
	lowest = 8         // bands below 250 Hz say nothing: mains hum, and a voice's own lowest partials
	strong = 12        // how many bands may hold a tone's power: four partials and their neighbours
	recall = 32        // frames that are looked at together: one second
	apart  = 4         // frames after which a sound may come back; what follows at once is always alike
	back   = 2 * apart // frames before which none can have come back
	faint  = 0.003     // power of a frame, beside the loudest, up to which it is what a tone leaves behind, or noise
	few    = 6         // fewer frames cannot tell whether a sound comes back
)

// tones follows the newest second of a span of sound.
type tones struct {
	fourier  *windowed
	samples  [Frame]float32
	spectrum [Frame]complex128
	recent   [recall]moment
	frames   int // that held any power
}

func newTones() *tones { return &tones{fourier: newWindowed(Frame)} }

// reset forgets what was heard.
func (t *tones) reset() { t.frames = 0 }

// add takes in the next frame.
func (t *tones) add(frame *[Frame]int16) {
	for i, s := range frame {
		t.samples[i] = float32(s)
	}
	t.fourier.pair(t.spectrum[:], t.samples[:], t.samples[:])
	m := &t.recent[t.frames%recall]
	if !m.take(t.spectrum[:]) {
		return
	}
	m.again = 0
	for ago := apart; ago < recall && ago <= t.frames; ago++ {
		m.again = max(m.again, m.like(&t.recent[(t.frames-ago)%recall]))
	}
	t.frames++
}

// heard reports whether what was heard is a tone, or several.
func (t *tones) heard() bool {
	return t.still() >= tonal || t.recurrence() >= recurring || t.keys() >= keyed
}

// newest gives the moments of the last second, in no order.
func (t *tones) newest() []moment { return t.recent[:min(t.frames, recall)] }

// still is the share of the power that stays within the strongest bands. Each frame counts alike. What all bands
// have in common is noise, and left out.
//
//go:norace
func (t *tones) still() float32 {
	var mean [bands - lowest]float32
	newest := t.newest()
	for i := range newest {
		for k, share := range newest[i].share {
			mean[k] += share
		}
	}
	slices.Sort(mean[:])
	noise, top, whole := mean[len(mean)/2], float32(0), float32(0)
	for i, share := range mean {
		share = max(0, share-noise)
		whole += share
		if i >= len(mean)-strong {
			top += share
		}
	}
	return ratio(top, whole)
}

// recurrence is how much the frames are like the ones before that are most like them.
func (t *tones) recurrence() float32 {
	loudest := float32(0)
	for i := range t.newest() {
		loudest = max(loudest, t.recent[i].power)
	}
	sum, n := float32(0), 0
	for i := max(back, t.frames-recall); i < t.frames; i++ {
		if m := &t.recent[i%recall]; m.power > faint*loudest {
			sum += m.again
			n++
		}
	}
	if n < few {
		return 0
	}
	return sum / float32(n)
}

// keys is the share of the power in keys of a telephone.
func (t *tones) keys() float32 {
	keys, whole := float32(0), float32(0)
	newest := t.newest()
	for i := range newest {
		whole += newest[i].power
		if newest[i].key {
			keys += newest[i].power
		}
	}
	return ratio(keys, whole)
}

// ratio is a part of a whole, and nothing of nothing.
func ratio(part, whole float32) float32 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
