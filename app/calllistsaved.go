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

// The files of saved mappings, in the folder for the program's data.
const (
	mappingsFile        = "call-lists.json"
	contactMappingsFile = "address-books.json"
)

// savedMapping is a mapping that can be kept under a name.
type savedMapping interface{ named() string }

func (m ListMapping) named() string { return m.Name }

// savedMappings is what lies in a file.
type savedMappings[M savedMapping] struct {
	Mappings []M `json:"mappings"`
}

// mappingsIn gives the mappings in a file, by name.
func mappingsIn[M savedMapping](a *App, file string) ([]M, error) {
	content, err := os.ReadFile(filepath.Join(a.config.Data, file))
	if errors.Is(err, fs.ErrNotExist) {
		return []M{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read mappings: %w", err)
	}
	var saved savedMappings[M]
	if err := json.Unmarshal(content, &saved); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMappings, err)
	}
	return append([]M{}, saved.Mappings...), nil
}

// mappingIn gives the mapping of a name. It fails with ErrNoMapping.
func mappingIn[M savedMapping](a *App, file, name string) (m M, err error) {
	all, err := mappingsIn[M](a, file)
	if err != nil {
		return m, err
	}
	for _, m := range all {
		if sameText(m.named(), name) {
			return m, nil
		}
	}
	return m, fmt.Errorf("%w: %q", ErrNoMapping, name)
}

// changeMappings puts another mapping, or none, in the place of the one of a name.
func changeMappings[M savedMapping](a *App, file, name string, others ...M) error {
	if strings.TrimSpace(name) == "" {
		return ErrMappingName
	}
	a.listing.Lock()
	defer a.listing.Unlock()
	all, err := mappingsIn[M](a, file)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(m M) bool { return sameText(m.named(), name) })
	all = append(all, others...)
	slices.SortFunc(all, func(a, b M) int { return strings.Compare(a.named(), b.named()) })
	content, err := json.MarshalIndent(savedMappings[M]{all}, "", "  ")
	if err == nil {
		err = writeFile(filepath.Join(a.config.Data, file), true, func(w io.Writer) error { _, err := w.Write(content); return err })
	}
	if err != nil {
		return fmt.Errorf("save mappings: %w", err)
	}
	return nil
}

// ListMappings gives the mappings that were saved, by name.
func (a *App) ListMappings() ([]ListMapping, error) { return mappingsIn[ListMapping](a, mappingsFile) }

// ListMapping gives the mapping that was saved under a name. It fails with ErrNoMapping.
func (a *App) ListMapping(name string) (ListMapping, error) {
	return mappingIn[ListMapping](a, mappingsFile, name)
}

// SaveListMapping keeps a mapping under its name, in the place of one that has it.
func (a *App) SaveListMapping(m ListMapping) error {
	m.Name = strings.TrimSpace(m.Name)
	return changeMappings(a, mappingsFile, m.Name, m)
}

// RemoveListMapping takes a mapping away. It fails with ErrNoMapping.
func (a *App) RemoveListMapping(name string) error {
	if _, err := a.ListMapping(name); err != nil {
		return err
	}
	return changeMappings[ListMapping](a, mappingsFile, name)
}
