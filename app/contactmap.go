package app

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrContactColumns means that a table may hold contacts, and the names of its columns do not say where.
var ErrContactColumns = errors.New("the columns do not say what stands in them")

// ContactMapping says what stands in the columns of an address book.
type ContactMapping struct {
	Name    string            `json:"name"`    // under which it is saved
	Columns map[string]string `json:"columns"` // the name of a column, in lower case → one of ContactFields, or NoColumn
}

func (m ContactMapping) named() string { return m.Name }

// ContactPreview is the beginning of a table of contacts, for a person to say what stands where.
type ContactPreview struct {
	Columns []string
	Rows    [][]string
	Fields  []string // of each column: what seems to stand in it, or nothing
}

// PreviewContacts looks at the first lines of a table. There are no columns where the file is none. It fails with ErrNotContacts.
func PreviewContacts(path string, told map[string]string) (ContactPreview, error) {
	content, err := readContactFile(path)
	if err != nil {
		return ContactPreview{}, err
	}
	text, err := contactText(content)
	if err != nil || isCards(text) {
		return ContactPreview{}, err
	}
	table := csv.NewReader(strings.NewReader(text))
	table.Comma, table.FieldsPerRecord, table.LazyQuotes = commaOf(text), -1, true
	var p ContactPreview
	for len(p.Rows) < 8 {
		row, err := table.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return ContactPreview{}, fmt.Errorf("read contacts: %w", detail(ErrNotContacts, "%v", err))
		}
		p.Rows = append(p.Rows, trimmed(row))
	}
	p.Columns, p.Rows = p.Rows[0], p.Rows[1:]
	for _, name := range p.Columns {
		p.Fields = append(p.Fields, columnField(name, told))
	}
	return p, nil
}

func readContactFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	content, err := io.ReadAll(io.LimitReader(file, largestImport+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	return content, nil
}

// ContactMappings gives the mappings that were saved, by name.
func (a *App) ContactMappings() ([]ContactMapping, error) {
	return mappingsIn[ContactMapping](a, contactMappingsFile)
}

// ContactMapping gives the mapping that was saved under a name. It fails with ErrNoMapping.
func (a *App) ContactMapping(name string) (ContactMapping, error) {
	return mappingIn[ContactMapping](a, contactMappingsFile, name)
}

// SaveContactMapping keeps a mapping under its name, in the place of one that has it.
func (a *App) SaveContactMapping(m ContactMapping) error {
	m.Name = strings.TrimSpace(m.Name)
	return changeMappings(a, contactMappingsFile, m.Name, m)
}

// RemoveContactMapping takes a mapping away. It fails with ErrNoMapping.
func (a *App) RemoveContactMapping(name string) error {
	if _, err := a.ContactMapping(name); err != nil {
		return err
	}
	return changeMappings[ContactMapping](a, contactMappingsFile, name)
}
