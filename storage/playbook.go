package storage

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// PlaybookFile is a playbook that lies in the library: one of the user's own.
type PlaybookFile struct {
	ID      string // the file's name without .json
	Path    string // library-relative, with forward slashes
	Content []byte
	Err     error // why it could not be read
}

// playbookFile is the place of a playbook in the library.
func playbookFile(id string) string { return path.Join(playbooksName, id+".json") }

// Playbooks reads the user's own playbooks, by name. Those with more than most bytes, or that cannot be read, come with an error and do not hinder the others.
func (l *Library) Playbooks(most int64) (all []PlaybookFile, err error) {
	entries, err := l.files.List(playbooksName)
	if err != nil {
		return nil, fmt.Errorf("playbooks: %w", err)
	}
	for _, entry := range entries {
		id, isJSON := strings.CutSuffix(entry.Name(), ".json")
		if !isJSON || entry.IsDir() || strings.HasPrefix(id, ".") {
			continue
		}
		one := PlaybookFile{ID: id, Path: playbookFile(id)}
		size, err := l.files.Size(one.Path)
		switch {
		case err != nil:
			one.Err = err
		case size > most:
			one.Err = fmt.Errorf("read %s: %w: %d bytes", one.Path, ErrTooLarge, size)
		default:
			one.Content, one.Err = l.files.ReadFile(one.Path)
		}
		all = append(all, one)
	}
	return all, nil
}

// AddPlaybook puts a playbook into the library, for the user to change, and gives the path of its file. It fails with ErrPlaybookExists.
func (l *Library) AddPlaybook(id string, content []byte) (string, error) {
	l.change.Lock()
	defer l.change.Unlock()
	name := playbookFile(id)
	there, err := l.files.Exists(name)
	if err == nil && there {
		err = ErrPlaybookExists
	}
	if err == nil {
		err = l.files.Mkdir(playbooksName)
	}
	if err == nil {
		err = l.files.WriteFile(name, content)
	}
	if err != nil {
		return "", fmt.Errorf("add playbook %s: %w", id, err)
	}
	return filepath.Join(l.dir, filepath.FromSlash(name)), nil
}

// inspectPlaybooks looks for what a crash left among the playbooks. What they say is not storage's business.
func (l *Library) inspectPlaybooks() (found []problem, err error) {
	entries, err := l.files.List(playbooksName)
	for _, entry := range entries {
		if name := path.Join(playbooksName, entry.Name()); isTemp(name) {
			found = append(found, l.leftover("", name))
		}
	}
	return found, err
}
