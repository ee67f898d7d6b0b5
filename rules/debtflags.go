package rules

import (
	"fmt"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// The kinds of facts that rules of debt collection look at besides those that people state: categories of phrases.json.
const (
	disclosed     = "mini_miranda"
	paymentAsked  = "payment_demand"
	saidDispute   = "dispute"
	saidProof     = "validation_request"
	saidStop      = "cease_request"
	threatened    = "threat"
	spokenOfAsOld = "time_barred"
)

// Debt is what is on record of one debt.
type Debt struct {
	Calls   []Told // of one case, or of one caller, in any order
	Besides []Fact // what happened besides calls, as EntryFacts gives it
	// Named says that somebody put the calls into a case of kind debt. Else they are taken for one debt if they sound like a collector's.
	Named bool
	Now   time.Time
}

// Flags gives what may be wrong about the calls that are made for a debt, by the call that makes each flag. Days and hours are those of each call's own zone.
func (l *DebtLaw) Flags(d Debt) (flags []call.Flag) {
	d.Calls = slices.Clone(d.Calls)
	slices.SortStableFunc(d.Calls, func(a, b Told) int { return a.Started.Compare(b.Started) })
	t := newTrail(l, d)
	sounds, does := t.soundsLikeDebt()
	if !d.Named && !does {
		return nil
	}
	for i, c := range d.Calls {
		own := slices.Concat(t.ofCaller(i), t.ofTalk(i), t.reminders(i))
		if late, is := t.timeToSue(c, own); is {
			own = append(own, late)
		}
		flags = append(flags, own...)
	}
	if !d.Named {
		for i := range flags {
			flags[i].Why = append(flags[i].Why, sounds...)
		}
	}
	return flags
}

// soundsLikeDebt looks for signs that a collector calls, and says what they are: the collector's own disclosure, or letters about the debt, or a demand for
// payment together with what is said to collectors. A demand alone is what every shop makes.
func (t trail) soundsLikeDebt() (why []string, does bool) {
	sign, there := t.ever(disclosed, CeaseSent, DisputeSent, ValidationSent, ValidationReceived, NoticeReceived)
	if !there {
		_, asked := t.ever(paymentAsked)
		sign, there = t.ever(saidDispute, saidProof, saidStop, threatened)
		there = there && asked
	}
	if !there {
		return nil, false
	}
	return []string{
		fmt.Sprintf("Taken for a collector's calls about one debt by what happened on %s; a case of kind debt says for certain which calls belong to it", call.DayOf(sign.When).Words()),
		"The rules bind those who collect debts of others; who collects its own is mostly outside of them",
	}, true
}

// knownCollector reports whether what is missing may be missed: a person says that this is a debt, or the collector itself did.
func (t trail) knownCollector() bool {
	_, said := t.ever(disclosed)
	return t.Named || said
}

// placesOf are the place of a fact, if it has one in a call, and the one that makes a flag by it.
func placesOf(f Fact, last call.Place) []call.Place {
	if f.Place.Call == "" {
		return []call.Place{last}
	}
	return []call.Place{f.Place, last}
}

// ofCaller gives the flags that a call makes because the collector made it.
func (t trail) ofCaller(i int) (flags []call.Flag) {
	if !t.Calls[i].byCaller() {
		return nil
	}
	for _, rule := range []func(int) (call.Flag, bool){t.tooOften, t.soonAfterTalk, t.atBadHours, t.afterCease, t.afterAttorney, t.whileDisputed} {
		if f, is := rule(i); is {
			flags = append(flags, f)
		}
	}
	return flags
}

// ofTalk gives the flags that a call makes by what was said in it, or was not, whoever called.
func (t trail) ofTalk(i int) (flags []call.Flag) {
	for _, rule := range []func(int) (call.Flag, bool){t.noDisclosure, t.noNotice, t.threat, t.nameNotGiven, t.toldOthers} {
		if f, is := rule(i); is {
			flags = append(flags, f)
		}
	}
	return flags
}

// reminders stand at the last call, where people look first.
func (t trail) reminders(i int) (flags []call.Flag) {
	if f, is := t.disputeEnds(); is && i == len(t.Calls)-1 {
		flags = append(flags, f)
	}
	return flags
}
