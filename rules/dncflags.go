package rules

import (
	"fmt"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// The kinds of facts that do-not-call rules look at: categories of phrases.json.
const (
	askedNotToCall = "dnc_request"
	salesPitch     = "sales_pitch"
	prerecorded    = "robocall"
	nameRefused    = "identity_refused"
)

// Flags gives what may be wrong about the calls of one caller under the do-not-call rules, by the call that makes each flag. The calls may come in
// any order; days and hours are those of each call's own zone.
func (l *DNCLaw) Flags(calls []Told) (flags []call.Flag) {
	calls = slices.Clone(calls)
	slices.SortStableFunc(calls, func(a, b Told) int { return a.Started.Compare(b.Started) })
	unwanted := false // so far: somebody asked not to be called, or was sold something
	var violating []call.Place
	var started []time.Time
	for i, c := range calls {
		for _, kind := range []string{askedNotToCall, salesPitch, prerecorded} {
			_, said := c.fact(kind)
			unwanted = unwanted || said
		}
		if !unwanted || !c.byCaller() {
			continue
		}
		own := l.ofCall(calls[:i], c)
		flags = append(flags, own...)
		if !slices.ContainsFunc(own, func(f call.Flag) bool { return f.Weight == call.Strong }) {
			continue
		}
		violating, started = append(violating, c.place()), append(started, c.Started)
		if again, is := l.again(violating, started); is {
			flags = append(flags, again)
		}
	}
	return flags
}

// ofCall gives the flags that a call makes with those before it.
func (l *DNCLaw) ofCall(before []Told, c Told) (flags []call.Flag) {
	if f, is := l.afterRequest(before, c); is {
		flags = append(flags, f)
	}
	if f, is := l.hours.flagOf(c, "sales calls"); is {
		flags = append(flags, f)
	}
	if f, there := c.fact(prerecorded); there {
		flags = append(flags, l.robocall.flag("prerecorded", call.Strong, "A prerecorded or artificial voice may have been used without consent",
			append([]string{"A message of that kind counts from the first call on, unless you agreed to it"}, doubt(f)...), f.Place))
	}
	if f, there := c.fact(nameRefused); there {
		flags = append(flags, l.company.flag("no_identification", call.Medium, "The caller may have refused to say who calls",
			append([]string{"A caller must give a name, for whom the call is, and a number or an address"}, doubt(f)...), f.Place))
	}
	return flags
}

// afterRequest looks for a request not to be called that the call disregards: one whose grace is over before one that runs, one that a person stated before
// one that was found, and of those the earliest.
func (l *DNCLaw) afterRequest(before []Told, c Told) (call.Flag, bool) {
	day := call.DayOf(c.Started)
	var request Fact
	best := 0
	for _, earlier := range before {
		f, there := earlier.fact(askedNotToCall)
		asked := call.DayOf(f.When)
		if !there || asked.AddMonths(12*l.company.Keep).Compare(day) <= 0 {
			continue
		}
		worth := 1
		if f.Sure {
			worth++
		}
		if day.Compare(l.GraceEnd(asked)) > 0 {
			worth += 2
		}
		if worth > best {
			request, best = f, worth
		}
	}
	if best == 0 {
		return call.Flag{}, false
	}
	asked := call.DayOf(request.When)
	end := l.GraceEnd(asked)
	why := append([]string{
		fmt.Sprintf("On %s you asked not to be called", asked),
		fmt.Sprintf("The caller had until %s to see to it, by the rule in force on the day of the request", end),
		fmt.Sprintf("This call came on %s", day),
	}, doubt(request)...)
	if best < 3 {
		return l.company.flag("call_within_grace", call.Notice, "Called again after a request not to, within the time that the caller has for it", why, request.Place, c.place()), true
	}
	return l.company.flag("call_after_dnc", call.Strong, "Called again after a request not to; this may be a violation", why, request.Place, c.place()), true
}

// again makes the flag of a call that is not the first one against the rules within the time that counts.
func (l *DNCLaw) again(violating []call.Place, started []time.Time) (call.Flag, bool) {
	last := len(started) - 1
	from := call.DayOf(started[last])
	first := slices.IndexFunc(started, func(t time.Time) bool { return call.DayOf(t).AddMonths(l.action.Months).Compare(from) > 0 })
	if count := last - first + 1; count >= l.action.Calls {
		return l.action.flag("second_call_12_months", call.Strong,
			fmt.Sprintf("%d calls by the same caller within %d months may have broken the rules", count, l.action.Months),
			[]string{fmt.Sprintf("From call number %d of that kind on, the law may let you claim; only calls with a flag of their own are counted", l.action.Calls)},
			violating[first:]...), true
	}
	return call.Flag{}, false
}
