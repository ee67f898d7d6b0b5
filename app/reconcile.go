package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Reconciliation lays a list of calls beside the library.
type Reconciliation struct {
	File   string       `json:"file"`
	Calls  []Reconciled `json:"calls"` // by time
	Passed []string     `json:"passed_over"`
}

// Reconciled is a call of a list, and the one in the library that it is.
type Reconciled struct {
	ListedCall
	State ReconciledState `json:"state"`
	Call  call.ID         `json:"call,omitempty"`
	// ByTime says that the call was known by its time only: a number is missing in the list or in the library.
	ByTime bool `json:"by_time_only,omitempty"`
}

// ReconciledState says what the library has of a call.
type ReconciledState string

// The states.
const (
	ListedRecorded     ReconciledState = "recorded"
	ListedNoted        ReconciledState = "noted" // without sound
	ListedUndocumented ReconciledState = "undocumented"
)

// Count says how many calls are in a state.
func (r Reconciliation) Count(state ReconciledState) (n int) {
	for _, c := range r.Calls {
		if c.State == state {
			n++
		}
	}
	return n
}

// Words says it all in a line: 42 calls: 31 recorded, 7 noted, 4 undocumented.
func (r Reconciliation) Words() string {
	return fmt.Sprintf("%s: %d recorded, %d noted, %d undocumented", counted(int64(len(r.Calls)), "call", "calls"),
		r.Count(ListedRecorded), r.Count(ListedNoted), r.Count(ListedUndocumented))
}

// listSlack is how far the clocks of a list and of the library may be apart: lists often know no seconds, some count from the first ring, and others
// from when somebody answered.
const listSlack = 3 * time.Minute

// Reconcile finds which calls of a list the library has. Each call in the library is one of the list at most. It changes nothing.
func (a *App) Reconcile(list CallList) (Reconciliation, error) {
	r := Reconciliation{File: list.File, Calls: []Reconciled{}, Passed: list.Passed}
	for _, c := range list.Calls {
		r.Calls = append(r.Calls, Reconciled{ListedCall: c, State: ListedUndocumented})
	}
	slices.SortStableFunc(r.Calls, func(a, b Reconciled) int { return a.Started.Compare(b.Started) })
	all, err := a.library.List(r.around())
	if err != nil {
		return r, err
	}
	slices.Reverse(all)
	pairs, err := pairUp(r.Calls, all, a.numberKey)
	if err != nil {
		return r, err
	}
	for listed, known := range pairs {
		c := &r.Calls[listed]
		c.Call, c.State = all[known].ID, ListedNoted
		if all[known].Audio || all[known].Outcome == call.Recording {
			c.State = ListedRecorded
		}
		c.ByTime = a.numberKey(c.Number) == "" || a.numberKey(all[known].Number) == ""
	}
	return r, nil
}

// numberKey is what numbers are compared by; empty for what is none.
func (a *App) numberKey(number string) string { return a.directory().numbers.read(number).key }

// around chooses the calls that may be in the list.
func (r Reconciliation) around() Filter {
	if len(r.Calls) == 0 {
		return Filter{Limit: 1}
	}
	last := r.Calls[0].Started
	for _, c := range r.Calls {
		for _, moment := range []time.Time{c.Started, c.Later} {
			if end := moment.Add(c.Lasted); end.After(last) {
				last = end
			}
		}
	}
	return Filter{Since: r.Calls[0].Started.Add(-listSlack), Until: last.Add(listSlack + time.Second)}
}

// AddListed makes calls of a list that the library does not have into calls that are noted, and gives them. What the library has by now is passed over, so that
// nothing comes twice. lines says which calls of the list are meant, by their line; none at all means every one.
func (a *App) AddListed(list CallList, lines []int, to string) (added []call.ID, err error) {
	a.listing.Lock()
	defer a.listing.Unlock()
	r, err := a.Reconcile(list)
	if err != nil {
		return nil, err
	}
	for _, c := range r.Calls {
		if c.State != ListedUndocumented || len(lines) > 0 && !slices.Contains(lines, c.Line) {
			continue
		}
		id, err := a.enterListed(c.ListedCall, list.File, strings.TrimSpace(to))
		if err != nil {
			return added, err
		}
		added = append(added, id)
	}
	return added, nil
}

// enterListed puts one call into the library.
func (a *App) enterListed(c ListedCall, file, to string) (call.ID, error) {
	doc := newDocument(call.NewID(c.Started), c.Started, TakeRequest{Name: c.Name, Number: a.directory().numbers.kept(c.Number), Direction: c.Direction, Case: to}, nil)
	doc.Outcome, doc.Reached, doc.Source = call.Noted, c.Reached, file
	if c.Lasted > 0 {
		doc.Ended = endOf(c.Started, c.Lasted)
	}
	if !c.Later.IsZero() {
		doc.Notes = append(doc.Notes, call.Note{
			Made: a.config.Now(), Text: fmt.Sprintf("From %s: the clock was set back in that hour, and the list does not say which of the two times is meant; the other one is %s.", file, momentOf(c.Later)),
		})
	}
	if err := a.library.Enter(doc); err != nil {
		return "", err
	}
	a.hub.send(CallSaved{doc.ID})
	return doc.ID, nil
}
