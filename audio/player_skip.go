package audio

import (
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// The slowest and the quickest a player plays.
const (
	slowest  = 0.5
	quickest = 3
)

// SetSpeed says how fast to play: 1 is as it was, 2 takes half the time. The pitch stays. It may be from 0.5 to 3.
func (p *Player) SetSpeed(speed float64) error {
	if !(speed >= slowest && speed <= quickest) {
		return fmt.Errorf("play at speed %v: out of range", speed)
	}
	return p.do(func() error {
		at := p.frame()
		p.speed, p.stretch = speed, nil
		if speed != 1 {
			p.stretch = newStretcher(p.rate, speed)
		}
		return p.seek(at)
	})
}

// SetSkips says what to leave out: the player jumps over each stretch when it comes to its beginning. Who moves into the
// middle of one hears the rest of it. nil leaves nothing out.
func (p *Player) SetSkips(skips call.Spans) error {
	var leaps []leap
	for _, s := range skips {
		from, to := max(0, s.From.Frames(p.rate)), min(s.To.Frames(p.rate), p.rec.Frames())
		if to > from {
			leaps = append(leaps, leap{from, to})
		}
	}
	return p.do(func() error {
		p.leaps = leaps
		return p.seek(p.frame()) // what is decoded ahead may be left out now
	})
}

// leap is what a player jumps over, in frames.
type leap struct{ from, to int64 }

// leapAfter gives the place, among the leaps, of the next one from a frame on.
func (p *Player) leapAfter(frame int64) int {
	next := 0
	for next < len(p.leaps) && p.leaps[next].from < frame {
		next++
	}
	return next
}

// leapHere jumps if something to be left out begins here, and gives how many frames may be read until something does.
func (p *Player) leapHere() (int64, error) {
	for p.next < len(p.leaps) {
		l, at := p.leaps[p.next], p.rec.Position()
		if at < l.from {
			return l.from - at, nil
		}
		p.next++
		if err := p.rec.SeekFrame(l.to); err != nil {
			return 0, fmt.Errorf("play: %w", err)
		}
		p.landed = l.to
		p.scale.Store(p.scale.Load().jump(p.played, l.to))
	}
	return p.rec.Frames() - p.rec.Position(), nil
}

// softly fades a sample out before a jump and in after it, over ten milliseconds, so that nothing clicks.
func (p *Player) softly(sample int16, frame int64) int16 {
	fade := int64(p.rate / 100)
	near := fade
	if p.landed >= 0 {
		near = min(near, frame-p.landed)
	}
	if p.next < len(p.leaps) {
		near = min(near, p.leaps[p.next].from-frame-1)
	}
	return int16(int64(sample) * near / fade)
}
