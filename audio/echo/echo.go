// Package echo tells whether what the microphone heard is the far side, heard again from loudspeakers.
//
// It compares no words. It looks at how loud eight bands of both parties' sound are every 10 ms, and asks whether
// the far side alone explains a passage of the local track: one lag of up to 150 ms, one gain for each band, a room's
// reverberation and the microphone's own noise. Somebody who speaks at the same time leaves a surplus that nothing of
// that explains; somebody who says the same words later has no lag that fits.
//
// A genuine word that is hidden is worse than a leaked one that is shown, so all that is in doubt is no leak. [Judge]
// looks at one [Passage]; [Settle] then looks at all of a call together, because very short ones prove nothing alone.
package echo

import "math"

// Margin is how much sound around a passage a judgement needs, in seconds: to learn the noise of the room, and for
// what leaks late.
const Margin = 1

// Passage is a stretch of a call. Local and Far are the sound of both parties from the same moment on, mono, best from
// Margin before the stretch until Margin after it; From and To are the frames of the stretch in them.
type Passage struct {
	Local, Far []int16
	Rate       int // frames per second
	From, To   int
}

// Finding is what the sound says about a passage. What is not measured is zero.
type Finding struct {
	Leaked   bool    // the far side alone explains it
	Gain     float64 // dB, relative to the far side
	Lag      float64 // ms
	Match    float64 // correlation of the levels: -1 to 1
	Residual float64 // mean difference of what is heard and what the far side explains, in dB
	Surplus  float64 // how far, in its worst 60 ms, the sound is above what the far side explains, in dB
	Heard    float64 // seconds in which anything is heard over the noise
}

// What a leak must keep to. The first three are measured, see the tests: leaks in rooms and noise, and what people
// say over them, lie on either side.
const (
	leastMatch, mostResidual, mostSurplus = 0.86, 3.4, 2.2

	leastHeard = 0.15 // seconds; less is a click
	enough     = 1.0  // seconds; less is believed only in company
	weakest    = -45  // dB
	strongest  = -1   // dB; equal sound on both sides is one sound recorded twice
)

// Judge tells whether the far side alone explains a passage.
func Judge(p Passage) Finding {
	near, away := newLens(p.Rate).look(p.Local, p.Far)
	s := stretch{near: near, away: away, from: max(0, p.From*perSecond/p.Rate), to: min(len(near), p.To*perSecond/p.Rate)}
	if float64(s.to-s.from) < leastHeard*perSecond {
		return Finding{}
	}
	s.learnNoise()
	f := s.explain()
	found := s.compare(f)
	found.Match, found.Gain = f.match, f.overall
	found.Lag = max(0, f.lag) * 1000 / perSecond
	found.Leaked = f.lag >= -1 && f.lag <= longest &&
		found.Gain <= strongest && found.Gain >= weakest && found.Heard >= leastHeard &&
		found.Match >= leastMatch && found.Residual <= mostResidual && found.Surplus <= mostSurplus
	return found
}

// Settle decides about the passages of one call: a short one has leaked only if a longer one leaked in the same way.
func Settle(found []Finding) {
	for i, f := range found {
		found[i].Leaked = f.Leaked && (f.Heard >= enough || inCompany(f, found))
	}
}

func inCompany(f Finding, found []Finding) bool {
	for _, other := range found {
		if other.Leaked && other.Heard >= enough && math.Abs(other.Lag-f.Lag) <= 20 && math.Abs(other.Gain-f.Gain) <= 8 {
			return true
		}
	}
	return false
}
