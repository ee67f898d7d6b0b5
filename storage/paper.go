package storage

import (
	"fmt"
	"regexp"

	"github.com/onrecord/onrecord/call"
)

// Paper is one of the files that lie beside a call's recording, as it is on disk.
type Paper struct {
	Name    string // inside the call's folder
	Content []byte
	// Read is set for the document, for the transcript that is read, and for what corrects that one.
	Read bool
}

// mostOriginal bounds the original of an imported call that is among its papers, which are read into memory.
const mostOriginal = 128 << 20

// originalForm is the name of what an imported call was made from, or of the notes that came with it.
var originalForm = regexp.MustCompile(`^(original|details)\.[A-Za-z0-9]{1,8}$`)

// Papers reads the document, all transcripts and all corrections of a call, the document first, and of an imported call the
// files that it was made from, up to 128 MB each (see TooLarge). Nothing is changed between the first and the last of them.
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
	originals, _, err := l.originals(id)
	if err != nil {
		return nil, err
	}
	all = append(all, originals...)
	for i := range all {
		if all[i].Content, err = l.files.ReadFile(inFolder(id, all[i].Name)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// TooLarge lists the files of an imported call that Papers leaves out because of their size, which is in bytes.
func (l *Library) TooLarge(id call.ID) (map[string]int64, error) {
	err := checkID(id)
	if err == nil {
		err = l.present(id)
	}
	var large map[string]int64
	if err == nil {
		_, large, err = l.originals(id)
	}
	if err != nil {
		return nil, fmt.Errorf("read call %s: %w", id, err)
	}
	return large, nil
}

func (l *Library) originals(id call.ID) (all []Paper, large map[string]int64, err error) {
	entries, err := l.files.List(folder(id))
	if err != nil {
		return nil, nil, err
	}
	large = map[string]int64{}
	for _, entry := range entries {
		if !originalForm.MatchString(entry.Name()) {
			continue
		}
		size, err := l.files.Size(inFolder(id, entry.Name()))
		if err != nil {
			return nil, nil, err
		}
		if size > mostOriginal {
			large[entry.Name()] = size
			continue
		}
		all = append(all, Paper{Name: entry.Name()})
	}
	return all, large, nil
}

// Understand checks the papers of a call that comes from elsewhere, and gives its document. They must be what Papers
// gives of a finished call: the error is ErrDamaged or ErrNewerFormat. Nothing is read or written.
func Understand(papers []Paper) (call.Call, error) {
	if len(papers) == 0 || papers[0].Name != callName {
		return call.Call{}, fmt.Errorf("read %s: %w: it is missing", callName, ErrDamaged)
	}
	var c call.Call
	if err := decode(callName, papers[0].Content, call.Format, &c); err != nil {
		return call.Call{}, err
	}
	if _, err := call.ParseID(string(c.ID)); err != nil {
		return call.Call{}, fmt.Errorf("read %s: %w: %w", callName, ErrDamaged, err)
	}
	if _, err := startOf(c.ID); err != nil {
		return call.Call{}, fmt.Errorf("read %s: %w: %w", callName, ErrDamaged, err)
	}
	if c.Outcome == call.Recording || c.Outcome == "" {
		return call.Call{}, fmt.Errorf("read %s: %w: the call is not finished", callName, ErrDamaged)
	}
	return c, understandLayers(c.ID, papers[1:])
}

// understandLayers checks that transcripts can be read, and that corrections can.
func understandLayers(id call.ID, papers []Paper) error {
	seen := map[string]bool{}
	for _, s := range papers {
		if originalForm.MatchString(s.Name) && !seen[s.Name] {
			seen[s.Name] = true
			continue
		}
		what, number, behind := readNumbered(s.Name)
		if number == 0 || behind != "" || seen[s.Name] {
			return fmt.Errorf("read %s: %w: no such file belongs to a call", s.Name, ErrDamaged)
		}
		seen[s.Name] = true
		var err error
		if what == "transcript" {
			_, err = decodeTranscript(id, s.Content)
		} else {
			var c call.Corrections // those that do not fit are kept as they were where they come from, and Check tells of them
			err = decode(s.Name, s.Content, call.CorrectionsFormat, &c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
