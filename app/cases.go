package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Case is what is known of a matter besides its calls.
type Case = call.Case

var (
	// ErrNoCase means that no call belongs to a case of that name, and nothing else is known of it.
	ErrNoCase = errors.New("no such case")
	// ErrCaseName means that there is a case of that name already.
	ErrCaseName = errors.New("there is a case of that name")
	// ErrBadCase means that what was to be kept of a case makes no sense.
	ErrBadCase = errors.New("this cannot stand in a case")
	// ErrNoEntry means that a case has no such entry.
	ErrNoEntry = errors.New("no such entry in the case")
)

// CaseLine is a case in a list.
type CaseLine struct {
	Case
	Calls int       `json:"calls"`
	Last  time.Time `json:"last,omitzero"` // of its calls
	Due   int       `json:"due"`           // open follow-ups, in the case and its calls
}

// Cases lists the cases: those of which something is known and those that are only a name in calls. Open ones come first, then by the newest call.
func (a *App) Cases() ([]CaseLine, error) {
	cases, err := a.library.Cases()
	calls, wrong := a.library.List(Filter{})
	var all []CaseLine
	place := func(name string) *CaseLine {
		if i := slices.IndexFunc(all, func(l CaseLine) bool { return storage.SameCase(l.Name, name) }); i >= 0 {
			return &all[i]
		}
		all = append(all, CaseLine{Case: Case{Name: strings.TrimSpace(name)}})
		return &all[len(all)-1]
	}
	for _, c := range cases {
		if line := place(c.Name); line.ID == "" {
			line.Case, line.Due = c, openOf(c.FollowUps)
		}
	}
	for _, s := range calls {
		if strings.TrimSpace(s.Case) == "" {
			continue
		}
		line := place(s.Case)
		line.Calls, line.Due = line.Calls+1, line.Due+openOf(s.FollowUps)
		if s.Started.After(line.Last) {
			line.Last = s.Started
		}
	}
	slices.SortStableFunc(all, func(a, b CaseLine) int {
		return cmp.Or(cmp.Compare(closed(a), closed(b)), b.Last.Compare(a.Last), strings.Compare(a.Name, b.Name))
	})
	return all, errors.Join(err, wrong)
}

func closed(l CaseLine) int {
	if l.Status == call.Closed {
		return 1
	}
	return 0
}

func openOf(all []call.FollowUp) (count int) {
	for _, f := range all {
		if f.Done.IsZero() {
			count++
		}
	}
	return count
}

// Case gives the case of a name. It fails with ErrNoCase.
func (a *App) Case(name string) (Case, error) {
	c, err := a.library.Case(name)
	if err != nil || c.ID != "" {
		return c, err
	}
	calls, err := a.callsOfCase(name)
	if err == nil && (len(calls) == 0 || strings.TrimSpace(name) == "") {
		err = fmt.Errorf("case: %w", ErrNoCase)
	}
	return c, err
}

// callsOfCase lists the calls of a case, the newest first.
func (a *App) callsOfCase(name string) ([]Summary, error) {
	calls, err := a.Calls(Filter{})
	return slices.DeleteFunc(calls, func(s Summary) bool { return !storage.SameCase(s.Case, name) }), err
}

// AddCase makes a case. It fails with ErrCaseName if there is one of its name of which something is known, and with ErrBadCase.
func (a *App) AddCase(c Case) (Case, error) {
	return a.changeCase(c.Name, func(kept *Case) error {
		if kept.ID != "" {
			return fmt.Errorf("add case: %w", ErrCaseName)
		}
		*kept = c
		return nil
	})
}

// EditCase changes what is known of a case. A new name goes into its calls, too. It fails with ErrNoCase, ErrCaseName or ErrBadCase.
func (a *App) EditCase(name string, change func(*Case) error) (Case, error) {
	if _, err := a.Case(name); err != nil {
		return Case{}, err
	}
	c, err := a.changeCase(name, func(c *Case) error {
		if err := change(c); err != nil || storage.SameCase(c.Name, name) {
			return err
		}
		if other, err := a.library.Case(c.Name); err != nil || other.ID != "" {
			return errors.Join(err, ErrCaseName)
		}
		return nil
	})
	if err == nil && !storage.SameCase(c.Name, name) {
		err = a.renameCase(name, c.Name)
	}
	return c, err
}

// changeCase keeps a case in its form, and tells the faces.
func (a *App) changeCase(name string, change func(*Case) error) (Case, error) {
	c, err := a.library.EditCase(name, func(c *Case) error {
		if err := change(c); err != nil {
			return err
		}
		c.Name, c.Notes = oneLine(c.Name), strings.TrimSpace(oneEnd.Replace(c.Notes))
		c.References = distinct(c.References, oneLine, strings.ToLower)
		return checkCase(*c)
	})
	if err == nil {
		a.hub.send(CasesChanged{})
	}
	return c, err
}

// renameCase puts a new name into the calls of a case.
func (a *App) renameCase(old, name string) error {
	calls, err := a.callsOfCase(old)
	for _, s := range calls {
		_, wrong := a.Edit(s.ID, func(doc *call.Call) error { doc.Case = name; return nil })
		err = errors.Join(err, wrong)
	}
	return err
}

func checkCase(c Case) error {
	switch {
	case c.Name == "" || utf8.RuneCountInString(c.Name) > longestLine || strings.ContainsFunc(c.Name, isControl):
		return detail(ErrBadCase, "a case needs a name, of %d characters at most", longestLine)
	case c.Kind != "" && !slices.Contains(call.CaseKinds, c.Kind):
		return detail(ErrBadCase, "“%s” is no kind of case", c.Kind)
	case !slices.Contains(call.CaseStatuses, c.Status):
		return detail(ErrBadCase, "“%s” is no state of a case: it is open, waiting or closed", c.Status)
	case utf8.RuneCountInString(c.Notes) > longestNotes:
		return detail(ErrBadCase, "the notes are too long")
	}
	for _, reference := range c.References {
		if utf8.RuneCountInString(reference) > longestLine {
			return detail(ErrBadCase, "a reference has more than %d characters", longestLine)
		}
	}
	return nil
}

// CaseTimeline gives the calls of a case, what happened in them, and what else belongs to it, by time.
func (a *App) CaseTimeline(ctx context.Context, name string) ([]Moment, error) {
	c, err := a.Case(name)
	if err != nil {
		return nil, err
	}
	calls, err := a.callsOfCase(name)
	if err != nil {
		return nil, err
	}
	moments, err := a.timeline(ctx, calls)
	for _, e := range c.Entries {
		moments = append(moments, Moment{When: e.When, Kind: MomentKind(e.Kind), Entry: e.ID, Text: e.Text})
	}
	for _, f := range c.FollowUps {
		moments = append(moments, Moment{When: f.Due.In(a.config.Now().Location()), Kind: MomentKind(RemarkFollowUp), Entry: f.ID, Text: followUpWords(f)})
	}
	sortMoments(moments)
	return moments, err
}

// IsNoCase tells whether err says that there is no such case, or none any more.
func IsNoCase(err error) bool { return errors.Is(err, ErrNoCase) }
