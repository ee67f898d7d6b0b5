package app

import (
	"math"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// What keeps a listed call and one in the library apart, in milliseconds. One that finds no partner costs more than all pairs that are known by time
// only, and one of those more than all differences of time.
const (
	costAlone  = int64(1e15)
	costByTime = int64(1e11)
	costNever  = math.MaxInt64 / 4
)

// apart is what a pair costs, or costNever when they cannot be the same call.
func apart(listed ListedCall, known Summary, key func(string) string) int64 {
	one, other := key(listed.Number), key(known.Number)
	cost := int64(0)
	switch {
	case one != "" && other != "" && one != other, known.Damaged != "":
		return costNever
	case one == "" || other == "":
		cost = costByTime
	}
	if listed.Direction != "" && known.Direction != "" && known.Direction != call.Conference && listed.Direction != known.Direction {
		return costNever
	}
	off := awayFrom(listed.Started, listed.Lasted, known.Started)
	if !listed.Later.IsZero() {
		off = min(off, awayFrom(listed.Later, listed.Lasted, known.Started))
	}
	if off > listSlack {
		return costNever
	}
	return cost + off.Milliseconds()
}

// awayFrom is how far a moment lies outside of a call: a recording may begin in the middle of one. Within it, a tenth of the distance from its beginning counts, so
// that of two that fit the one that begins with it is taken.
func awayFrom(started time.Time, lasted time.Duration, moment time.Time) time.Duration {
	from := moment.Sub(started)
	switch {
	case from < 0:
		return -from
	case from <= lasted:
		return min(from/10, listSlack)
	}
	return min(lasted/10, listSlack) + from - lasted
}

// pairUp finds the pairs: as many as can be, of these as many as can be with the same number, and of these with the least difference of time. Both lists are
// in order of time. It fails with ErrCallList where too many calls run into each other to be told apart.
func pairUp(listed []Reconciled, known []Summary, key func(string) string) (map[int]int, error) {
	p := pairing{fits: make([][]fit, len(listed)), partner: map[int]fit{}, taker: map[int]int{}}
	for l, c := range listed {
		for _, k := range near(c.ListedCall, known) {
			if cost := apart(c.ListedCall, known[k], key); cost < costNever {
				p.fits[l] = append(p.fits[l], fit{k, cost})
			}
		}
		if err := p.add(l); err != nil {
			return nil, err
		}
	}
	pairs := map[int]int{}
	for l, f := range p.partner {
		pairs[l] = f.known
	}
	return pairs, nil
}

// near gives those that begin at about the time of a listed call.
func near(c ListedCall, known []Summary) (all []int) {
	moments := []time.Time{c.Started}
	if !c.Later.IsZero() {
		moments = append(moments, c.Later)
	}
	for _, moment := range moments {
		at, _ := slices.BinarySearchFunc(known, moment.Add(-listSlack), func(s Summary, t time.Time) int { return s.Started.Compare(t) })
		for ; at < len(known) && !known[at].Started.After(moment.Add(c.Lasted+listSlack)); at++ {
			if !slices.Contains(all, at) {
				all = append(all, at)
			}
		}
	}
	return all
}

// mostTangled is how many calls may follow each other within minutes, each with one of the library's beside it.
const mostTangled = 400

// pairing is the best pairs of the listed calls that were added up to now.
type pairing struct {
	fits    [][]fit     // what each listed call may be
	partner map[int]fit // of those listed calls that have one
	taker   map[int]int // of each known call that is a partner
}

// fit is a known call that a listed one may be, and what the pair costs.
type fit struct {
	known int
	cost  int64
}

// step is that a listed call takes a known one, whoever had it.
type step struct {
	by    int
	takes *fit // nil: it stays alone
}

// add finds the cheapest way to bring one more in, as Bellman and Ford do: it takes a call, whoever had that takes another one, and so on until one takes a call that
// nobody had, or stays alone.
func (p *pairing) add(newcomer int) error {
	cost := map[int]int64{newcomer: 0} // of listed calls without a partner, when all before them on the way have theirs
	waits := map[int]bool{}            // to be looked at, again
	way := map[int]step{}              // how each of them lost it
	least, last := costAlone, step{by: newcomer}
	for next := []int{newcomer}; len(next) > 0; next = next[1:] {
		l := next[0]
		waits[l] = false
		if alone := cost[l] + costAlone; alone < least {
			least, last = alone, step{by: l}
		}
		for i := range p.fits[l] {
			f := &p.fits[l][i]
			after := cost[l] + f.cost
			other, taken := p.taker[f.known]
			if !taken && after < least {
				least, last = after, step{l, f}
			}
			if !taken || other == l {
				continue
			}
			after -= p.partner[other].cost
			if before, seen := cost[other]; !seen || after < before {
				cost[other], way[other] = after, step{l, f}
				if !waits[other] {
					waits[other] = true
					next = append(next, other)
				}
			}
		}
		if len(cost) > mostTangled {
			return detail(ErrCallList, "more than %d of its calls run into each other", mostTangled)
		}
	}
	p.shift(last, way, newcomer)
	return nil
}

// shift carries a way out, from its end to the newcomer.
func (p *pairing) shift(last step, way map[int]step, newcomer int) {
	for s := last; ; s = way[s.by] {
		if s.takes == nil {
			delete(p.partner, s.by)
		} else {
			p.partner[s.by], p.taker[s.takes.known] = *s.takes, s.by
		}
		if s.by == newcomer {
			return
		}
	}
}
