package storage

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// caseFile is the place of a case in the library.
func caseFile(id call.ID) string { return path.Join(casesName, string(id)+".json") }

// Cases gives the cases of which more is known than their name, by age. One that cannot be read is left out, and the error says why.
func (l *Library) Cases() ([]call.Case, error) {
	cases, _, err := l.cases()
	if err != nil {
		return cases, fmt.Errorf("cases: %w", err)
	}
	return cases, nil
}

// cases gives the content of the files, too.
func (l *Library) cases() (cases []call.Case, disks [][]byte, err error) {
	ids, err := l.caseIDs()
	for _, id := range ids {
		c, disk, wrong := l.readCase(id)
		if wrong != nil {
			err = errors.Join(err, wrong)
			continue
		}
		cases, disks = append(cases, c), append(disks, disk)
	}
	return cases, disks, err
}

func (l *Library) caseIDs() (ids []call.ID, err error) {
	entries, err := l.files.List(casesName)
	for _, entry := range entries {
		name, isJSON := strings.CutSuffix(entry.Name(), ".json")
		if id, err := call.ParseID(name); err == nil && isJSON {
			ids = append(ids, id)
		}
	}
	return ids, err
}

func (l *Library) readCase(id call.ID) (c call.Case, disk []byte, err error) {
	disk, err = l.files.ReadFile(caseFile(id))
	if err == nil {
		err = decode(caseFile(id), disk, call.Format, &c)
	}
	if err == nil && (c.ID != id || c.Name == "") {
		err = fmt.Errorf("read %s: %w: it is the document of case %q", caseFile(id), ErrDamaged, c.ID)
	}
	return c, disk, err
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
	cases, disks, err := l.cases()
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
		id = call.NewID(l.now())
	}
	if err := change(&c); err != nil {
		return call.Case{}, err
	}
	c.Format, c.ID = call.Format, id
	if err := l.files.Mkdir(casesName); err != nil {
		return call.Case{}, fmt.Errorf("save case %s: %w", id, err)
	}
	if err := l.write(caseFile(id), c, disk); err != nil {
		return call.Case{}, fmt.Errorf("save case %s: %w", id, err)
	}
	l.changes.Add(1)
	return c, nil
}

// inspectCases looks at the folder of cases.
func (l *Library) inspectCases() ([]problem, error) {
	entries, err := l.files.List(casesName)
	if err != nil {
		return nil, err
	}
	var found []problem
	for _, entry := range entries {
		if name := path.Join(casesName, entry.Name()); isTemp(name) {
			found = append(found, l.leftover("", name))
		}
	}
	ids, err := l.caseIDs()
	for _, id := range ids {
		_, _, err := l.readCase(id)
		found = append(found, l.inspectDocument(caseFile(id), "What is known of a case", err)...)
	}
	return found, err
}
