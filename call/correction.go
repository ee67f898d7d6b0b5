package call

import (
	"errors"
	"log/slog"
	"time"
)

// CorrectionsFormat is the newest version of corrections.json that this program writes and understands.
const CorrectionsFormat = 1

// Corrections is the second layer of a transcript: what people made of what the machine wrote. It lies beside the
// transcript, which it never changes, and only grows: to take a correction back is an entry of its own.
type Corrections struct {
	Format int `json:"format"`
	// Transcript is the SHA-256 of the transcript's file, in hex: corrections fit no other.
	Transcript string       `json:"transcript_sha256"`
	List       []Correction `json:"corrections"` // in the order in which they were made
}

// Correction is one change by a person. It carries the turns before and after it, whole and by their numbers, so that
// applying it is nothing but putting the ones in the place of the others.
type Correction struct {
	Made   time.Time      `json:"made"`
	Who    string         `json:"who"`
	Kind   CorrectionKind `json:"kind"`
	Before []Segment      `json:"before,omitempty"`
	After  []Segment      `json:"after,omitempty"`
	Named  *Naming        `json:"named,omitempty"` // of kind name, which changes no turn
	Of     int            `json:"of,omitempty"`    // of undo and redo: which entry of the list, counted from 1
}

// CorrectionKind says what a correction does.
type CorrectionKind string

// The kinds of corrections.
const (
	Rewritten CorrectionKind = "text"   // other words, or none: then the turn is struck out
	Split     CorrectionKind = "split"  // one turn becomes two
	Merged    CorrectionKind = "merge"  // two turns of one speaker become one
	Assigned  CorrectionKind = "assign" // the other party said it
	Renamed   CorrectionKind = "name"   // a party gets another name
	Undone    CorrectionKind = "undo"   // an earlier correction no longer holds
	Redone    CorrectionKind = "redo"   // it holds again
)

// Naming is another name for a party.
type Naming struct {
	Party  Party  `json:"party"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Corrected says of a turn of a reading that it is not as the machine wrote it.
type Corrected struct {
	Who  string    `json:"who"` // who made the newest correction of it
	Made time.Time `json:"made"`
	// Machine is what the machine wrote in its place, without the words one by one.
	Machine []Segment `json:"machine"`
}

// These errors say why a correction cannot be made. Nothing is changed.
var (
	// ErrMisfit says that corrections do not fit the transcript, or each other.
	ErrMisfit = errors.New("corrections do not fit the transcript")

	// ErrNoTurn says that the reading has no such turn.
	ErrNoTurn = errors.New("no such turn")

	// ErrNoChange says that the correction would leave everything as it is.
	ErrNoChange = errors.New("correction changes nothing")

	// ErrNoWords says that one of the parts of a turn to be split would have no words.
	ErrNoWords = errors.New("part of the turn would have no words")

	// ErrTwoSpeakers says that two turns cannot become one because different parties said them.
	ErrTwoSpeakers = errors.New("turns are of different speakers")

	// ErrNoNeighbour says that a speaker has no turn before or after one, so that it cannot be merged.
	ErrNoNeighbour = errors.New("speaker has no turn there")

	// ErrTooLong says that a text is too long for one turn.
	ErrTooLong = errors.New("text is too long for a turn")

	// ErrNothingToUndo says that no correction holds.
	ErrNothingToUndo = errors.New("nothing to undo")

	// ErrNothingToRedo says that nothing was taken back since the last correction.
	ErrNothingToRedo = errors.New("nothing to redo")

	// ErrBuiltOn says that what a correction made was changed again since.
	ErrBuiltOn = errors.New("later changes build on the correction")
)

// LogValue keeps the words and names out of logs.
func (c Correction) LogValue() slog.Value {
	return slog.StringValue("[correction: " + string(c.Kind) + "]")
}

// LogValue keeps the names out of logs.
func (n Naming) LogValue() slog.Value {
	return slog.StringValue("[name of the " + string(n.Party) + " party]")
}

// LogValue keeps the words out of logs.
func (c Corrected) LogValue() slog.Value { return slog.StringValue("[corrected]") }
