package app

import (
	"context"
	"strings"
	"sync"

	"github.com/onrecord/onrecord/call"
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

// flagMarks are the flags of all calls, as they were worked out last.
type flagMarks struct {
	mu  sync.Mutex // held while they are worked out
	of  flagSources
	all map[call.ID][]FlagMark
}

// flagSources is all that flags follow from.
type flagSources struct {
	changes uint64 // of the library; see storage.Library.Changes
	place   string // of the user
	people  *directory
	day     call.Day // where the user is: some flags remind of what can be done until a day
}

// FlagMarks gives the flags of every call that has some, the heaviest first. They are worked out anew when something has changed.
func (a *App) FlagMarks(ctx context.Context) (map[call.ID][]FlagMark, error) {
	a.marks.mu.Lock()
	defer a.marks.mu.Unlock()
	of := flagSources{a.library.Changes(), a.Settings().Place, a.directory(), call.DayOf(a.config.Now())}
	if a.marks.all != nil && a.marks.of == of {
		return a.marks.all, nil
	}
	records, err := a.records(ctx)
	if err != nil {
		return nil, err
	}
	flags, err := a.flagsOf(records)
	if err != nil {
		return nil, err
	}
	all := make(map[call.ID][]FlagMark, len(flags))
	for id, some := range flags {
		for _, f := range some {
			all[id] = append(all[id], FlagMark{f.Rule, f.Group, f.Weight, f.Judgement.Verdict})
		}
	}
	a.marks.all, a.marks.of = all, of
	return all, nil
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

// HearAll looks through all calls in the background as far as nobody has since they changed, so that the first search for a flag need not
// wait. It stops as soon as a call is being recorded: a search does the rest.
func (a *App) HearAll() {
	a.work.Go(func() {
		if a.Recovered(a.ctx) != nil || a.lawful.read() != nil {
			return
		}
		_, fresh, err := a.heardAlready(a.ctx)
		if err != nil && a.ctx.Err() == nil {
			a.config.Log.Warn("calls could not be looked through for the rules", "err", err)
		}
		for _, id := range fresh {
			if a.ctx.Err() != nil || a.liveCall() != "" {
				return
			}
			a.readable(id)
		}
	})
}
