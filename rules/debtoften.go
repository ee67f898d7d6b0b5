package rules

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/onrecord/onrecord/call"
)

// travel is by how many days the date may go back from one call to the next, for somebody who crosses the date line.
const travel = 2

// tooOften counts the collector's calls on the consecutive days that end with this one's.
func (t trail) tooOften(i int) (call.Flag, bool) {
	last, day := t.Calls[i], t.days[i]
	var places []call.Place
	var within, unsaid int
	for at := sort.SearchInts(t.tries, i); at >= 0; at-- {
		c := t.Calls[t.tries[at]]
		days := day.Sub(t.days[t.tries[at]])
		if days > t.law.window+travel {
			break
		}
		if last.Started.Sub(c.Started) < time.Duration(t.law.window)*24*time.Hour { // may be on one day more
			within++
		}
		if days >= t.law.window {
			continue
		}
		places = append(places, c.place())
		if c.Direction == "" {
			unsaid++
		}
	}
	if len(places) <= t.law.calls {
		return call.Flag{}, false
	}
	slices.Reverse(places)
	return t.law.flag(tooManyCalls, call.Strong,
		fmt.Sprintf("%d calls for one debt on %d days in a row, where %d are allowed; this may be a violation", len(places), t.law.window, t.law.calls),
		stated(
			fmt.Sprintf("From %s to %s, both days counted, there were %d calls; in the %d times 24 hours up to this one there were %d",
				day.Add(1-t.law.window).Words(), day.Words(), len(places), t.law.window, within),
			"Calls that were not answered count; calls that did not connect, and your own, do not",
			"Calls to which you had agreed, with the collector itself and at most seven days before, do not count either; no record tells",
			callersUnsaid(unsaid),
		), places...), true
}

// callersUnsaid says that it is not certain of some calls who made them.
func callersUnsaid(calls int) string {
	switch calls {
	case 0:
		return ""
	case 1:
		return "Of one of them nobody said who called: it is taken for the collector's"
	}
	return fmt.Sprintf("Of %d of them nobody said who called: they are taken for the collector's", calls)
}

// soonAfterTalk looks for the last talk on one of the days before on which the collector had to wait. Who called then does not matter.
func (t trail) soonAfterTalk(i int) (call.Flag, bool) {
	c := t.Calls[i]
	for j := i - 1; j >= 0; j-- {
		talk := t.Calls[j]
		after := t.days[i].Sub(t.days[j])
		if after > t.law.pause+travel {
			break
		}
		if !talk.talked() || after >= t.law.pause {
			continue
		}
		why := stated(
			fmt.Sprintf("On %s people spoke with each other: that day is the first of %d", t.days[j].Words(), t.law.pause),
			fmt.Sprintf("This call came on %s, day %d of them", t.days[i].Words(), after+1),
			"A call to which you had agreed, with the collector itself, is allowed; no record tells",
			callerUnsaid(c),
		)
		return t.law.flag(soonAfterTalk, call.Strong,
			fmt.Sprintf("Called again within %d days after a talk about the debt; this may be a violation", t.law.pause), why, talk.place(), c.place()), true
	}
	return call.Flag{}, false
}

func callerUnsaid(c Told) string {
	if c.Direction != "" {
		return ""
	}
	return "Nobody said who made this call: it is taken for the collector's"
}

func (t trail) atBadHours(i int) (call.Flag, bool) {
	f, is := t.law.hours.flagOf(t.Calls[i], "calls for a debt")
	f.Why = stated(append(f.Why, callerUnsaid(t.Calls[i]))...)
	return f, is
}
