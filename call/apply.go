package call

import (
	"cmp"
	"fmt"
	"slices"
)

// Apply gives the reading of a transcript: what the machine wrote, with the corrections that hold. The result depends on
// nothing but the two. Every turn of it has its number; the machine's count from 1 in their order, and those that
// corrections made go on from there. Turns are in order of time. The error is ErrMisfit.
func Apply(machine Transcript, corrections []Correction) (Transcript, error) {
	f, err := foldAll(machine, corrections)
	if err != nil {
		return Transcript{}, err
	}
	reading := machine
	reading.Segments = make([]Segment, 0, len(f.turns))
	for _, t := range f.turns {
		reading.Segments = append(reading.Segments, f.read(t))
	}
	slices.SortFunc(reading.Segments, func(a, b Segment) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Turn, b.Turn))
	})
	markOverlaps(reading.Segments)
	return reading, nil
}

// turn is a segment of the reading and where it comes from.
type turn struct {
	Segment
	sources []int // the machine's turns, by number
	by      int   // the newest correction that made it so; 0 for the machine
}

// fold is a reading on its way through its corrections.
type fold struct {
	machine  []Segment
	list     []Correction
	turns    map[int]turn
	last     int            // the highest number that a turn was given
	replaced map[int][]turn // correction → what it took away, as long as it holds
	done     []int          // the corrections that hold, in the order in which they came to
	undone   []int          // those taken back since the last new one
}

func foldAll(machine Transcript, corrections []Correction) (*fold, error) {
	f := &fold{
		machine: machine.Segments, turns: make(map[int]turn, len(machine.Segments)), last: len(machine.Segments),
		replaced: map[int][]turn{},
	}
	for i, s := range machine.Segments {
		s.Turn = i + 1
		f.turns[s.Turn] = turn{Segment: s, sources: []int{s.Turn}}
	}
	for i, c := range corrections {
		f.list = append(f.list, c)
		if err := f.step(i+1, c); err != nil {
			return nil, fmt.Errorf("correction %d (%s): %w", i+1, c.Kind, err)
		}
	}
	return f, nil
}

// step applies the next entry of the list.
func (f *fold) step(n int, c Correction) error {
	switch c.Kind {
	case Undone:
		return f.undo(c.Of)
	case Redone:
		at := slices.Index(f.undone, c.Of)
		if at < 0 {
			return ErrMisfit
		}
		f.undone = slices.Delete(f.undone, at, at+1)
		return f.do(c.Of)
	case Rewritten, Split, Merged, Assigned, Renamed:
		f.undone = nil
		return f.do(n)
	}
	return fmt.Errorf("%w: its kind is not known", ErrMisfit)
}

// do puts a correction in force.
func (f *fold) do(n int) error {
	c := f.list[n-1]
	if !f.holds(c.Before) {
		return ErrMisfit
	}
	var taken []turn
	var sources []int
	for _, s := range c.Before {
		taken = append(taken, f.turns[s.Turn])
		sources = append(sources, f.turns[s.Turn].sources...)
		delete(f.turns, s.Turn)
	}
	slices.Sort(sources)
	sources = slices.Compact(sources)
	for _, s := range c.After {
		if _, there := f.turns[s.Turn]; there || s.Turn < 1 || len(sources) == 0 {
			return ErrMisfit
		}
		f.turns[s.Turn] = turn{Segment: s, sources: sources, by: n}
		f.last = max(f.last, s.Turn)
	}
	f.replaced[n] = taken
	f.done = append(f.done, n)
	return nil
}

// undo takes a correction back: everything is as it was before.
func (f *fold) undo(n int) error {
	at := slices.Index(f.done, n)
	if at < 0 || !f.holds(f.list[n-1].After) {
		return ErrMisfit
	}
	for _, s := range f.list[n-1].After {
		delete(f.turns, s.Turn)
	}
	for _, t := range f.replaced[n] {
		if _, there := f.turns[t.Turn]; there {
			return ErrMisfit
		}
		f.turns[t.Turn] = t
	}
	delete(f.replaced, n)
	f.done = slices.Delete(f.done, at, at+1)
	f.undone = append(f.undone, n)
	return nil
}

// holds reports whether the reading has just these turns, as they are.
func (f *fold) holds(turns []Segment) bool {
	for _, s := range turns {
		if now, there := f.turns[s.Turn]; !there || !sameTurn(now.Segment, s) {
			return false
		}
	}
	return true
}

func sameTurn(a, b Segment) bool {
	return a.Turn == b.Turn && a.Party == b.Party && a.Start == b.Start && a.End == b.End && a.Text == b.Text && a.Another == b.Another &&
		equalOrNil(a.Suspect, b.Suspect) && equalOrNil(a.Echo, b.Echo) && slices.Equal(a.Words, b.Words)
}

func equalOrNil[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// read gives a turn as a reading shows it.
func (f *fold) read(t turn) Segment {
	s := t.Segment
	if t.by > 0 {
		c := f.list[t.by-1]
		s.Corrected = &Corrected{Who: c.Who, Made: c.Made}
		for _, n := range t.sources {
			wrote := f.machine[n-1]
			wrote.Turn, wrote.Words = n, nil
			s.Corrected.Machine = append(s.Corrected.Machine, wrote)
		}
	}
	return s
}
