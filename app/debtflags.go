package app

import (
	"fmt"
	"slices"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

// debtOf gives what is on record of the debt that a call may be about: the calls of its case, where that is one of kind debt, else those of the same caller
// that stand in no case of any kind. A call of a case of another kind is about no debt.
func (a *App) debtOf(doc Document, byCaller []rules.Told) (debt rules.Debt, err error) {
	debt.Now = a.config.Now()
	cases, err := a.library.Cases()
	if err != nil {
		return debt, fmt.Errorf("flags of call %s: %w", doc.ID, err)
	}
	matter := caseNamed(cases, doc.Case)
	switch matter.Kind {
	case call.Debt:
		debt.Named, debt.Besides = true, rules.EntryFacts(matter)
		debt.Calls, err = a.callsWith(doc, func(s storage.Summary) bool { return storage.SameCase(s.Case, doc.Case) }, func(call.Call) bool { return true })
	case "":
		debt.Calls = slices.DeleteFunc(slices.Clone(byCaller), func(t rules.Told) bool { return caseNamed(cases, t.Case).Kind != "" })
	}
	return debt, err
}

// caseNamed finds the oldest case of a name; its zero value where nothing is known of it.
func caseNamed(cases []call.Case, name string) call.Case {
	if at := slices.IndexFunc(cases, func(c call.Case) bool { return storage.SameCase(c.Name, name) }); at >= 0 && name != "" {
		return cases[at]
	}
	return call.Case{}
}
