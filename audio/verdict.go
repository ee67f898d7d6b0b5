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
	var flaws []string
	for i, gap := range side.Gaps {
		if i == gapsInFull && len(side.Gaps) > gapsInFull+1 {
			flaws = append(flaws, fmt.Sprintf("%s missing %d times more", name, len(side.Gaps)-i))
			break
		}
		flaws = append(flaws, fmt.Sprintf("%s missing %s: %s", name, stretch(gap), gap.Cause))
	}
	switch {
	case side.FirstSignal == nil:
		flaws = append(flaws, name+" silent")
	case side.Peak < silentPeak:
		flaws = append(flaws, fmt.Sprintf("%s silent (never above %.0f dBFS)", name, side.Peak))
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
