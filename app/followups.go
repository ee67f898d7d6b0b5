package app

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

var (
	// ErrNoFollowUp: there is no such follow-up.
	ErrNoFollowUp = errors.New("no such follow-up")
	// ErrBadFollowUp: a follow-up needs words, and a day.
	ErrBadFollowUp = errors.New("a follow-up needs words and a day")
)

// Due is a follow-up, and what it belongs to: a call, or else a case.
type Due struct {
	call.FollowUp
	Call  call.ID `json:"call,omitempty"`
	Case  string  `json:"case,omitempty"`
	Title string  `json:"title,omitempty"` // of the call
}

// Open tells whether it is still to be done.
func (d Due) Open() bool { return d.Done.IsZero() }

// ReadDay understands a day as people type one, for a follow-up. It fails with rules.ErrNoDate or rules.ErrTwoDates.
func (a *App) ReadDay(text string) (call.Day, error) { return rules.ReadDay(text, a.Today()) }

// FollowUps lists those that are open, the earliest first, and if asked for behind them those that are done, the last one first. A case that cannot be read is
// left out, and the error says why.
func (a *App) FollowUps(done bool) ([]Due, error) {
	summaries, err := a.library.List(Filter{})
	if err != nil {
		return nil, err
	}
	var all []Due
	for _, s := range summaries {
		for _, f := range s.FollowUps {
			all = append(all, Due{f, s.ID, s.Case, s.Title})
		}
	}
	cases, err := a.library.Cases()
	for _, c := range cases {
		for _, f := range c.FollowUps {
			all = append(all, Due{FollowUp: f, Case: c.Name})
		}
	}
	all = slices.DeleteFunc(all, func(d Due) bool { return !d.Open() && !done })
	slices.SortStableFunc(all, func(a, b Due) int {
		switch {
		case a.Open() && b.Open():
			return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.Text, b.Text))
		case a.Open() != b.Open():
			return map[bool]int{true: -1, false: 1}[a.Open()]
		}
		return b.Done.Compare(a.Done)
	})
	return all, err
}

// CountDue tells how many are due on a day, or were due before and are open.
func CountDue(all []Due, today call.Day) (count int) {
	for _, d := range all {
		if d.Open() && d.FollowUp.Due.Compare(today) <= 0 {
			count++
		}
	}
	return count
}

// mostFollowUp is how many characters the words of a follow-up have at most.
const mostFollowUp = 200

// AddFollowUp notes that something is to be done up to a day: in a call, at the given second, else at this one of a call that goes on; or, where of names
// no call, in its case. It fails with ErrBadFollowUp.
func (a *App) AddFollowUp(of Due, at *call.Seconds) (Due, error) {
	f := call.FollowUp{ID: newFollowUp(), Due: of.Due, Text: oneLine(of.Text), Made: a.config.Now()}
	if err := checkFollowUp(f); err != nil {
		return Due{}, err
	}
	if of.Call == "" && of.Case == "" {
		return Due{}, fmt.Errorf("%w: it belongs neither to a call nor to a case", ErrBadFollowUp)
	}
	if of.Call != "" {
		f.At = a.second(of.Call, at)
	}
	of.FollowUp = f
	return of, a.editFollowUps(of, func(all []call.FollowUp) ([]call.FollowUp, error) { return append(all, f), nil })
}

func checkFollowUp(f call.FollowUp) error {
	switch {
	case f.Text == "" || utf8.RuneCountInString(f.Text) > mostFollowUp:
		return fmt.Errorf("%w: %d characters are the most", ErrBadFollowUp, mostFollowUp)
	case f.Due.IsZero():
		return fmt.Errorf("%w: it has no day", ErrBadFollowUp)
	}
	return nil
}

// newFollowUp gives an ID that is short enough to be typed.
func newFollowUp() string { return strings.ToLower(rand.Text()[:5]) }

// FindFollowUp finds one by the beginning of its ID. It fails with ErrNoFollowUp, also where several begin like that.
func (a *App) FindFollowUp(ref string) (Due, error) {
	all, err := a.FollowUps(true)
	var found []Due
	for _, d := range all {
		if d.ID == ref {
			return d, nil
		}
		if ref != "" && strings.HasPrefix(d.ID, ref) {
			found = append(found, d)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case err != nil:
		return Due{}, err
	case len(found) > 1:
		return Due{}, fmt.Errorf("%w: %d begin with %q", ErrNoFollowUp, len(found), ref)
	}
	return Due{}, fmt.Errorf("%w: %q", ErrNoFollowUp, ref)
}

// FinishFollowUp says that one is done, or that it is not after all.
func (a *App) FinishFollowUp(d Due, done bool) (Due, error) {
	return a.changeFollowUp(d, func(f *call.FollowUp) {
		if f.Done = (time.Time{}); done {
			f.Done = a.config.Now()
		}
	})
}

// MoveFollowUp gives one another day. It fails with ErrBadFollowUp.
func (a *App) MoveFollowUp(d Due, due call.Day) (Due, error) {
	if due.IsZero() {
		return Due{}, fmt.Errorf("%w: it has no day", ErrBadFollowUp)
	}
	return a.changeFollowUp(d, func(f *call.FollowUp) { f.Due = due })
}

// changeFollowUp changes one. It fails with ErrNoFollowUp when it is gone.
func (a *App) changeFollowUp(d Due, change func(*call.FollowUp)) (Due, error) {
	err := a.editFollowUps(d, func(all []call.FollowUp) ([]call.FollowUp, error) {
		i := slices.IndexFunc(all, func(f call.FollowUp) bool { return f.ID == d.ID })
		if i < 0 {
			return nil, fmt.Errorf("%w: %q", ErrNoFollowUp, d.ID)
		}
		change(&all[i])
		d.FollowUp = all[i]
		return all, nil
	})
	return d, err
}

// RemoveFollowUp takes one away as if it had never been. It fails with ErrNoFollowUp.
func (a *App) RemoveFollowUp(d Due) error {
	return a.editFollowUps(d, func(all []call.FollowUp) ([]call.FollowUp, error) {
		rest := slices.DeleteFunc(slices.Clone(all), func(f call.FollowUp) bool { return f.ID == d.ID })
		if len(rest) == len(all) {
			return nil, fmt.Errorf("%w: %q", ErrNoFollowUp, d.ID)
		}
		return rest, nil
	})
}

// editFollowUps changes those of the call or case that one belongs to.
func (a *App) editFollowUps(of Due, change func([]call.FollowUp) ([]call.FollowUp, error)) (err error) {
	if of.Call != "" {
		_, err = a.Edit(of.Call, func(doc *call.Call) (err error) {
			doc.FollowUps, err = change(doc.FollowUps)
			return err
		})
	} else {
		_, err = a.library.EditCase(of.Case, func(c *call.Case) (err error) {
			c.FollowUps, err = change(c.FollowUps)
			return err
		})
	}
	if err == nil {
		a.hub.send(FollowUpsChanged{})
	}
	return err
}
