package rules

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/onrecord/onrecord/call"
)

// requests are those not to be called, by time, before the call that is looked at. A caller may have made thousands of calls, so that no call looks through
// all of them.
type requests struct {
	law    *DNCLaw
	stated []request // by a person
	heard  []request // found in a transcript
}

// request is one, and the last day on which it may be disregarded.
type request struct {
	Fact
	day, end call.Day
}

// add takes in what was asked in a call.
func (r *requests) add(c Told) {
	f, there := c.fact(askedNotToCall)
	if !there {
		return
	}
	day := call.DayOf(f.When)
	one := request{f, day, r.law.GraceEnd(day)}
	if f.Sure {
		r.stated = append(r.stated, one)
	} else {
		r.heard = append(r.heard, one)
	}
}

// disregarded chooses the request that a call of a day disregards: one whose grace is over before one that runs, one that a person stated before one that
// was found, and of those the earliest.
func (r *requests) disregarded(day call.Day) (one request, over, there bool) {
	for _, some := range [][]request{r.stated, r.heard} {
		some = r.holding(some, day)
		if at := slices.IndexFunc(some, func(one request) bool { return day.Compare(one.end) > 0 }); at >= 0 {
			return some[at], true, true
		}
		if len(some) > 0 && !there {
			one, there = some[0], true
		}
	}
	return one, false, there
}

// holding are those that are not too old by a day.
func (r *requests) holding(some []request, day call.Day) []request {
	return some[sort.Search(len(some), func(i int) bool { return some[i].day.AddMonths(12*r.law.company.Keep).Compare(day) > 0 }):]
}

// disregardedBy flags a call that comes after a request.
func (r *requests) disregardedBy(c Told) (call.Flag, bool) {
	day := call.DayOf(c.Started)
	request, over, there := r.disregarded(day)
	if !there {
		return call.Flag{}, false
	}
	why := append([]string{
		fmt.Sprintf("On %s you asked not to be called", request.day.Words()),
		fmt.Sprintf("The caller had until %s to see to it, by the rule in force on the day of the request", request.end.Words()),
		fmt.Sprintf("This call came on %s", day.Words()),
	}, doubt(request.Fact)...)
	law := r.law.company
	if !over {
		return law.flag("call_within_grace", call.Notice, "Called again after a request not to, within the time that the caller has for it", why, request.Place, c.place()), true
	}
	return law.flag("call_after_dnc", call.Strong, "Called again after a request not to; this may be a violation", why, request.Place, c.place()), true
}

// violations are the calls with a heavy flag of their own, by time.
type violations struct {
	law     *DNCLaw
	places  []call.Place
	started []time.Time
	first   int // that counts together with the last one
}

// add takes in a call, and flags it when it is not the first one within the time that counts.
func (v *violations) add(c Told) (call.Flag, bool) {
	v.places, v.started = append(v.places, c.place()), append(v.started, c.Started)
	last := len(v.started) - 1
	for v.first < last && !v.together(v.first, last) {
		v.first++
	}
	for v.first > 0 && v.together(v.first-1, last) { // who travels may have a day twice
		v.first--
	}
	count := last - v.first + 1
	if count < v.law.action.Calls {
		return call.Flag{}, false
	}
	return v.law.action.flag("second_call_12_months", call.Strong,
		fmt.Sprintf("%d calls by the same caller within %d months may have broken the rules", count, v.law.action.Months),
		[]string{fmt.Sprintf("From call number %d of that kind on, the law may let you claim; only calls with a flag of their own are counted", v.law.action.Calls)},
		v.places[v.first:]...), true
}

// together reports whether two of them are close enough to count together.
func (v *violations) together(first, last int) bool {
	return call.DayOf(v.started[first]).AddMonths(v.law.action.Months).Compare(call.DayOf(v.started[last])) > 0
}
