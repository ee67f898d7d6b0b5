package app

import (
	"errors"
	"fmt"
	"os/user"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// The corrections of the transcript that is read. Each is kept durably with who made it and when, and told as
// CallChanged; what the machine wrote stays. The results say what was done.

// CorrectText gives a turn other words, or none, which strikes it out.
func (a *App) CorrectText(id call.ID, turn int, text string) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.Rewrite(turn, text) })
}

// CorrectSplit makes two turns of one.
func (a *App) CorrectSplit(id call.ID, turn int, first, second string) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.Split(turn, first, second) })
}

// CorrectMerge makes one turn of the given one and the next by the same party, or the one before.
func (a *App) CorrectMerge(id call.ID, turn int, next bool) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.MergeNext(turn, next) })
}

// CorrectSpeaker says that the given party said a turn.
func (a *App) CorrectSpeaker(id call.ID, turn int, party call.Party) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.Assign(turn, party) })
}

// CorrectName gives a party another name, which is the call's from then on. The empty one is the usual.
func (a *App) CorrectName(id call.ID, party call.Party, name string) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.Rename(party, name) })
}

// CorrectUndo takes back the newest correction; with a turn's number, the newest that made that turn as it is.
func (a *App) CorrectUndo(id call.ID, turn int) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.Undo(turn) })
}

// CorrectRedo brings back what was taken back last.
func (a *App) CorrectRedo(id call.ID) (call.Correction, error) {
	return a.correct(id, func(l call.Layers) (call.Correction, error) { return l.Redo() })
}

func (a *App) correct(id call.ID, decide func(call.Layers) (call.Correction, error)) (call.Correction, error) {
	var made call.Correction
	err := a.library.Correct(id, func(l call.Layers) (call.Correction, error) {
		c, err := decide(l)
		if err != nil {
			return c, fmt.Errorf("correct call %s: %w", id, err)
		}
		c.Who, c.Made = a.Who(), a.config.Now()
		made = c
		return c, nil
	})
	if err == nil {
		a.hub.send(CallChanged{id})
	}
	return made, err
}

// Who is the name that corrections carry: the one in the settings, else the user's on this machine.
func (a *App) Who() string {
	if who := strings.TrimSpace(a.Settings().Who); who != "" {
		return who
	}
	account, err := user.Current()
	if err != nil {
		return "unknown"
	}
	if name, _, _ := strings.Cut(account.Name, ","); strings.TrimSpace(name) != "" {
		return strings.TrimSpace(name)
	}
	return account.Username
}

// Corrections gives all corrections of the transcript that is read, the oldest first.
func (a *App) Corrections(id call.ID) ([]call.Entry, error) {
	layers, err := a.library.Layers(id, 0)
	if err != nil {
		return nil, err
	}
	return layers.History()
}

// read gives the reading of a call's transcript of that number, 0 for the one that is read. Of corrections that cannot
// be read, unread says why; the reading is then what the machine wrote.
func (a *App) read(id call.ID, number int) (reading call.Transcript, unread string, err error) {
	layers, err := a.library.Layers(id, number)
	if errors.Is(err, storage.ErrCorrections) {
		a.config.Log.Error("read corrections", "call", id, "err", err)
		unread, err = Explain(err).What, nil
	}
	if err != nil {
		return call.Transcript{}, "", err
	}
	reading, err = layers.Reading()
	return reading, unread, err
}

// CorrectionWords says in a few words what a correction does.
func CorrectionWords(c call.Correction) string {
	switch c.Kind {
	case call.Rewritten:
		if len(c.After) == 1 && c.After[0].Text == "" {
			return "struck out"
		}
		return "changed"
	case call.Split:
		return "split"
	case call.Merged:
		return "merged"
	case call.Assigned:
		return "other speaker"
	case call.Renamed:
		return "name"
	case call.Undone:
		return fmt.Sprintf("undo of %d", c.Of)
	case call.Redone:
		return fmt.Sprintf("redo of %d", c.Of)
	}
	return string(c.Kind)
}
