package call

// Undo takes back the newest correction that holds; with the number of a turn, the newest that made that turn as it is.
// The error is ErrNothingToUndo, or ErrBuiltOn when part of what the correction made was changed again.
func (l Layers) Undo(number int) (Correction, error) {
	f, err := foldAll(l.Machine, l.Corrections)
	if err != nil {
		return Correction{}, err
	}
	of := 0
	switch {
	case number == 0 && len(f.done) > 0:
		of = f.done[len(f.done)-1]
	case number != 0:
		now, there := f.turns[number]
		if !there {
			return Correction{}, ErrNoTurn
		}
		of = now.by
	}
	if of == 0 {
		return Correction{}, ErrNothingToUndo
	}
	c := f.list[of-1]
	if !f.holds(c.After) || c.Named != nil && l.Names[c.Named.Party] != c.Named.After {
		return Correction{}, ErrBuiltOn
	}
	return Correction{Kind: Undone, Of: of}, nil
}

// Redo brings back what was taken back last. The error is ErrNothingToRedo after a new correction, or ErrBuiltOn when
// the name that the correction changes was changed elsewhere.
func (l Layers) Redo() (Correction, error) {
	f, err := foldAll(l.Machine, l.Corrections)
	if err != nil {
		return Correction{}, err
	}
	if len(f.undone) == 0 {
		return Correction{}, ErrNothingToRedo
	}
	of := f.undone[len(f.undone)-1]
	c := f.list[of-1]
	if !f.holds(c.Before) || c.Named != nil && l.Names[c.Named.Party] != c.Named.Before {
		return Correction{}, ErrBuiltOn
	}
	return Correction{Kind: Redone, Of: of}, nil
}
