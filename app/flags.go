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

// Flags works out what may be wrong in a call, the heaviest first, and what was said of it: about do-not-call requests in earlier calls of the same
// caller, about consent, and about private numbers that were read out.
func (a *App) Flags(id call.ID) ([]call.Flag, error) {
	doc, err := a.Document(id)
	if err != nil {
		return nil, err
	}
	consent, err := a.ConsentFlags(doc)
	if err != nil {
		return nil, err
	}
	unwanted, err := a.doNotCallFlags(doc)
	if err != nil {
		return nil, err
	}
	flags := slices.Concat(unwanted, consent, rules.PrivateFlags(recordOf(doc)))
	for i := range flags {
		flags[i].Judgement = judgementOf(doc.Judged, flags[i])
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

// doNotCallFlags gives those that a call makes with the earlier ones of the same caller. The rules are those of the United States: who says to be
// elsewhere gets none.
func (a *App) doNotCallFlags(doc Document) (flags []call.Flag, err error) {
	mine := cmp.Or(doc.Parties[call.Local].Place, a.Settings().Place)
	if mine != "" && mine != "US" && !strings.HasPrefix(mine, "US-") {
		return nil, nil
	}
	calls, err := a.callsBefore(doc)
	if err != nil {
		return nil, err
	}
	for _, flag := range a.lawful.unwanted.Flags(calls) {
		if flag.Call() == doc.ID {
			flags = append(flags, flag)
		}
	}
	return flags, nil
}

// callsBefore gives a call, and the earlier ones of the same caller as far as they can be read, with what happened in them.
func (a *App) callsBefore(doc Document) (calls []rules.Told, err error) {
	if err := a.lawful.read(); err != nil {
		return nil, err
	}
	ids := []call.ID{}
	if caller := rules.Entity(doc.Call); caller != "" {
		if ids, err = a.earlier(doc.Call); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		earlier, err := a.Document(id)
		if err != nil {
			a.config.Log.Warn("call is left out of the rules", "call", id, "error", err)
			continue
		}
		if rules.Entity(earlier.Call) == rules.Entity(doc.Call) {
			calls = append(calls, a.told(earlier))
		}
	}
	return append(calls, a.told(doc)), nil
}

// earlier lists the calls before one that may be of the same caller, by what the index knows of them.
func (a *App) earlier(doc call.Call) (ids []call.ID, err error) {
	all, err := a.library.List(storage.Filter{Until: doc.Started})
	if err != nil {
		return nil, err
	}
	far := doc.Parties[call.Remote]
	for _, s := range all {
		same := rules.SameNumber(s.Number, far.Number) || strings.EqualFold(strings.TrimSpace(s.Title), strings.TrimSpace(far.Name))
		if s.Damaged == "" && s.ID != doc.ID && (same || far.Contact != "") {
			ids = append(ids, s.ID)
		}
	}
	return ids, nil
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

func judgementOf(judged []call.Judgement, flag call.Flag) call.Judgement {
	for _, j := range judged {
		if sameFlag(j, flag) {
			return j
		}
	}
	return call.Judgement{}
}

// sameFlag reports whether a judgement is of a flag.
func sameFlag(j call.Judgement, flag call.Flag) bool {
	return j.Rule == flag.Rule && j.At == flag.Places[len(flag.Places)-1].At
}

// Judge says of the flags of a rule at a call whether they hold. An empty verdict takes that back. It fails with ErrNoFlag when there are none, and with
// ErrNoReason when they are dismissed without one.
func (a *App) Judge(id call.ID, rule string, verdict call.Verdict, reason string) error {
	reason = strings.TrimSpace(reason)
	if verdict == call.Dismissed && reason == "" {
		return ErrNoReason
	}
	flags, err := a.Flags(id)
	if err != nil {
		return err
	}
	flags = slices.DeleteFunc(flags, func(f call.Flag) bool { return f.Rule != rule })
	if len(flags) == 0 {
		return fmt.Errorf("%w: %s", ErrNoFlag, rule)
	}
	_, err = a.Edit(id, func(doc *call.Call) error {
		for _, flag := range flags {
			doc.Judged = slices.DeleteFunc(doc.Judged, func(j call.Judgement) bool { return sameFlag(j, flag) })
			if verdict != "" {
				at := flag.Places[len(flag.Places)-1].At
				doc.Judged = append(doc.Judged, call.Judgement{Rule: rule, At: at, Verdict: verdict, Reason: reason, Made: a.config.Now()})
			}
		}
		return nil
	})
	return err
}
