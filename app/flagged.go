package app

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
)

// FlagMark is what a list shows, and a search asks, of a flag.
type FlagMark struct {
	Rule    string         `json:"rule"`
	Group   call.FlagGroup `json:"group"`
	Weight  call.Weight    `json:"weight"`
	Verdict call.Verdict   `json:"verdict,omitempty"`
}

// Counts reports whether nobody has said that the flag does not hold.
func (m FlagMark) Counts() bool { return m.Verdict != call.Dismissed }

// Weighs reports whether people should look at the flag first. Of consent a call tells by itself, and what is only to be known can wait.
func (m FlagMark) Weighs() bool {
	return m.Counts() && m.Group != call.FlagConsent && (m.Weight == call.Strong || m.Weight == call.Medium)
}

// MarkOf is the mark of a flag.
func MarkOf(f call.Flag) FlagMark { return FlagMark{f.Rule, f.Group, f.Weight, f.Judgement.Verdict} }

// flagMarks are the flags of all calls, as they were worked out last.
type flagMarks struct {
	mu      sync.Mutex // held while they are worked out
	changes uint64     // of the library; see storage.Library.Changes
	of      flagSources
	cases   []call.Case
	calls   map[call.ID]markedCall
	all     map[call.ID][]FlagMark // never changed: another one takes its place
}

// flagSources is what flags follow from besides calls and cases.
type flagSources struct {
	place  string // of the user
	people *directory
	day    call.Day // where the user is: some flags remind of what can be done until a day
}

// markedCall is a call whose flags were worked out.
type markedCall struct {
	state  uint64    // as storage.Digest tells it
	groups [2]string // of its caller and of its case, whose calls its flags may follow from; empty: none
}

// FlagMarks gives the flags of every call that has some, the heaviest first. They are worked out anew for the calls that have changed, and for those
// of the same callers and cases.
func (a *App) FlagMarks(ctx context.Context) (map[call.ID][]FlagMark, error) {
	m := &a.marks
	m.mu.Lock()
	defer m.mu.Unlock()
	changes, of := a.library.Changes(), flagSources{a.Settings().Place, a.directory(), call.DayOf(a.config.Now())}
	if m.all != nil && m.changes == changes && m.of == of {
		return m.all, nil
	}
	cases, err := a.library.Cases()
	if err != nil {
		return nil, err
	}
	calls, all := map[call.ID]markedCall{}, map[call.ID][]FlagMark{}
	if m.of == of && reflect.DeepEqual(m.cases, cases) {
		calls, all = maps.Clone(m.calls), maps.Clone(m.all)
	}
	records, err := a.touched(ctx, calls)
	if err != nil {
		return nil, err
	}
	flags, err := a.flagsOf(records)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(all, func(id call.ID, _ []FlagMark) bool { _, there := calls[id]; return !there })
	for _, r := range records {
		delete(all, r.ID)
		for _, f := range flags[r.ID] {
			all[r.ID] = append(all[r.ID], MarkOf(f))
		}
	}
	m.changes, m.of, m.cases, m.calls, m.all = changes, of, cases, calls, all
	return all, nil
}

// touched brings the known calls up to date, and gives those whose flags may be others than they were, by time: what has changed, and all calls
// of the callers and cases that it belongs to or did.
func (a *App) touched(ctx context.Context, calls map[call.ID]markedCall) ([]rules.Record, error) {
	there := map[call.ID]bool{}
	records, states, err := a.records(ctx, func(d storage.Digest) bool {
		there[d.Call] = true
		return calls[d.Call].state != d.State
	})
	if err != nil {
		return nil, err
	}
	groups := touchedGroups{}
	for id, c := range calls {
		if _, changed := states[id]; changed || !there[id] {
			groups.add(c)
			delete(calls, id)
		}
	}
	for id, state := range states { // also of those that cannot be read, which are not tried again until they change
		calls[id] = markedCall{state: state}
	}
	for _, r := range records {
		c := markedCall{states[r.ID], groupsOf(r.Call)}
		groups.add(c)
		calls[r.ID] = c
	}
	others := groups.reach(calls)
	maps.DeleteFunc(others, func(id call.ID, _ bool) bool { _, changed := states[id]; return changed })
	if len(others) == 0 {
		return records, nil
	}
	more, _, err := a.records(ctx, func(d storage.Digest) bool { return others[d.Call] })
	records = append(records, more...)
	slices.SortFunc(records, byStart)
	return records, err
}

// touchedGroups are callers and cases whose calls have to be looked at again.
type touchedGroups map[string]bool

func (g touchedGroups) add(c markedCall) {
	for _, group := range c.groups {
		g[group] = group != ""
	}
}

// reach gives the calls that are of one of the groups, or of one that such a call is of, too.
func (g touchedGroups) reach(calls map[call.ID]markedCall) map[call.ID]bool {
	reached := map[call.ID]bool{}
	for grown := true; grown; {
		grown = false
		for id, c := range calls {
			if !reached[id] && (g[c.groups[0]] || g[c.groups[1]]) {
				reached[id], grown = true, true
				g.add(c)
			}
		}
	}
	return reached
}

// groupsOf names the groups of calls that the flags of a call may follow from.
func groupsOf(c call.Call) (groups [2]string) {
	groups[0] = rules.Entity(c)
	if name := strings.TrimSpace(c.Case); name != "" {
		groups[1] = "case " + strings.ToLower(strings.ToUpper(name)) // so that what storage.SameCase takes for one is one
	}
	return groups
}

// flagged gives the calls with a flag of the kind that stands behind flag: in a search, or nil where there is no such kind.
func (a *App) flagged(ctx context.Context, kind string) (map[call.ID]bool, error) {
	wanted := flagKind(kind)
	if wanted == nil {
		return nil, nil
	}
	marks, err := a.FlagMarks(ctx)
	if err != nil {
		return nil, err
	}
	calls := map[call.ID]bool{}
	for id, some := range marks {
		for _, m := range some {
			calls[id] = calls[id] || wanted(m)
		}
	}
	return calls, nil
}

// flagKind understands what stands behind flag: in a search, in lower case: a group or a rule, of which those count that nobody has dismissed; or what
// was said of a flag of any kind.
func flagKind(kind string) func(FlagMark) bool {
	switch kind {
	case "any":
		return FlagMark.Counts
	case "open":
		return func(m FlagMark) bool { return m.Verdict == "" }
	case string(call.Confirmed), string(call.Dismissed):
		return func(m FlagMark) bool { return string(m.Verdict) == kind }
	}
	group, rule, one := strings.Cut(kind, ".")
	switch call.FlagGroup(group) {
	case call.FlagDNC, call.FlagDebt, call.FlagConsent, call.FlagPrivate:
		if one && rule == "" {
			return nil
		}
		return func(m FlagMark) bool { return m.Counts() && string(m.Group) == group && (!one || m.Rule == kind) }
	}
	return nil
}
