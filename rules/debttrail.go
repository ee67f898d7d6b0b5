package rules

import (
	"slices"
	"sort"

	"github.com/onrecord/onrecord/call"
)

// trail is what is on record of a debt, by time. There may be thousands of calls, so that none looks through all others.
type trail struct {
	Debt
	law   *DebtLaw
	days  []call.Day        // of the calls
	tries []int             // the calls that the collector made, by their number
	first int               // the first call in which people spoke, or -1
	facts map[string][]Fact // by kind and time
	sure  map[string]int    // of each kind, the first that a person stated, or -1
}

func newTrail(law *DebtLaw, d Debt) trail {
	t := trail{Debt: d, law: law, first: slices.IndexFunc(d.Calls, Told.talked), facts: map[string][]Fact{}, sure: map[string]int{}}
	add := func(f Fact) { t.facts[f.Kind] = append(t.facts[f.Kind], f) }
	for i, c := range d.Calls {
		t.days = append(t.days, call.DayOf(c.Started))
		if c.byCaller() {
			t.tries = append(t.tries, i)
		}
		for _, f := range c.Facts {
			if !namesAttorney(f, c) {
				add(f)
			}
		}
	}
	for _, f := range d.Besides {
		add(f)
	}
	for kind, facts := range t.facts {
		t.sure[kind] = slices.IndexFunc(byTime(facts), func(f Fact) bool { return f.Sure })
	}
	return t
}

// namesAttorney reports whether the words of a request to stop are the ones that name an attorney, for which there is a rule of its own.
func namesAttorney(f Fact, c Told) bool {
	return f.Kind == saidStop && !f.Sure && slices.ContainsFunc(c.Facts, func(other Fact) bool {
		return other.Kind == AttorneyNamed && other.Place.At == f.Place.At && other.Place.Quote == f.Place.Quote
	})
}

// before gives the facts of a kind that happened before a call, by time; all of them where it is behind the last.
func (t trail) before(i int, kind string) []Fact {
	facts := t.facts[kind]
	if i == len(t.Calls) {
		return facts
	}
	return facts[:sort.Search(len(facts), func(at int) bool { return !facts[at].When.Before(t.Calls[i].Started) })]
}

// best chooses, of the facts of some kinds before a call, one that a person stated before one that was found, and of those the earliest.
func (t trail) best(i int, kinds ...string) (best Fact, there bool) {
	for _, kind := range kinds {
		facts := t.before(i, kind)
		if len(facts) == 0 {
			continue
		}
		one := facts[0]
		if at := t.sure[kind]; at >= 0 && at < len(facts) {
			one = facts[at]
		}
		if !there || one.Sure && !best.Sure || one.Sure == best.Sure && one.When.Before(best.When) {
			best, there = one, true
		}
	}
	return best, there
}

// ever is the best of some kinds on record.
func (t trail) ever(kinds ...string) (Fact, bool) { return t.best(len(t.Calls), kinds...) }

// today is the day on which this is worked out, where the user was in a call.
func (t trail) today(c Told) call.Day { return call.DayOf(t.Now.In(c.Started.Location())) }
