package rules

import (
	"slices"

	"github.com/onrecord/onrecord/call"
)

// Listener finds phrases in captions while they come. It gives exactly what Phrases.Find would, and looks only through what is new: a
// turn that is as it was is not read again. It is not for several goroutines at once.
type Listener struct {
	phrases *Phrases
	turns   map[caption]heardTurn // as of the last hearing
	joins   map[[2]caption]heardJoin
}

// caption tells turns apart, all but surely.
type caption struct {
	party      call.Party
	start, end call.Seconds
	text       string
}

type heardTurn struct {
	words []call.Word
	found []Found
}

type heardJoin struct {
	before, after []call.Word
	found         []Found
}

// Listen begins to listen.
func (p *Phrases) Listen() *Listener {
	return &Listener{p, map[caption]heardTurn{}, map[[2]caption]heardJoin{}}
}

// Hear takes all captions that there are now, by time, and gives all that is found in them. Those that it was given earlier may be gone, or read
// otherwise, since what is said last is only guessed at until it is over.
func (l *Listener) Hear(said []call.Segment) []Found {
	turns, joins := map[caption]heardTurn{}, map[[2]caption]heardJoin{}
	in := func(s call.Segment) []Found {
		key := captionOf(s)
		known, ok := l.turns[key]
		if !ok || !slices.Equal(known.words, s.Words) {
			known = heardTurn{slices.Clone(s.Words), l.phrases.inTurn(s)}
		}
		turns[key] = known
		return known.found
	}
	across := func(a, b call.Segment) []Found {
		key := [2]caption{captionOf(a), captionOf(b)}
		known, ok := l.joins[key]
		if !ok || !slices.Equal(known.before, a.Words) || !slices.Equal(known.after, b.Words) {
			known = heardJoin{slices.Clone(a.Words), slices.Clone(b.Words), l.phrases.acrossTurns(a, b)}
		}
		joins[key] = known
		return known.found
	}
	found := l.phrases.gather(said, in, across)
	l.turns, l.joins = turns, joins
	return found
}

func captionOf(s call.Segment) caption { return caption{s.Party, s.Start, s.End, s.Text} }
