package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// ErrDebtLaw means that the rules of debt collection cannot be used as they stand. The error says what is wrong with them.
var ErrDebtLaw = errors.New("rules of debt collection that cannot be used")

// DebtLaw is what is known of the rules of the United States for those who collect the debts of others.
type DebtLaw struct {
	Checked call.Day
	flags   map[string]statute // the rule, or the rules together, that a flag stands on
	hours   callingHours
	calls   int // that are allowed for one debt
	window  int // consecutive days in which they are counted, the day of the call among them
	pause   int // days after a talk, of which the talk's own is the first, on which the collector may not call
	mail    int // business days that a letter is taken to need
	notice  int // days that the collector has for the written notice, from the first talk
	dispute int // days that the consumer has to dispute in writing, from the notice
	remind  int // days before the end of which that is told
	sue     int // years in which the consumer may go to court
	warn    int // months after which that is told
}

// debtRule is one rule of law/debt_rules.json. Which numbers it needs hangs on which it is.
type debtRule struct {
	ID string `json:"id"`
	statute
	Params struct {
		Earliest string `json:"earliest"`
		Latest   string `json:"latest"`
		Calls    int    `json:"max_calls"`
		Window   int    `json:"window_days"`
		Mail     int    `json:"mail_business_days"`
		Days     int    `json:"days"`
		Remind   int    `json:"remind_days"`
		Years    int    `json:"limitation_years"`
		Warn     int    `json:"warn_after_months"`
	} `json:"params"`
}

// The IDs of the flags.
const (
	tooManyCalls     = "more_than_7_in_7"
	soonAfterTalk    = "call_within_7_days_of_conversation"
	atBadHours       = "outside_hours"
	afterCease       = "after_cease"
	afterSpokenCease = "after_spoken_cease"
	afterAttorney    = "after_attorney_notice"
	noNotice         = "no_validation_notice"
	disputeEnds      = "dispute_deadline"
	whileDisputed    = "collection_during_dispute"
	noDisclosure     = "no_mini_miranda"
	threatHeard      = "threat_phrase"
	nameNotGiven     = "identity_refused"
	toldOthers       = "third_party_disclosure"
	timeToSue        = "limitation_warning"
)

var debtFlags = []string{
	tooManyCalls, soonAfterTalk, atBadHours, afterCease, afterSpokenCease, afterAttorney, noNotice, disputeEnds, whileDisputed, noDisclosure, threatHeard,
	nameNotGiven, toldOthers, timeToSue,
}

// ReadDebtLaw reads law/debt_rules.json. It fails with ErrDebtLaw, and says where.
func ReadDebtLaw(law fs.FS) (*DebtLaw, error) {
	l := &DebtLaw{}
	if err := readFile(law, "law/debt_rules.json", ErrDebtLaw, l.take); err != nil {
		return nil, err
	}
	return l, nil
}

// debtRules is law/debt_rules.json.
type debtRules struct {
	lawFile
	Rules []debtRule `json:"rules"`
	Flags []struct {
		ID    string   `json:"id"`
		Rules []string `json:"rules"`
	} `json:"flags"`
}

func (l *DebtLaw) take(file debtRules) error {
	*l = DebtLaw{Checked: file.Checked, flags: map[string]statute{}}
	rules := map[string]debtRule{}
	for _, r := range file.Rules {
		r.group, r.checked = call.FlagDebt, file.Checked
		if err := r.check(); err != nil {
			return fmt.Errorf("%q: %w", r.ID, err)
		}
		rules[r.ID] = r
	}
	for _, flag := range file.Flags {
		joined, err := joinRules(rules, flag.Rules)
		if err != nil {
			return fmt.Errorf("flag %q: %w", flag.ID, err)
		}
		l.flags[flag.ID] = joined
	}
	return l.numbers(rules)
}

// joinRules makes one of the rules that a flag stands on: as sure as the least sure of them.
func joinRules(rules map[string]debtRule, ids []string) (joined statute, err error) {
	if len(ids) == 0 {
		return joined, errors.New("it does not say which rule it stands on")
	}
	sure := []string{"low", "medium", "high"}
	for i, id := range ids {
		one, known := rules[id]
		if !known || !slices.Contains(sure, one.Confidence) {
			return joined, fmt.Errorf("rule %q is not there, or does not say how sure it is", id)
		}
		if i == 0 {
			joined = one.statute
			continue
		}
		joined.Cite += "; " + one.Cite
		joined.Sources = slices.Concat(joined.Sources, one.Sources)
		if slices.Index(sure, one.Confidence) < slices.Index(sure, joined.Confidence) {
			joined.Confidence = one.Confidence
		}
	}
	return joined, nil
}

// numbers takes what the rules count with. None may be missing.
func (l *DebtLaw) numbers(rules map[string]debtRule) error {
	for _, id := range debtFlags {
		if _, there := l.flags[id]; !there {
			return fmt.Errorf("flag %q is not there", id)
		}
	}
	at := func(rule string) debtRule { return rules[rule] }
	l.hours = callingHours{l.flags[atBadHours], at("time").Params.Earliest, at("time").Params.Latest}
	l.calls, l.window, l.pause = at("frequency_7in7").Params.Calls, at("frequency_7in7").Params.Window, at("after_conversation").Params.Window
	l.mail, l.notice, l.dispute = at("cease").Params.Mail, at("validation_notice").Params.Days, at("dispute").Params.Days
	l.remind, l.sue, l.warn = at("dispute").Params.Remind, at("remedy").Params.Years, at("remedy").Params.Warn
	if slices.Min([]int{l.calls, l.window, l.pause, l.mail, l.notice, l.dispute, l.remind, l.sue, l.warn}) < 1 {
		return errors.New("a number of calls, days, months or years is missing, or is none")
	}
	if l.remind >= l.dispute || l.warn >= 12*l.sue {
		return errors.New("a warning would come before what it warns of begins")
	}
	return l.hours.check()
}

// flag makes a flag of that ID.
func (l *DebtLaw) flag(id string, weight call.Weight, says string, why []string, places ...call.Place) call.Flag {
	return l.flags[id].flag(id, weight, says, why, places...)
}

// stated leaves out the empty ones.
func stated(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return strings.TrimSpace(s) == "" })
}
