package storage

import (
	"fmt"

	"github.com/onrecord/onrecord/call"
)

// Paper is one of the JSON files that lie beside a call's recording, as it is on disk.
type Paper struct {
	Name    string // inside the call's folder
	Content []byte
	// Read is set for the document, for the transcript that is read, and for what corrects that one.
	Read bool
}

// Papers reads the document, all transcripts and all corrections of a call, the document first. Nothing is changed
// between the first and the last of them.
func (l *Library) Papers(id call.ID) ([]Paper, error) {
	l.change.Lock()
	defer l.change.Unlock()
	err := checkID(id)
	if err == nil {
		err = l.present(id)
	}
	if err != nil {
		return nil, fmt.Errorf("read call %s: %w", id, err)
	}
	all, err := l.papers(id)
	if err != nil {
		return nil, fmt.Errorf("read call %s: %w", id, err)
	}
	return all, nil
}

func (l *Library) papers(id call.ID) ([]Paper, error) {
	kept, err := l.kept(id)
	if err != nil {
		return nil, err
	}
	current := l.current(id, kept)
	all := []Paper{{Name: callName, Read: true}}
	for _, n := range kept.transcripts {
		all = append(all, Paper{Name: transcriptFile(n), Read: n == current})
	}
	for _, n := range kept.corrections {
		all = append(all, Paper{Name: correctionsFile(n), Read: n == current})
	}
	for i := range all {
		if all[i].Content, err = l.files.ReadFile(inFolder(id, all[i].Name)); err != nil {
			return nil, err
		}
	}
	return all, nil
}
