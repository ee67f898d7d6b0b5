package echo

import (
	"math"
	"slices"
)

const (
	longest = 15 // frames that a leak may come later: 150 ms
	beyond  = 5  // frames on either side of that, in which a better match shows that it is none
)

// room is how sound dies away: late is what is left of it in the next frame, decay what of that is left a frame later.
type room struct{ late, decay float64 }

// rooms are what a leak is compared with: no room at all, a furnished one, a bare one.
var rooms = [...]room{{0, 0}, {0.15, 0.65}, {0.3, 0.8}}

// blur gives the far side's levels as the room makes them.
func (r room) blur(far []levels) []levels {
	if r.late == 0 {
		return far
	}
	blurred := make([]levels, len(far))
	var tail [bands]float64
	for t, level := range far {
		for b, l := range level {
			now := powerOf(l)
			blurred[t][b] = decibels(now + tail[b])
			tail[b] = tail[b]*r.decay + now*r.late
		}
	}
	return blurred
}

// fit is the best explanation of a passage as a leak.
type fit struct {
	lag      float64  // frames
	match    float64  // of the levels, -1 to 1
	overall  float64  // gain of the whole, in dB
	expected []levels // of the microphone
}

// stretch is a passage as levels, with what lies around it.
type stretch struct {
	near, away []levels
	from, to   int    // frames of the passage itself
	noise      levels // of the microphone
}

// explain finds lag, room and gains with which the far side explains a passage best.
func (s stretch) explain() fit {
	best, blurred := fit{match: -2}, []levels(nil)
	reach := s.reach()
	near := clipped(s.near, s.from, s.to, reach)
	for _, room := range rooms {
		away := room.blur(s.away)
		lag, match := s.align(near, away, reach)
		// A room must earn its place: the plainer explanation is the better one.
		if match > best.match+0.005 {
			best.lag, best.match, blurred = lag, match, away
		}
	}
	s.weigh(&best, blurred)
	return best
}

// align gives the lag at which the levels agree best, and how well. The lag may lie out of what a leak can have.
func (s stretch) align(near, away []levels, reach levels) (lag, match float64) {
	away = clipped(away, s.from-longest-beyond, s.to+beyond, reach)
	found := make([]float64, 0, longest+2*beyond+1)
	for l := -beyond; l <= longest+beyond; l++ {
		found = append(found, correlate(near, away[longest+beyond-l:]))
	}
	i := 0
	for k, c := range found {
		if c > found[i] {
			i = k
		}
	}
	lag = float64(i - beyond)
	if i > 0 && i < len(found)-1 {
		lag += vertex(found[i-1], found[i], found[i+1])
	}
	return lag, found[i]
}

// vertex is where a parabola through three neighbours is highest, from the middle one.
func vertex(before, at, after float64) float64 {
	if bend := before - 2*at + after; bend < 0 {
		return (before - after) / 2 / bend
	}
	return 0
}

// reach says how far each band of the microphone rises above its noise.
func (s stretch) reach() (reach levels) {
	for b := range bands {
		reach[b] = max(0, percentile(column(s.near[s.from:s.to], b), 0.95)-s.noise[b]-ripple)
	}
	return reach
}

// ripple is how far above its mean noise reaches by itself, in dB.
const ripple = 2

// clipped gives some frames, in which no band is further below its loud frames than reach. Frames that there are none
// of are like the nearest.
func clipped(all []levels, from, to int, reach levels) []levels {
	some := make([]levels, to-from)
	for i := range some {
		some[i] = all[min(max(from+i, 0), len(all)-1)]
	}
	for b := range bands {
		floor := percentile(column(some, b), 0.95) - reach[b]
		for t := range some {
			some[t][b] = max(some[t][b], floor)
		}
	}
	return some
}

// correlate compares the levels of as many frames as near has, over all bands.
func correlate(near, away []levels) float64 {
	var sumX, sumY levels
	for t := range near {
		for b := range bands {
			sumX[b] += away[t][b]
			sumY[b] += near[t][b]
		}
	}
	var xy, xx, yy float64
	n := float64(len(near))
	for t := range near {
		for b := range bands {
			x, y := away[t][b]-sumX[b]/n, near[t][b]-sumY[b]/n
			xy += x * y
			xx += x * x
			yy += y * y
		}
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}

// shifted gives the far side's levels for the frames of the passage, so many frames earlier.
func (s stretch) shifted(away []levels, lag int) []levels {
	shifted := make([]levels, s.to-s.from)
	for i := range shifted {
		shifted[i] = away[min(max(s.from+i-lag, 0), len(away)-1)]
	}
	return shifted
}

// weigh fills in the gains, and what they let expect of the microphone.
func (s stretch) weigh(f *fit, blurred []levels) {
	away := s.shifted(blurred, int(math.Round(f.lag)))
	var gain levels
	var heard, played float64
	for b := range bands {
		var sum float64
		gain[b], sum = s.gain(away, b)
		heard += sum * powerOf(gain[b])
		played += sum
	}
	f.overall = decibels(heard) - decibels(played)
	f.expected = make([]levels, len(away))
	for t := range away {
		for b := range bands {
			f.expected[t][b] = decibels(powerOf(s.noise[b]) + powerOf(away[t][b]+gain[b]))
		}
	}
}

// gain is that of one band, taken where the far side is loud in it, and how much power of the far side that was.
func (s stretch) gain(away []levels, b int) (gain, power float64) {
	far := column(away, b)
	loud := percentile(far, 0.95) - 12
	var gains []float64
	for t, l := range far {
		if l >= loud {
			gains = append(gains, s.near[s.from+t][b]-l)
			power += powerOf(l)
		}
	}
	return percentile(gains, 0.5), power
}

// quietest is the least noise a microphone is taken to have, in dB. What is below was never heard, or a gate cut it off.
const quietest = -75

// learnNoise takes what is seldom undercut for the microphone's noise.
func (s *stretch) learnNoise() {
	for b := range bands {
		s.noise[b] = max(quietest, percentile(column(s.near, b), 0.1)+2)
	}
}

func column(frames []levels, b int) []float64 {
	values := make([]float64, len(frames))
	for t := range frames {
		values[t] = frames[t][b]
	}
	return values
}

// percentile sorts nothing of the caller's.
func percentile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return silent
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[int(share*float64(len(sorted)-1))]
}
