package storage

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// Transcript reads what was written down of a call. It fails with ErrNoCall, ErrNoTranscript, ErrDamaged or
// ErrNewerFormat.
func (l *Library) Transcript(id call.ID) (call.Transcript, error) {
	t, err := l.transcript(id)
	if err != nil {
		return call.Transcript{}, fmt.Errorf("transcript of call %s: %w", id, err)
	}
	return t, nil
}

func (l *Library) transcript(id call.ID) (call.Transcript, error) {
	if err := checkID(id); err != nil {
		return call.Transcript{}, err
	}
	content, err := l.files.ReadFile(inFolder(id, transcriptName))
	if errors.Is(err, fs.ErrNotExist) {
		if err := l.present(id); err != nil {
			return call.Transcript{}, err
		}
		return call.Transcript{}, ErrNoTranscript
	}
	if err != nil {
		return call.Transcript{}, err
	}
	return decodeTranscript(id, content)
}

// SaveTranscript writes down what was said in a call that is in the library, in the place of what was written before,
// and makes it searchable. Fields of the transcript on disk that this program does not know stay as they are; a newer
// transcript is not overwritten, a damaged one is kept as transcript.json.damaged-TIME.
func (l *Library) SaveTranscript(id call.ID, t call.Transcript) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := checkID(id)
	if err == nil {
		err = l.present(id)
	}
	if err == nil {
		err = l.changing(id, true, func() error { return l.writeTranscript(id, t) })
	}
	if err != nil {
		return fmt.Errorf("save transcript of call %s: %w", id, err)
	}
	return nil
}

func (l *Library) writeTranscript(id call.ID, t call.Transcript) error {
	name := inFolder(id, transcriptName)
	t.Format = call.Format
	disk, err := l.files.readIfThere(name)
	if err != nil {
		return err
	}
	damaged := false
	if disk != nil {
		_, err := decodeTranscript(id, disk)
		if damaged = errors.Is(err, ErrDamaged); err != nil && !damaged {
			return err
		}
	}
	if damaged {
		disk = nil
	}
	fresh, err := encode(t, disk)
	if err != nil {
		return err
	}
	if damaged {
		if err := l.files.Rename(name, aside(name, "damaged", l.now())); err != nil {
			return err
		}
	}
	return l.files.WriteFile(name, fresh)
}
