package call

import "log/slog"

// Layers are the two layers of a transcript, and what the parties are called.
type Layers struct {
	Machine     Transcript
	Corrections []Correction
	Names       map[Party]string // as the call's document has them; none for no name
}

// Reading is the transcript with its corrections, as Apply gives it.
func (l Layers) Reading() (Transcript, error) { return Apply(l.Machine, l.Corrections) }

// With gives the layers with one more correction.
func (l Layers) With(c Correction) Layers {
	l.Corrections = append(l.Corrections[:len(l.Corrections):len(l.Corrections)], c)
	return l
}

// Entry is a correction in a history.
type Entry struct {
	Number int  `json:"number"` // from 1, in the order in which they were made
	Holds  bool `json:"holds"`  // it is in force; an undo or redo never is, what it is about may be
	Correction
}

// History gives all corrections, the oldest first, and which of them hold.
func (l Layers) History() ([]Entry, error) {
	f, err := foldAll(l.Machine, l.Corrections)
	if err != nil {
		return nil, err
	}
	history := make([]Entry, len(f.list))
	for i, c := range f.list {
		history[i] = Entry{Number: i + 1, Correction: c}
	}
	for _, n := range f.done {
		history[n-1].Holds = true
	}
	return history, nil
}

// Naming is the name that a correction gives, if it gives one.
func (l Layers) Naming(c Correction) (Naming, bool) {
	switch {
	case c.Kind == Renamed && c.Named != nil:
		return *c.Named, true
	case (c.Kind == Undone || c.Kind == Redone) && c.Of >= 1 && c.Of <= len(l.Corrections) && l.Corrections[c.Of-1].Named != nil:
		named := *l.Corrections[c.Of-1].Named
		if c.Kind == Undone {
			named.Before, named.After = named.After, named.Before
		}
		return named, true
	}
	return Naming{}, false
}

// LogValue keeps the words and names out of logs.
func (l Layers) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("machine", l.Machine), slog.Int("corrections", len(l.Corrections)))
}

// LogValue keeps the words and names out of logs.
func (c Corrections) LogValue() slog.Value { return slog.IntValue(len(c.List)) }
