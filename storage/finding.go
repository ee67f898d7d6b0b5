package storage

import (
	"context"
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Finding is one thing that is wrong with a library, in words for a person.
type Finding struct {
	Call    call.ID `json:"call,omitempty"` // empty when it concerns no one call
	Path    string  `json:"path"`           // library-relative, with forward slashes
	Problem string  `json:"problem"`        // a sentence: what is wrong
	Mended  bool    `json:"mended"`         // by Repair
	Action  string  `json:"action"`         // a sentence: what Repair did, or what can be done
}

// problem is a finding and, if there is one, the way to mend it.
type problem struct {
	Finding
	mend func() error // nil when only a person can help
}

// Check looks for everything that is wrong with the library, and changes nothing. The findings about the library as a
// whole come first, then those about calls, by ID. Action says whether Repair can mend it, or what the user can do.
//
// A recording that was cut off is found too, unless it is running: it is mended by salvaging it and Commit, which
// Unfinished serves, and not by Repair.
func (l *Library) Check(ctx context.Context) ([]Finding, error) {
	problems, err := l.inspect(ctx)
	if err != nil {
		return nil, fmt.Errorf("check library: %w", err)
	}
	findings := make([]Finding, len(problems))
	for i, p := range problems {
		findings[i] = p.Finding
		if p.mend != nil {
			findings[i].Action = "“onrecord check --repair” can mend this."
		}
	}
	return findings, nil
}

// Repair mends what Check finds and can be mended without losing anything: files that have to make room are kept
// under another name. It gives all findings, with what was done.
func (l *Library) Repair(ctx context.Context) ([]Finding, error) {
	problems, err := l.inspect(ctx)
	if err != nil {
		return nil, fmt.Errorf("repair library: %w", err)
	}
	findings := make([]Finding, len(problems))
	for i, p := range problems {
		findings[i] = p.Finding
		if p.mend == nil {
			continue
		}
		if err := ctx.Err(); err != nil {
			return findings[:i], fmt.Errorf("repair library: %w", err)
		}
		if err := l.mend(p); err != nil {
			findings[i].Action = fmt.Sprintf("It could not be mended: %v.", err)
			continue
		}
		findings[i].Mended = true
	}
	return findings, nil
}

func (l *Library) mend(p problem) error {
	l.change.Lock()
	defer l.change.Unlock()
	return p.mend()
}
