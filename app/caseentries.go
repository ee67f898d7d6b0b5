package app

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onrecord/onrecord/call"
)

// AddEntry puts something that is no call into a case: a letter, a voicemail, a visit. A case that is only a name gets a file with it. It fails with
// ErrNoCase or ErrBadCase.
func (a *App) AddEntry(name string, entry call.CaseEntry) (call.CaseEntry, error) {
	now := a.config.Now()
	entry.ID, entry.Made = strings.ToLower(rand.Text()[:5]), now
	if entry.When.IsZero() {
		entry.When = now
	}
	if entry.Kind == "" {
		entry.Kind = call.Remark
	}
	entry = tidyEntry(entry)
	if err := checkEntry(entry); err != nil {
		return call.CaseEntry{}, err
	}
	_, err := a.EditCase(name, func(c *Case) error {
		c.Entries = append(c.Entries, entry)
		return nil
	})
	return entry, err
}

// EditEntry corrects an entry; what it said before is kept among the former ones. It fails with ErrNoEntry or ErrBadCase, and then nothing is changed.
func (a *App) EditEntry(name, id string, change func(*call.CaseEntry)) (entry call.CaseEntry, err error) {
	err = a.changeEntry(name, id, func(c *Case, at int) error {
		before := c.Entries[at]
		entry = before
		change(&entry)
		entry.ID, entry.Made = before.ID, before.Made
		entry = tidyEntry(entry)
		if err := checkEntry(entry); err != nil || entry.Same(before) {
			return err
		}
		c.Former = append(c.Former, call.FormerEntry{Entry: before, Until: a.config.Now()})
		c.Entries[at] = entry
		return nil
	})
	return entry, err
}

// RemoveEntry takes an entry out of a case; it is kept among the former ones. It fails with ErrNoEntry.
func (a *App) RemoveEntry(name, id string) error {
	return a.changeEntry(name, id, func(c *Case, at int) error {
		c.Former = append(c.Former, call.FormerEntry{Entry: c.Entries[at], Until: a.config.Now()})
		c.Entries = slices.Delete(c.Entries, at, at+1)
		return nil
	})
}

// changeEntry changes a case at one of its entries.
func (a *App) changeEntry(name, id string, change func(c *Case, at int) error) error {
	_, err := a.EditCase(name, func(c *Case) error {
		at := entryAt(c.Entries, id)
		if at < 0 {
			return fmt.Errorf("change entry: %w", ErrNoEntry)
		}
		c.Entries = slices.Clone(c.Entries)
		return change(c, at)
	})
	return err
}

func entryAt(entries []call.CaseEntry, id string) int {
	return slices.IndexFunc(entries, func(e call.CaseEntry) bool { return e.ID == id })
}

// RestoreEntry takes the last correction or the removal of an entry back. What stands in its place now becomes a former one, so that doing it again
// undoes it. It fails with ErrNoEntry when the entry was never another.
func (a *App) RestoreEntry(name, id string) (entry call.CaseEntry, err error) {
	_, err = a.EditCase(name, func(c *Case) error {
		last := -1
		for i, f := range c.Former {
			if f.Entry.ID == id {
				last = i
			}
		}
		if last < 0 {
			return fmt.Errorf("restore entry: %w", ErrNoEntry)
		}
		entry = c.Former[last].Entry
		c.Former = slices.Delete(slices.Clone(c.Former), last, last+1)
		if at := entryAt(c.Entries, id); at >= 0 {
			c.Former = append(c.Former, call.FormerEntry{Entry: c.Entries[at], Until: a.config.Now()})
			c.Entries = slices.Delete(slices.Clone(c.Entries), at, at+1)
		}
		c.Entries = append(c.Entries, entry)
		return nil
	})
	return entry, err
}

func tidyEntry(e call.CaseEntry) call.CaseEntry {
	e.Text = strings.TrimSpace(oneEnd.Replace(strings.ToValidUTF8(e.Text, "")))
	return e
}

func checkEntry(e call.CaseEntry) error {
	switch {
	case !slices.Contains(call.EntryKinds, e.Kind):
		return detail(ErrBadCase, "“%s” is no kind of entry", e.Kind)
	case e.Text == "" || utf8.RuneCountInString(e.Text) > longestNotes:
		return detail(ErrBadCase, "an entry needs words")
	case e.Means != "" && FactLabel(e.Means) == e.Means:
		return detail(ErrBadCase, "“%s” means nothing to the rules", e.Means)
	}
	return nil
}
