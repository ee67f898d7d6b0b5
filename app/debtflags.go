package app

import (
	"cmp"
	"slices"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

// debts gives what is on record of each debt that calls may be about: the calls of a case, where that is one of kind debt, else those of one caller
// that stand in no case of any kind. A call of a case of another kind is about no debt.
func (a *App) debts(calls []rules.Told, cases []call.Case) (debts []rules.Debt) {
	now := a.config.Now()
	named := map[call.ID]*rules.Debt{}
	var loose []rules.Told
	for _, t := range calls {
		switch matter := caseNamed(cases, t.Case); matter.Kind {
		case call.Debt:
			if named[matter.ID] == nil {
				named[matter.ID] = &rules.Debt{Besides: rules.EntryFacts(matter), Named: true, Now: now}
			}
			named[matter.ID].Calls = append(named[matter.ID].Calls, t)
		case "":
			loose = append(loose, t)
		}
	}
	for _, caller := range byCaller(loose) {
		debts = append(debts, rules.Debt{Calls: caller, Now: now})
	}
	for _, debt := range named {
		debts = append(debts, *debt)
	}
	return debts
}

// byCaller groups calls by who is at the far side. One of somebody who is not known stands alone.
func byCaller(calls []rules.Told) map[string][]rules.Told {
	callers := map[string][]rules.Told{}
	for _, t := range calls {
		caller := cmp.Or(rules.Entity(t.Call), "call "+string(t.ID))
		callers[caller] = append(callers[caller], t)
	}
	return callers
}

// caseNamed finds the oldest case of a name; its zero value where nothing is known of it.
func caseNamed(cases []call.Case, name string) call.Case {
	if at := slices.IndexFunc(cases, func(c call.Case) bool { return storage.SameCase(c.Name, name) }); at >= 0 && name != "" {
		return cases[at]
	}
	return call.Case{}
}
