package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mostRecent is how many searches are kept without having been saved.
const mostRecent = 10

const searchesFile = "searches.json"

// Searches are the queries that are kept for this user.
type Searches struct {
	Saved  []SavedSearch `json:"saved,omitempty"`  // in the order in which they were saved
	Recent []string      `json:"recent,omitempty"` // the newest first
}

// SavedSearch is a query that a person gave a name.
type SavedSearch struct {
	Name  string `json:"name"`
	Query string `json:"query"`
}

// Searches gives the recent and the saved searches.
func (a *App) Searches() (Searches, error) {
	a.searching.Lock()
	defer a.searching.Unlock()
	return a.readSearches()
}

// NoteSearch keeps a query among the recent ones, unless the settings forbid it.
func (a *App) NoteSearch(query string) error {
	if query = strings.TrimSpace(query); query == "" || a.Settings().ForgetSearches {
		return nil
	}
	return a.changeSearches(func(s *Searches) error {
		if len(s.Recent) > 0 && s.Recent[0] == query {
			return errSame
		}
		s.Recent = slices.DeleteFunc(s.Recent, func(other string) bool { return other == query })
		s.Recent = slices.Insert(s.Recent, 0, query)
		s.Recent = s.Recent[:min(len(s.Recent), mostRecent)]
		return nil
	})
}

// ForgetSearches takes recent searches away: those given, or all of them.
func (a *App) ForgetSearches(queries ...string) error {
	return a.changeSearches(func(s *Searches) error {
		s.Recent = slices.DeleteFunc(s.Recent, func(q string) bool { return len(queries) == 0 || slices.Contains(queries, q) })
		return nil
	})
}

// SaveSearch keeps a query under a name. The error is ErrSearchName if that is empty or taken.
func (a *App) SaveSearch(name, query string) error {
	return a.changeSearches(func(s *Searches) error {
		name, err := s.free(name, "")
		if err == nil {
			s.Saved = append(s.Saved, SavedSearch{Name: name, Query: strings.TrimSpace(query)})
		}
		return err
	})
}

// RenameSearch gives a saved search another name. The error is ErrSearchName if that is empty or taken.
func (a *App) RenameSearch(old, name string) error {
	return a.changeSearches(func(s *Searches) error {
		name, err := s.free(name, old)
		if i := s.place(old); err == nil && i >= 0 {
			s.Saved[i].Name = name
		}
		return err
	})
}

// RemoveSearch takes a saved search away.
func (a *App) RemoveSearch(name string) error {
	return a.changeSearches(func(s *Searches) error {
		if i := s.place(name); i >= 0 {
			s.Saved = slices.Delete(s.Saved, i, i+1)
		}
		return nil
	})
}

// place is where a saved search stands, or -1.
func (s Searches) place(name string) int {
	return slices.IndexFunc(s.Saved, func(other SavedSearch) bool { return strings.EqualFold(other.Name, name) })
}

// free gives a name in its usual form if no other search than the one called old has it.
func (s Searches) free(name, old string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || s.place(name) >= 0 && !strings.EqualFold(name, old) {
		return "", fmt.Errorf("name search %w", ErrSearchName)
	}
	return name, nil
}

// errSame keeps a list from being written as it is.
var errSame = errors.New("nothing changed")

// changeSearches reads the list, lets it be changed, and keeps it.
func (a *App) changeSearches(change func(*Searches) error) error {
	a.searching.Lock()
	defer a.searching.Unlock()
	searches, err := a.readSearches()
	if err == nil {
		err = change(&searches)
	}
	if errors.Is(err, errSame) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := writeJSON(a.config.Data, searchesFile, searches); err != nil {
		return fmt.Errorf("write searches: %w", err)
	}
	a.hub.send(SearchesChanged{})
	return nil
}

// readSearches gives what is kept. A file that cannot be understood is ErrSearchesDamaged, and stays as it is.
func (a *App) readSearches() (searches Searches, err error) {
	path := filepath.Join(a.config.Data, searchesFile)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return searches, nil
	}
	if err != nil {
		return searches, fmt.Errorf("read searches: %w", err)
	}
	if err := json.Unmarshal(content, &searches); err != nil {
		return Searches{}, fmt.Errorf("%w: %s: %w", ErrSearchesDamaged, path, err)
	}
	return searches, nil
}
