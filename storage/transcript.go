package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Transcript reads what the machine wrote down of a call: of several transcripts the one that is read. It fails with
// ErrNoCall, ErrNoTranscript, ErrDamaged or ErrNewerFormat.
func (l *Library) Transcript(id call.ID) (call.Transcript, error) {
	t, err := l.transcript(id)
	if err != nil {
		return call.Transcript{}, fmt.Errorf("transcript of call %s: %w", id, err)
	}
	return t, nil
}

func (l *Library) transcript(id call.ID) (call.Transcript, error) {
	number, err := l.chosen(id)
	if err != nil {
		return call.Transcript{}, err
	}
	t, _, err := l.readTranscript(id, number)
	return t, err
}

// chosen is the number of the transcript that is read; the error is ErrNoTranscript if there is none.
func (l *Library) chosen(id call.ID) (int, error) {
	if err := checkID(id); err != nil {
		return 0, err
	}
	kept, err := l.kept(id)
	if err != nil {
		return 0, err
	}
	if number := l.current(id, kept); number > 0 {
		return number, nil
	}
	if err := l.present(id); err != nil {
		return 0, err
	}
	return 0, ErrNoTranscript
}

// readTranscript reads one of a call's transcripts, and gives its file's content too.
func (l *Library) readTranscript(id call.ID, number int) (call.Transcript, []byte, error) {
	content, err := l.files.ReadFile(inFolder(id, transcriptFile(number)))
	if err != nil {
		return call.Transcript{}, nil, err
	}
	t, err := decodeTranscript(id, content)
	return t, content, err
}

// SaveTranscript writes down what was said in a call that is in the library, and makes it searchable. A transcript that
// is there already stays, with its corrections: the new one is written beside it and is the one that is read from now
// on. The same transcript again is not written twice. With a current one that a newer program wrote nothing is done; a
// damaged one is kept as NAME.damaged-TIME.
func (l *Library) SaveTranscript(id call.ID, t call.Transcript) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := checkID(id)
	if err == nil {
		err = l.present(id)
	}
	if err == nil {
		err = l.changing(id, func() error { return l.addTranscript(id, t) })
	}
	if err != nil {
		return fmt.Errorf("save transcript of call %s: %w", id, err)
	}
	return nil
}

func (l *Library) addTranscript(id call.ID, t call.Transcript) error {
	kept, err := l.kept(id)
	if err != nil {
		return err
	}
	if current := l.current(id, kept); current > 0 {
		if err := l.readable(id); errors.Is(err, ErrNewerFormat) {
			return err
		}
		if kept, err = l.makeRoom(id, kept, current); err != nil {
			return err
		}
	}
	if same, err := l.sameAs(id, kept, t); err != nil || same > 0 {
		return errors.Join(err, l.choose(id, kept, same))
	}
	t.Format = call.Format
	if t.Made.IsZero() {
		t.Made = l.now()
	}
	fresh, err := encode(t, nil)
	if err != nil {
		return err
	}
	if err := l.files.WriteFile(inFolder(id, transcriptFile(kept.next)), fresh); err != nil {
		return err
	}
	kept.transcripts = append(kept.transcripts, kept.next)
	return l.choose(id, kept, kept.next)
}

// makeRoom puts the current transcript aside if it is damaged.
func (l *Library) makeRoom(id call.ID, kept keptLayers, current int) (keptLayers, error) {
	_, _, err := l.readTranscript(id, current)
	if !errors.Is(err, ErrDamaged) {
		return kept, err
	}
	if err := l.putAside(id, current, kept); err != nil {
		return kept, err
	}
	return l.kept(id)
}

// putAside keeps a damaged transcript, and what corrected it, under other names.
func (l *Library) putAside(id call.ID, number int, kept keptLayers) error {
	names := []string{transcriptFile(number)}
	if slices.Contains(kept.corrections, number) {
		names = []string{correctionsFile(number), transcriptFile(number)}
	}
	for _, name := range names {
		file := inFolder(id, name)
		if err := l.files.Rename(file, aside(file, "damaged", l.now())); err != nil {
			return err
		}
	}
	return nil
}

// sameAs gives the number of a transcript that says the same as t, made by the same model in the same way, or 0.
func (l *Library) sameAs(id call.ID, kept keptLayers, t call.Transcript) (int, error) {
	wanted, err := essence(t)
	if err != nil {
		return 0, err
	}
	for _, number := range kept.transcripts {
		there, _, err := l.readTranscript(id, number)
		if errors.Is(err, ErrDamaged) || errors.Is(err, ErrNewerFormat) {
			continue
		}
		if err != nil {
			return 0, err
		}
		has, err := essence(there)
		if err != nil {
			return 0, err
		}
		if bytes.Equal(has, wanted) {
			return number, nil
		}
	}
	return 0, nil
}

// essence is a transcript without when it was made and what it cost.
func essence(t call.Transcript) ([]byte, error) {
	t.Format, t.Timing, t.Made = call.Format, call.Timing{}, time.Time{}
	content, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return content, nil
}
