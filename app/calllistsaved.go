package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var (
	// ErrNoMapping says that no mapping of that name is saved.
	ErrNoMapping = errors.New("no such mapping")
	// ErrMappings says that the file of saved mappings cannot be read.
	ErrMappings = errors.New("the saved mappings are damaged")
	// ErrMappingName says that a mapping was to be saved without a name.
	ErrMappingName = errors.New("a mapping needs a name")
)

const mappingsFile = "call-lists.json"

// savedMappings is what lies in the file.
type savedMappings struct {
	Mappings []ListMapping `json:"mappings"`
}

// ListMappings gives the mappings that were saved, by name.
func (a *App) ListMappings() ([]ListMapping, error) {
	content, err := os.ReadFile(filepath.Join(a.config.Data, mappingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return []ListMapping{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read mappings: %w", err)
	}
	var saved savedMappings
	if err := json.Unmarshal(content, &saved); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMappings, err)
	}
	return append([]ListMapping{}, saved.Mappings...), nil
}

// ListMapping gives the mapping that was saved under a name. It fails with ErrNoMapping.
func (a *App) ListMapping(name string) (ListMapping, error) {
	all, err := a.ListMappings()
	if err != nil {
		return ListMapping{}, err
	}
	for _, m := range all {
		if strings.EqualFold(m.Name, strings.TrimSpace(name)) {
			return m, nil
		}
	}
	return ListMapping{}, fmt.Errorf("%w: %q", ErrNoMapping, name)
}

// SaveListMapping keeps a mapping under its name, in the place of one that has it.
func (a *App) SaveListMapping(m ListMapping) error {
	if m.Name = strings.TrimSpace(m.Name); m.Name == "" {
		return ErrMappingName
	}
	return a.changeMappings(m.Name, &m)
}

// RemoveListMapping takes a mapping away. It fails with ErrNoMapping.
func (a *App) RemoveListMapping(name string) error {
	m, err := a.ListMapping(name)
	if err != nil {
		return err
	}
	return a.changeMappings(m.Name, nil)
}

// changeMappings puts another mapping, or none, in the place of the one of a name.
func (a *App) changeMappings(name string, other *ListMapping) error {
	a.listing.Lock()
	defer a.listing.Unlock()
	all, err := a.ListMappings()
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m ListMapping) bool { return strings.EqualFold(m.Name, name) })
	if other != nil {
		all = append(all, *other)
	}
	slices.SortFunc(all, func(a, b ListMapping) int { return strings.Compare(a.Name, b.Name) })
	content, err := json.MarshalIndent(savedMappings{all}, "", "  ")
	if err == nil {
		err = writeFile(filepath.Join(a.config.Data, mappingsFile), true, func(w io.Writer) error { _, err := w.Write(content); return err })
	}
	if err != nil {
		return fmt.Errorf("save mappings: %w", err)
	}
	return nil
}
