package transcribetest

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// Sample is a call with its reference: what each party said, and the sound of the two sides in the order of call.Parties.
type Sample struct {
	Sides [2][]int16
	Turns map[call.Party][]Turn
}

// Long makes one call of at least a length out of samples of one rate, taken in turn again and again. Between their
// turns it adds pauses such as people make who think or look something up: 1.5 s on average, of no fixed length, but always the
// same ones.
func Long(samples []Sample, rate int, length call.Seconds) Sample {
	long := Sample{Turns: map[call.Party][]Turn{}}
	random := rand.New(rand.NewPCG(20, 60))
	for i := 0; call.AtFrame(int64(len(long.Sides[0])), rate) < length; i++ {
		long.add(samples[i%len(samples)], rate, func() call.Seconds {
			return call.Seconds(math.Min(random.ExpFloat64()*1.5, 12))
		})
	}
	return long
}

// add puts another call behind the one that is there.
func (s *Sample) add(next Sample, rate int, pause func() call.Seconds) {
	cut := 0 // frame of next up to which it was added
	copyTo := func(frame int) call.Seconds {
		offset := call.AtFrame(int64(len(s.Sides[0])-cut), rate)
		for side := range s.Sides {
			s.Sides[side] = append(s.Sides[side], next.Sides[side][cut:frame]...)
		}
		cut = frame
		return offset
	}
	for _, between := range breaks(next) {
		s.move(next, call.AtFrame(int64(cut), rate), between, copyTo(int(between.Frames(rate))))
		silence := make([]int16, pause().Frames(rate))
		for side := range s.Sides {
			s.Sides[side] = append(s.Sides[side], silence...)
		}
	}
	s.move(next, call.AtFrame(int64(cut), rate), math.MaxFloat64, copyTo(len(next.Sides[0])))
}

// move adds the turns of next that begin in a stretch of it, which stands later by an offset.
func (s *Sample) move(next Sample, from, to, offset call.Seconds) {
	for party, turns := range next.Turns {
		for _, turn := range turns {
			if turn.Start >= from && turn.Start < to {
				turn.Start, turn.End = turn.Start+offset, turn.End+offset
				s.Turns[party] = append(s.Turns[party], turn)
			}
		}
	}
}

// breaks gives the moments of a call at which nobody speaks, one between any two turns.
func breaks(s Sample) (at []call.Seconds) {
	for _, turns := range s.Turns {
		for _, turn := range turns {
			next := call.Seconds(math.MaxFloat64)
			for _, others := range s.Turns {
				for _, other := range others {
					if other.End > turn.End {
						next = min(next, other.Start)
					}
				}
			}
			if next > turn.End+0.3 && next < math.MaxFloat64 {
				at = append(at, (turn.End+next)/2)
			}
		}
	}
	slices.Sort(at)
	return at
}
