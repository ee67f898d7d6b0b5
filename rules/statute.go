package rules

import (
	"errors"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// statute is where a rule stands, how sure that is, and when it was checked.
type statute struct {
	Cite       string   `json:"cite"`
	Confidence string   `json:"confidence"`
	Sources    []string `json:"sources"`
	group      call.FlagGroup
	checked    call.Day
}

func (s statute) check() error {
	if s.Cite == "" || s.Confidence == "" {
		return errors.New("a rule does not say where it stands, or how sure that is")
	}
	return nil
}

// flag makes a flag of the rule. The places are kept as they are handed in: flags of one caller may share them, since each call of thousands may name
// all before it.
func (s statute) flag(id string, weight call.Weight, says string, why []string, places ...call.Place) call.Flag {
	f := call.Flag{
		Rule: string(s.group) + "." + id, Group: s.group, Weight: weight, Says: says, Why: why, Places: slices.Clip(places),
		Cite: s.Cite, Confidence: s.Confidence, Version: "checked " + s.checked.String(),
	}
	if len(s.Sources) > 0 {
		f.Source = s.Sources[0]
	}
	return f
}
