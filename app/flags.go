package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

var (
	// ErrNoFlag means that no flag of a rule stands at a call.
	ErrNoFlag = errors.New("no such flag at the call")
	// ErrNoReason means that a flag was to be dismissed without a reason.
	ErrNoReason = errors.New("no reason given")
)

// Flags works out what may be wrong in a call, the heaviest first, and what was said of it: about do-not-call requests and debts, with the other calls of
// the same caller or case; about consent; and about private numbers that were read out.
func (a *App) Flags(id call.ID) ([]call.Flag, error) {
	doc, err := a.Document(id)
	if err != nil {
		return nil, err
	}
	consent, err := a.ConsentFlags(doc)
	if err != nil {
		return nil, err
	}
	lawful, err := a.lawFlags(doc)
	if err != nil {
		return nil, err
	}
	flags := slices.Concat(lawful, consent, rules.PrivateFlags(recordOf(doc)))
	for i := range flags {
		flags[i].Judgement = flags[i].Judged(doc.Judged)
	}
	weights := []call.Weight{call.Strong, call.Medium, call.Notice}
	slices.SortStableFunc(flags, func(a, b call.Flag) int {
		return cmp.Compare(slices.Index(weights, a.Weight), slices.Index(weights, b.Weight))
	})
	return flags, nil
}

// recordOf is a call as rules look at it.
func recordOf(doc Document) rules.Record {
	r := rules.Record{Call: doc.Call}
	if doc.Transcript != nil {
		r.Said, _ = doc.Transcript.Said()
	}
	return r
}

// lawFlags gives those that a call makes with others by rules on calling. They are those of the United States: who says to be elsewhere gets none.
func (a *App) lawFlags(doc Document) (flags []call.Flag, err error) {
	mine := cmp.Or(doc.Parties[call.Local].Place, a.Settings().Place)
	if mine != "" && mine != "US" && !strings.HasPrefix(mine, "US-") {
		return nil, nil
	}
	if err := a.lawful.read(); err != nil {
		return nil, err
	}
	unwanted, err := a.callsOfCaller(doc)
	if err != nil {
		return nil, err
	}
	debt, err := a.debtOf(doc, unwanted)
	if err != nil {
		return nil, err
	}
	flags = slices.Concat(a.lawful.unwanted.Flags(unwanted), a.lawful.debts.Flags(debt))
	return slices.DeleteFunc(flags, func(f call.Flag) bool { return f.Call() != doc.ID }), nil
}

// callsOfCaller gives a call and the others with the same entity.
func (a *App) callsOfCaller(doc Document) ([]rules.Told, error) {
	far, entity := doc.Parties[call.Remote], rules.Entity(doc.Call)
	return a.callsWith(doc, func(s storage.Summary) bool {
		same := rules.SameNumber(s.Number, far.Number) || strings.EqualFold(strings.TrimSpace(s.Title), strings.TrimSpace(far.Name))
		return entity != "" && (same || far.Contact != "")
	}, func(other call.Call) bool { return rules.Entity(other) == entity })
}

// callsWith gives a call and those that belong to it, as far as they can be read, with what happened in them. The index says which may belong to it.
func (a *App) callsWith(doc Document, may func(storage.Summary) bool, belongs func(call.Call) bool) (calls []rules.Told, err error) {
	list, err := a.library.List(storage.Filter{})
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if s.Damaged != "" || s.ID == doc.ID || !may(s) {
			continue
		}
		other, err := a.Document(s.ID)
		if err != nil {
			a.config.Log.Warn("call is left out of the rules", "call", s.ID, "error", err)
			continue
		}
		if belongs(other.Call) {
			calls = append(calls, a.told(other))
		}
	}
	return append(calls, a.told(doc)), nil
}

// told gives what happened in a call, as far as it says something by itself.
func (a *App) told(doc Document) rules.Told {
	t := rules.Told{Record: recordOf(doc)}
	for _, fact := range a.lawful.phrases.Facts(t.Record) {
		if a.lawful.phrases.Telling(fact) {
			t.Facts = append(t.Facts, fact)
		}
	}
	return t
}

// Judge says of all flags of a rule at a call whether they hold, as JudgeFlags does. It fails with ErrNoFlag when there are none.
func (a *App) Judge(id call.ID, rule string, verdict call.Verdict, reason string) error {
	flags, err := a.Flags(id)
	if err != nil {
		return err
	}
	flags = slices.DeleteFunc(flags, func(f call.Flag) bool { return f.Rule != rule })
	if len(flags) == 0 {
		return fmt.Errorf("%w: %s", ErrNoFlag, rule)
	}
	return a.JudgeFlags(id, verdict, reason, flags...)
}

// JudgeFlags says of flags that a call makes whether they hold. An empty verdict takes that back. It fails with ErrNoReason when they are dismissed without
// one.
func (a *App) JudgeFlags(id call.ID, verdict call.Verdict, reason string, flags ...call.Flag) error {
	reason = strings.TrimSpace(reason)
	if verdict == call.Dismissed && reason == "" {
		return ErrNoReason
	}
	_, err := a.Edit(id, func(doc *call.Call) error {
		for _, flag := range flags {
			doc.Judged = slices.DeleteFunc(doc.Judged, func(j call.Judgement) bool { return j.Of(flag) })
			if verdict != "" {
				at := flag.Places[len(flag.Places)-1].At
				doc.Judged = append(doc.Judged, call.Judgement{Rule: flag.Rule, At: at, Verdict: verdict, Reason: reason, Made: a.config.Now()})
			}
		}
		return nil
	})
	return err
}
