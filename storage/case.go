package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Cases gives the cases of which more is known than their name, by age. One that cannot be read is left out, and the error says why.
func (l *Library) Cases() ([]call.Case, error) { return l.casesThat(false) }

// RemovedCases gives those in the trash, by age.
func (l *Library) RemovedCases() ([]call.Case, error) { return l.casesThat(true) }

func (l *Library) casesThat(removed bool) ([]call.Case, error) {
	cases, _, err := caseShelf.all(l)
	cases = slices.DeleteFunc(cases, func(c call.Case) bool { return c.Removed.IsZero() == removed })
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

// caseOf gives the oldest case of that name that is not in the trash.
func (l *Library) caseOf(name string) (call.Case, []byte, error) {
	cases, disks, err := caseShelf.all(l)
	for i, c := range cases {
		if SameCase(c.Name, name) && c.Removed.IsZero() {
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

// RestoreCase brings a case back from the trash. It fails with ErrNotTrashed.
func (l *Library) RestoreCase(id call.ID) (call.Case, error) {
	l.change.Lock()
	defer l.change.Unlock()
	c, disk, err := l.removedCase(id)
	if err == nil {
		c.Removed, c.Calls = time.Time{}, nil
		err = caseShelf.write(l, id, c, disk)
	}
	if err != nil {
		return call.Case{}, fmt.Errorf("restore case %s: %w", id, err)
	}
	l.changes.Add(1)
	return c, nil
}

// PurgeCase removes a case that is in the trash for good. It fails with ErrNotTrashed.
func (l *Library) PurgeCase(id call.ID) error {
	l.change.Lock()
	defer l.change.Unlock()
	_, _, err := l.removedCase(id)
	if err == nil {
		err = l.files.Remove(caseShelf.file(id))
	}
	if err != nil {
		return fmt.Errorf("remove case %s: %w", id, err)
	}
	return nil
}

func (l *Library) removedCase(id call.ID) (call.Case, []byte, error) {
	if _, err := call.ParseID(string(id)); err != nil {
		return call.Case{}, nil, ErrNotTrashed
	}
	c, disk, err := caseShelf.read(l, id)
	if errors.Is(err, fs.ErrNotExist) || err == nil && c.Removed.IsZero() {
		err = ErrNotTrashed
	}
	return c, disk, err
}
