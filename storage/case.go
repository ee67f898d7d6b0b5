package storage

import (
	"fmt"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Cases gives the cases of which more is known than their name, by age. One that cannot be read is left out, and the error says why.
func (l *Library) Cases() ([]call.Case, error) {
	cases, _, err := caseShelf.all(l)
	if err != nil {
		return cases, fmt.Errorf("cases: %w", err)
	}
	return cases, nil
}

// SameCase reports whether two names are of one case: neither capitals nor spaces around them count.
func SameCase(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// Case gives what is known of the case of that name: nothing but the name, if there is no file of it. When another case's file
// cannot be read, that could be the one, so its error is given.
func (l *Library) Case(name string) (call.Case, error) {
	c, _, err := l.caseOf(name)
	if err != nil {
		return c, fmt.Errorf("case: %w", err)
	}
	return c, nil
}

// caseOf gives the oldest case of that name.
func (l *Library) caseOf(name string) (call.Case, []byte, error) {
	cases, disks, err := caseShelf.all(l)
	for i, c := range cases {
		if SameCase(c.Name, name) {
			return c, disks[i], nil
		}
	}
	return call.Case{Name: strings.TrimSpace(name)}, nil, err
}

// EditCase reads what is known of the case of that name, lets change have it, and saves it, with no other change in between. When
// change gives an error, nothing is saved and the error is returned as it is. The ID cannot be changed.
func (l *Library) EditCase(name string, change func(*call.Case) error) (call.Case, error) {
	l.change.Lock()
	defer l.change.Unlock()
	c, disk, err := l.caseOf(name)
	if err != nil {
		return call.Case{}, fmt.Errorf("case: %w", err)
	}
	id := c.ID
	if id == "" {
		if id, err = caseShelf.newID(l, l.now()); err != nil {
			return call.Case{}, fmt.Errorf("new case: %w", err)
		}
	}
	if err := change(&c); err != nil {
		return call.Case{}, err
	}
	c.Format, c.ID = call.Format, id
	if err := caseShelf.write(l, id, c, disk); err != nil {
		return call.Case{}, fmt.Errorf("save case %s: %w", id, err)
	}
	l.changes.Add(1)
	return c, nil
}
