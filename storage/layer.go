package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onrecord/onrecord/call"
)

// keptLayers are the transcripts in a call's folder and what corrects them, by number, in order.
type keptLayers struct {
	transcripts, corrections []int
	next                     int // no file has this number or a higher one, whatever became of it
}

// kept looks at what a call's folder holds.
func (l *Library) kept(id call.ID) (keptLayers, error) {
	entries, err := l.files.List(folder(id))
	if err != nil {
		return keptLayers{}, err
	}
	k := keptLayers{next: 1}
	for _, entry := range entries {
		what, number, behind := readNumbered(entry.Name())
		k.next = max(k.next, number+1)
		switch {
		case number == 0 || behind != "":
		case what == "transcript":
			k.transcripts = append(k.transcripts, number)
		default:
			k.corrections = append(k.corrections, number)
		}
	}
	slices.Sort(k.transcripts)
	slices.Sort(k.corrections)
	return k, nil
}

// current is the number of the transcript that is read: the one that the document names, or the newest where it names
// none that is there. 0 when there is no transcript.
func (l *Library) current(id call.ID, kept keptLayers) int {
	if len(kept.transcripts) == 0 {
		return 0
	}
	if len(kept.transcripts) > 1 {
		if c, err := l.call(id); err == nil && slices.Contains(kept.transcripts, max(1, c.CurrentTranscript)) {
			return max(1, c.CurrentTranscript)
		}
	}
	return kept.transcripts[len(kept.transcripts)-1]
}

// choose has a transcript read from now on.
func (l *Library) choose(id call.ID, kept keptLayers, number int) error {
	if l.current(id, kept) == number {
		return nil
	}
	return l.choice(id, number)
}

// choice writes into the document which transcript is read. One that is damaged need not say so: then the newest is read.
func (l *Library) choice(id call.ID, number int) error {
	disk, err := l.files.readIfThere(inFolder(id, callName))
	if err != nil || disk == nil {
		return err
	}
	c, err := decodeCall(id, disk)
	if errors.Is(err, ErrDamaged) {
		return nil
	}
	if err != nil {
		return err
	}
	c.CurrentTranscript = number
	if number == 1 {
		c.CurrentTranscript = 0
	}
	return l.putCall(c, disk)
}

// TranscriptEntry is one of a call's transcripts in a list.
type TranscriptEntry struct {
	Number      int           `json:"number"`
	File        string        `json:"file"` // inside the call's folder
	Current     bool          `json:"current"`
	Made        time.Time     `json:"made,omitzero"`
	Model       call.Model    `json:"model"`
	Engine      string        `json:"engine"`
	Language    string        `json:"language"`
	Settings    call.Settings `json:"settings"`
	Turns       int           `json:"turns"`       // as the machine wrote them
	Corrections int           `json:"corrections"` // that hold
	// Problem says why the transcript, or what corrects it, cannot be read; empty when both can.
	Problem string `json:"problem,omitempty"`
}

// Transcripts lists a call's transcripts, the oldest first. A call without any gives none.
func (l *Library) Transcripts(id call.ID) ([]TranscriptEntry, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	kept, err := l.kept(id)
	if err == nil && len(kept.transcripts) == 0 {
		err = l.present(id)
	}
	if err != nil {
		return nil, fmt.Errorf("list transcripts of call %s: %w", id, err)
	}
	current := l.current(id, kept)
	list := []TranscriptEntry{}
	for _, number := range kept.transcripts {
		entry := TranscriptEntry{Number: number, File: transcriptFile(number), Current: number == current}
		layers, err := l.Layers(id, number)
		if err != nil {
			entry.Problem = err.Error()
		}
		entry.describe(layers)
		list = append(list, entry)
	}
	return list, nil
}

// CountTranscripts says how many transcripts a call has.
func (l *Library) CountTranscripts(id call.ID) (int, error) {
	if err := checkID(id); err != nil {
		return 0, err
	}
	kept, err := l.kept(id)
	if err != nil {
		return 0, fmt.Errorf("count transcripts of call %s: %w", id, err)
	}
	return len(kept.transcripts), nil
}

func (e *TranscriptEntry) describe(layers call.Layers) {
	t := layers.Machine
	e.Made, e.Model, e.Engine, e.Language, e.Settings, e.Turns = t.Made, t.Model, t.Engine, t.Language, t.Settings, len(t.Segments)
	history, err := layers.History()
	if err != nil {
		return // Layers has said so
	}
	for _, entry := range history {
		if entry.Holds {
			e.Corrections++
		}
	}
}

// UseTranscript has one of a call's transcripts read and searched from now on. The error is ErrNoSuchTranscript if
// there is none of that number.
func (l *Library) UseTranscript(id call.ID, number int) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.useTranscript(id, number)
	if err != nil {
		return fmt.Errorf("use transcript %d of call %s: %w", number, id, err)
	}
	return nil
}

func (l *Library) useTranscript(id call.ID, number int) error {
	if err := checkID(id); err != nil {
		return err
	}
	if err := l.present(id); err != nil {
		return err
	}
	kept, err := l.kept(id)
	if err != nil {
		return err
	}
	if !slices.Contains(kept.transcripts, number) {
		return ErrNoSuchTranscript
	}
	if _, err := l.call(id); err != nil {
		return err
	}
	return l.changing(id, func() error { return l.choose(id, kept, number) })
}

// sum is what ties corrections to the file that they correct.
func sum(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}
