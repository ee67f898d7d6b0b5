package search

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// stretch is a run of positions: from, up to.
type stretch struct{ from, to uint32 }

// place is where a pattern of the query stands in a call.
type place struct {
	stretch
	leaf int // which pattern
}

// leaf finds the places of one pattern. Its calls come in rising order, and only forward.
type leaf interface {
	// next gives the first call from number on in which the pattern may occur; false when there is none.
	next(number uint32) (uint32, bool, error)
	// places gives where it occurs in the call that next gave last, or in none if that was another one. The slice is valid up to the
	// next time.
	places(number uint32) ([]stretch, error)
}

func order(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) }

// together leapfrogs to the first call from number on in which all may occur.
func together(all []leaf, number uint32) (uint32, bool, error) {
	for {
		furthest := number
		for _, l := range all {
			at, ok, err := l.next(furthest)
			if err != nil || !ok {
				return 0, false, err
			}
			furthest = at
		}
		if furthest == number {
			return number, true, nil
		}
		number = furthest
	}
}

// inARow is words that follow each other.
type inARow struct {
	words []leaf
	rooms [2][]stretch // for places, used in turns
}

func (r *inARow) next(number uint32) (uint32, bool, error) { return together(r.words, number) }

func (r *inARow) places(number uint32) (all []stretch, err error) {
	for i, w := range r.words {
		found, err := w.places(number)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = found
			continue
		}
		room := &r.rooms[i%2]
		*room = slices.Grow((*room)[:0], len(all))[:len(all)]
		all = (*room)[:followed(*room, all, found)]
	}
	return all, nil
}

// followed puts into a slice, as long as the first, the stretches of it behind which one of the second stands, with that, and tells how many they
// are. In both lists, none begin or end together. The words of a frequent phrase stand in no order that a processor can guess, and
// a wrong guess costs more than all the rest: therefore each step is the same, and comparisons only say how far it goes.
func followed(into, all, others []stretch) (n int) {
	for i, k := 0, 0; i < len(all) && k < len(others); {
		s, o := all[i], others[k]
		into[n] = stretch{s.from, o.to}
		n += one(s.to == o.from)
		i += one(s.to <= o.from)
		k += one(s.to >= o.from)
	}
	return n
}

// one is 1 when something is so; made of it is no jump.
func one(so bool) int {
	n := 0
	if so {
		n = 1
	}
	return n
}

// nearby is two patterns that begin at most so many words apart.
type nearby struct {
	one, other leaf
	distance   uint32
}

func (n *nearby) next(number uint32) (uint32, bool, error) {
	return together([]leaf{n.one, n.other}, number)
}

// places gives those of both that have one of the other close by.
func (n *nearby) places(number uint32) ([]stretch, error) {
	ones, err := n.one.places(number)
	if err != nil {
		return nil, err
	}
	others, err := n.other.places(number)
	if err != nil {
		return nil, err
	}
	all := append(nearOthers(ones, others, n.distance), nearOthers(others, ones, n.distance)...)
	slices.SortFunc(all, order)
	return slices.Compact(all), nil
}

// nearOthers keeps the stretches that have another one of the others no more than a distance away.
func nearOthers(all, others []stretch, distance uint32) (kept []stretch) {
	k := 0
	for _, s := range all {
		for k < len(others) && others[k].from+distance < s.from {
			k++
		}
		for i := k; i < len(others) && others[i].from <= s.from+distance; i++ {
			if others[i] != s {
				kept = append(kept, s)
				break
			}
		}
	}
	return kept
}

// grow makes the leaf of a pattern.
func (f *finder) grow(p pattern) (leaf, error) {
	switch p := p.(type) {
	case single:
		forms, known := f.forms[p]
		if !known {
			var err error
			if forms, err = p.forms(f.bucket); err != nil {
				return nil, err
			}
			f.forms[p] = forms
		}
		return f.oneOf(forms)
	case phrase:
		r := &inARow{}
		for _, term := range p {
			word, err := f.oneOf([]string{term})
			if err != nil {
				return nil, err
			}
			r.words = append(r.words, word)
		}
		return r, nil
	case near:
		one, err := f.grow(p.one)
		if err != nil {
			return nil, err
		}
		other, err := f.grow(p.other)
		return &nearby{one, other, p.distance}, err
	}
	return nil, fmt.Errorf("a pattern of a kind that is not known: %T", p)
}

// oneOf makes the leaf of a word that stands for some terms.
func (f *finder) oneOf(terms []string) (leaf, error) {
	o := &oneOf{}
	for _, term := range terms {
		w, err := newWalk(f.bucket, term, f.waiting)
		if err != nil {
			return nil, err
		}
		o.walks = append(o.walks, w)
	}
	return o, nil
}

// condition is a clause at work.
type condition struct {
	any []choice
}

// choice is an alternative at work: a leaf or a filter.
type choice struct {
	not    bool
	number int // of the leaf
	leaf   leaf
	filter filter
}

// leads reports whether only calls can hold for which next is asked.
func (c condition) leads() bool {
	return !slices.ContainsFunc(c.any, func(a choice) bool { return a.leaf == nil || a.not })
}

// next gives the first call from number on for which the condition may hold; it leads.
func (c condition) next(number uint32) (least uint32, ok bool, err error) {
	for _, a := range c.any {
		at, there, err := a.leaf.next(number)
		if err != nil {
			return 0, false, err
		}
		if there && (!ok || at < least) {
			least, ok = at, true
		}
	}
	return least, ok, nil
}

// candidate is a call that may match.
type candidate struct {
	number uint32
	header         // of which only the beginning was read, as long as that is enough
	rest   reader  // of the header
	counts []int   // how often each leaf occurs
	places []place // where, if that was asked for
}

// holds reports whether the condition holds for a call, and notes how often the leaves occur, and where if that is wanted.
func (c condition) holds(f *finder, at *candidate, where bool) (bool, error) {
	held := false
	for _, a := range c.any {
		if a.filter != nil {
			held = held || a.filter(&at.header) != a.not
			continue
		}
		n, err := a.in(f, at, where && !a.not)
		if err != nil {
			return false, err
		}
		held = held || n > 0 != a.not
		if !a.not {
			at.counts[a.number] = n
		}
	}
	return held, nil
}

// in tells how often the leaf of a choice occurs in a call, as far as that counts.
func (a choice) in(f *finder, at *candidate, where bool) (int, error) {
	if there, ok, err := a.leaf.next(at.number); err != nil || !ok || there != at.number {
		return 0, err
	}
	if one, is := a.leaf.(*oneOf); is && !where && f.expr.scope.everywhere() {
		return one.count(at.number), nil
	}
	found, err := a.leaf.places(at.number)
	if err != nil {
		return 0, err
	}
	if !f.expr.scope.everywhere() {
		found = slices.DeleteFunc(found, func(s stretch) bool { return !f.expr.scope.has(at.lane(s.from)) })
	}
	for i := 0; where && i < len(found); i++ {
		at.places = append(at.places, place{found[i], a.number})
	}
	return len(found), nil
}

// candidates gives each call that matches, in the order of their numbers.
func (f *finder) candidates(yield func(*candidate)) error {
	for number := uint64(1); number <= math.MaxUint32; number++ {
		next, ok, err := f.lead(uint32(number))
		if err != nil || !ok {
			return err
		}
		number = uint64(next)
		c, err := f.candidate(next, false)
		if err != nil {
			return err
		}
		if c != nil {
			yield(c)
		}
		if number%64 == 0 && f.ctx.Err() != nil {
			return f.ctx.Err()
		}
	}
	return nil
}

// lead gives the first call from number on for which all conditions that lead may hold.
func (f *finder) lead(number uint32) (uint32, bool, error) {
	for {
		furthest, ok := f.call(number)
		if !ok {
			return 0, false, nil
		}
		for _, c := range f.conditions {
			if !c.leads() {
				continue
			}
			at, ok, err := c.next(furthest)
			if err != nil || !ok {
				return 0, false, err
			}
			furthest = at
		}
		if furthest == number {
			return number, true, nil
		}
		number = furthest
	}
}

// call gives the first call from number on that there is.
func (f *finder) call(number uint32) (uint32, bool) {
	if f.at.record == nil || f.at.number != number {
		key, record := f.headers.Seek(numberKey(number))
		if len(key) != numberSize {
			return 0, false
		}
		f.at.number, f.at.record = binary.BigEndian.Uint32(key), record
	}
	return f.at.number, true
}

// candidate looks at a call that may match; nil when it does not. The leaves go on to it.
func (f *finder) candidate(number uint32, where bool) (*candidate, error) {
	if at, ok := f.call(number); !ok || at != number {
		return nil, fmt.Errorf("header of call number %d: %w", number, ErrDamaged)
	}
	read := decodeHeader
	if !where && f.brief {
		read = decodeBrief
	}
	h, rest, err := read(f.at.record)
	if err != nil {
		return nil, fmt.Errorf("read header of call number %d: %w", number, err)
	}
	c := &candidate{number: number, header: h, rest: rest, counts: make([]int, f.leaves)}
	if !f.expr.with(&c.header) {
		return nil, nil
	}
	for _, condition := range f.conditions {
		if ok, err := condition.holds(f, c, where); err != nil || !ok {
			return nil, err
		}
	}
	slices.SortFunc(c.places, func(a, b place) int { return cmp.Or(order(a.stretch, b.stretch), cmp.Compare(a.leaf, b.leaf)) })
	return c, nil
}

// openConditions sets a query to work.
func (f *finder) openConditions() error {
	f.headers = f.bucket.Bucket(headers).Cursor()
	f.conditions, f.leaves, f.brief = nil, 0, f.expr.scope.everywhere() && f.expr.scope.who == ""
	for _, clause := range f.expr.all {
		var c condition
		for _, a := range clause.any {
			choice := choice{not: a.not, filter: a.filter, number: f.leaves}
			f.brief = f.brief && a.filter == nil
			if a.words != nil {
				var err error
				if choice.leaf, err = f.grow(a.words); err != nil {
					return err
				}
				f.leaves++
			}
			c.any = append(c.any, choice)
		}
		f.conditions = append(f.conditions, c)
	}
	return nil
}
