package app

import (
	"fmt"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// TranscriptEntry is one of a call's transcripts.
type TranscriptEntry = storage.TranscriptEntry

// Transcripts lists a call's transcripts, the oldest first: one for each time it was written down.
func (a *App) Transcripts(id call.ID) ([]TranscriptEntry, error) { return a.library.Transcripts(id) }

// UseTranscript has one of a call's transcripts, with its corrections, read and searched from now on.
func (a *App) UseTranscript(id call.ID, number int) error {
	err := a.library.UseTranscript(id, number)
	if err == nil {
		a.hub.send(CallChanged{id})
	}
	return err
}

// Comparison is two of a call's transcripts as corrected, side by side.
type Comparison struct {
	Call     call.ID         `json:"call"`
	Left     int             `json:"left"` // numbers
	Right    int             `json:"right"`
	Passages []call.Passage  `json:"passages"`
	Differ   ComparedWords   `json:"differ"`
	Sources  [2]ComparedFrom `json:"sources"`
}

// ComparedWords says how many words of each side the other does not have, and how many there are.
type ComparedWords struct {
	Left  int `json:"left"`
	Right int `json:"right"`
	Of    int `json:"of"`
}

// ComparedFrom says what made a side of a comparison.
type ComparedFrom struct {
	Number int        `json:"number"`
	Model  call.Model `json:"model"`
	Unread string     `json:"corrections_unread,omitempty"` // why the side stands without its corrections
}

// Compare lays two of a call's transcripts side by side, as corrected.
func (a *App) Compare(id call.ID, left, right int) (Comparison, error) {
	c := Comparison{Call: id, Left: left, Right: right}
	var readings [2]call.Transcript
	for i, number := range []int{left, right} {
		if number < 1 {
			return Comparison{}, fmt.Errorf("compare transcript %d of call %s: %w", number, id, storage.ErrNoSuchTranscript)
		}
		reading, unread, err := a.read(id, number)
		if err != nil {
			return Comparison{}, err
		}
		readings[i] = reading
		c.Sources[i] = ComparedFrom{number, reading.Model, unread}
	}
	c.Passages = call.Compare(readings[0], readings[1])
	c.Differ.Left, c.Differ.Right, c.Differ.Of = call.CountDiffering(c.Passages)
	return c, nil
}
