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
	record, err := a.record(id)
	if err != nil {
		return nil, err
	}
	calls, err := a.callsWith(record)
	if err != nil {
		return nil, err
	}
	flags, err := a.flagsOf(calls)
	return flags[id], err
}

// flagsOf works out the flags of calls that are given by time. Those of a call are right when all calls of its caller and of its case are among them.
func (a *App) flagsOf(calls []rules.Record) (map[call.ID][]call.Flag, error) {
	flags, err := a.lawFlags(calls)
	if err != nil {
		return nil, err
	}
	for _, r := range calls {
		needed, err := a.ConsentNeeded(r.Call)
		if err != nil {
			return nil, err
		}
		all := slices.Concat(flags[r.ID], a.lawful.phrases.ConsentFlags(r, needed), rules.PrivateFlags(r))
		for i := range all {
			all[i].Judgement = all[i].Judged(r.Judged)
		}
		slices.SortStableFunc(all, func(a, b call.Flag) int {
			return cmp.Compare(slices.Index(weights, a.Weight), slices.Index(weights, b.Weight))
		})
		if flags[r.ID] = all; len(all) == 0 {
			delete(flags, r.ID)
		}
	}
	return flags, nil
}

var weights = []call.Weight{call.Strong, call.Medium, call.Notice}

// lawFlags gives those that calls make with others by rules on calling. They are those of the United States: who says to be elsewhere gets none.
func (a *App) lawFlags(calls []rules.Record) (map[call.ID][]call.Flag, error) {
	cases, err := a.library.Cases()
	if err != nil {
		return nil, fmt.Errorf("flags of calls: %w", err)
	}
	home := a.Settings().Place
	elsewhere := map[call.ID]bool{}
	var all []rules.Told
	for _, r := range calls {
		mine := cmp.Or(r.Parties[call.Local].Place, home)
		elsewhere[r.ID] = mine != "" && mine != "US" && !strings.HasPrefix(mine, "US-")
		all = append(all, a.told(r))
	}
	flags := map[call.ID][]call.Flag{}
	add := func(some []call.Flag) {
		for _, f := range some {
			if id := f.Call(); !elsewhere[id] {
				flags[id] = append(flags[id], f)
			}
		}
	}
	for _, caller := range byCaller(all) {
		add(a.lawful.unwanted.Flags(caller))
	}
	for _, debt := range a.debts(all, cases) {
		add(a.lawful.debts.Flags(debt))
	}
	return flags, nil
}

// callsWith gives a call and those of the same caller or case, as far as they can be read, by time. The index says which these may be.
func (a *App) callsWith(r rules.Record) (calls []rules.Record, err error) {
	list, err := a.library.List(storage.Filter{})
	if err != nil {
		return nil, err
	}
	calls = []rules.Record{r}
	d, entity := a.directory(), rules.Entity(r.Call)
	for _, s := range list {
		caller := entity != "" && d.entity(s) == entity
		matter := r.Case != "" && storage.SameCase(s.Case, r.Case)
		if s.ID == r.ID || s.Damaged != "" || !matter && !caller {
			continue
		}
		other, err := a.record(s.ID)
		if err != nil {
			a.config.Log.Warn("call is left out of the rules", "call", s.ID, "err", err)
			continue
		}
		calls = append(calls, other)
	}
	slices.SortFunc(calls, byStart)
	return calls, nil
}

// told gives what happened in a call, as far as it says something by itself.
func (a *App) told(r rules.Record) rules.Told {
	t := rules.Told{Record: r}
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
