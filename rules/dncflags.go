package rules

import (
	"slices"

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
	asked, wrong := requests{law: l}, violations{law: l}
	for _, c := range calls {
		for _, kind := range []string{askedNotToCall, salesPitch, prerecorded} {
			_, said := c.fact(kind)
			unwanted = unwanted || said
		}
		if unwanted && c.byCaller() {
			own := l.ofCall(&asked, c)
			flags = append(flags, own...)
			if slices.ContainsFunc(own, func(f call.Flag) bool { return f.Weight == call.Strong }) {
				if again, is := wrong.add(c); is {
					flags = append(flags, again)
				}
			}
		}
		asked.add(c)
	}
	return flags
}

// ofCall gives the flags that a call makes with those before it.
func (l *DNCLaw) ofCall(asked *requests, c Told) (flags []call.Flag) {
	if f, is := asked.disregardedBy(c); is {
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
