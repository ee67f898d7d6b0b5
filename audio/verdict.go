package audio

import (
	"fmt"
	"math"
	"strings"

	"github.com/onrecord/onrecord/call"
)

const (
	silentPeak  = -60.0 // dBFS: what never was louder is a device that hears nothing
	clockLimit  = call.Seconds(0.5)
	gapsInFull  = 2
	allComplete = "both sides complete"
)

// judge says in one sentence how complete a capture is. Complete is a measured statement: no gap, no overrun, a signal
// on both sides, and as many frames as the clock demands.
func judge(c *call.Capture) {
	var flaws []string
	for _, party := range call.Parties {
		flaws = append(flaws, judgeSide(sideName(party), c.Sides[party], c.Samples)...)
	}
	if off := c.Samples - c.Wall; math.Abs(float64(off)) > float64(clockLimit) {
		word := "longer"
		if off < 0 {
			word = "shorter"
		}
		flaws = append(flaws, fmt.Sprintf("recording %.1f s %s than the clock", math.Abs(float64(off)), word))
	}
	if c.Samples == 0 {
		flaws = []string{"nothing recorded"}
	}
	c.Complete = len(flaws) == 0
	c.Verdict = allComplete
	if !c.Complete {
		c.Verdict = strings.Join(flaws, "; ")
	}
}

func sideName(party call.Party) string {
	if party == call.Local {
		return string(Microphone)
	}
	return string(FarSide)
}

// judgeSide lists what is wrong with one side.
func judgeSide(name string, side call.Side, length call.Seconds) []string {
	if len(side.Gaps) == 1 && side.Gaps[0].Start == 0 && side.Gaps[0].Duration >= length {
		return []string{fmt.Sprintf("%s missing throughout: %s", name, side.Gaps[0].Cause)}
	}
	flaws := list(name, "missing", side.Gaps)
	switch {
	case side.FirstSignal == nil:
		flaws = append(flaws, name+" silent")
	case side.Peak < silentPeak:
		flaws = append(flaws, fmt.Sprintf("%s silent (never above %.0f dBFS)", name, side.Peak))
	default:
		flaws = append(flaws, list(name, "silent", unexplained(side))...)
	}
	return flaws
}

// unexplained gives the digital silence of a side that stands outside its gaps.
func unexplained(side call.Side) []call.Gap {
	var rest []call.Gap
	for _, mute := range side.Mute {
		left := mute.Duration
		for _, gap := range side.Gaps {
			from, to := max(gap.Start, mute.Start), min(gap.Start+gap.Duration, mute.Start+mute.Duration)
			left -= max(0, to-from)
		}
		if left >= muteTime {
			rest = append(rest, mute)
		}
	}
	return rest
}

// list names stretches with what is wrong with them: the first few, and the number of the rest.
func list(name, what string, stretches []call.Gap) []string {
	var flaws []string
	for i, s := range stretches {
		if i == gapsInFull && len(stretches) > gapsInFull+1 {
			return append(flaws, fmt.Sprintf("%s %s %d times more", name, what, len(stretches)-i))
		}
		flaw := fmt.Sprintf("%s %s %s", name, what, stretch(s))
		if s.Cause != "" {
			flaw += ": " + s.Cause
		}
		flaws = append(flaws, flaw)
	}
	return flaws
}

// stretch writes where a gap lies: from and to in whole seconds, or the length of a short one and its place.
func stretch(gap call.Gap) string {
	clock := func(s call.Seconds) string {
		text, _, _ := strings.Cut(s.Clock(), ".")
		return text
	}
	if gap.Duration < 1 {
		return fmt.Sprintf("%.2f s at %s", float64(gap.Duration), clock(gap.Start))
	}
	return clock(gap.Start) + "–" + clock(gap.Start+gap.Duration)
}
