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
	mend  func() error // nil when only a person can help; called with l.change held
	steps func() error // in place of mend: takes l.change itself, for one step after the other
}

func (p problem) mendable() bool { return p.mend != nil || p.steps != nil }

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
		if p.mendable() {
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
	findings, err := l.mendAll(ctx, problems)
	if err != nil || len(problems) == 0 {
		return findings, err
	}
	// What was mended may have been written over a fault that looked like another one.
	problems, _, err = l.inspectIndex()
	if err != nil {
		return findings, fmt.Errorf("repair library: %w", err)
	}
	more, err := l.mendAll(ctx, problems)
	return append(findings, more...), err
}

func (l *Library) mendAll(ctx context.Context, problems []problem) ([]Finding, error) {
	var findings []Finding
	for _, p := range problems {
		if err := ctx.Err(); err != nil {
			return findings, fmt.Errorf("repair library: %w", err)
		}
		findings = append(findings, l.mend(p))
	}
	return findings, nil
}

// mend does what can be done about a problem and says what that was.
func (l *Library) mend(p problem) Finding {
	if !p.mendable() {
		return p.Finding
	}
	if err := l.carryOut(p); err != nil {
		p.Action = fmt.Sprintf("It could not be mended: %v.", err)
		return p.Finding
	}
	p.Mended = true
	return p.Finding
}

func (l *Library) carryOut(p problem) error {
	if p.steps != nil {
		return p.steps()
	}
	l.change.Lock()
	defer l.change.Unlock()
	return p.mend()
}
