package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// ErrBadLog is what a call is refused with that cannot have been as it is said.
var ErrBadLog = errors.New("a call cannot have been like that")

// LoggedCall is a call that was not recorded, as somebody says it was.
type LoggedCall struct {
	Started      time.Time    // zero: now
	Lasted       call.Seconds // 0: nobody said
	Name, Number string       // of the remote party
	Contact      call.ID      // that it is, where somebody said so
	Direction    call.Direction
	Case         string
	Tags         []string
	Reached      call.Reached
	Playbook     string // whose points can be ticked
	Note         string // what happened
}

// The bounds of what is believed of a call that is only told of.
const (
	mostLasted = 24 * time.Hour
	mostAhead  = time.Minute // of the clock
)

// LogCall puts a call into the library that was not recorded: it is listed, searched and exported like any other, and is known to have no sound. It fails with
// ErrBadLog or ErrNoPlaybook, and changes nothing then.
func (a *App) LogCall(l LoggedCall) (call.ID, error) {
	now := a.config.Now()
	if l.Started.IsZero() {
		l.Started = now.Add(-l.Lasted.Duration())
	}
	l.Name, l.Number, l.Note, l.Case = oneLine(l.Name), oneLine(l.Number), strings.TrimSpace(l.Note), oneLine(l.Case)
	if err := l.check(now); err != nil {
		return "", err
	}
	if l.Playbook != "" {
		if _, err := a.Playbook(l.Playbook); err != nil {
			return "", err
		}
	}
	doc := call.Call{
		Format: call.Format, ID: call.NewID(l.Started), Started: l.Started, Direction: l.Direction, Case: l.Case,
		Parties: map[call.Party]call.Person{call.Remote: {Name: l.Name, Number: l.Number, Contact: l.Contact}},
		Tags:    append([]string{}, l.Tags...), Notes: []call.Note{}, Consent: []call.Consent{},
		Outcome: call.Noted, Reached: l.Reached, Playbook: l.Playbook, Capture: call.Capture{Sides: map[call.Party]call.Side{}},
	}
	if l.Lasted > 0 {
		doc.Ended = l.Started.Add(l.Lasted.Duration())
	}
	if l.Note != "" {
		doc.Notes = append(doc.Notes, call.Note{Made: now, Text: l.Note})
	}
	if err := a.library.Enter(doc); err != nil {
		return "", err
	}
	a.hub.send(CallSaved{doc.ID})
	return doc.ID, nil
}

func (l LoggedCall) check(now time.Time) error {
	switch {
	case l.Name == "" && l.Number == "" && l.Contact == "" && l.Note == "":
		return fmt.Errorf("%w: neither a name nor a number nor a note is given", ErrBadLog)
	case l.Started.After(now.Add(mostAhead)):
		return fmt.Errorf("%w: it is still to come", ErrBadLog)
	case l.Started.Year() < 1900:
		return fmt.Errorf("%w: nobody made calls then", ErrBadLog)
	case !(l.Lasted >= 0) || l.Lasted.Duration() > mostLasted:
		return fmt.Errorf("%w: it lasted %s", ErrBadLog, l.Lasted.Short())
	case !slices.Contains(call.Reaches, l.Reached):
		return fmt.Errorf("%w: it came to %q", ErrBadLog, l.Reached)
	}
	return nil
}

// LengthWords says how long a call in a list was; of one without a recording what is known of it.
func LengthWords(s Summary) string { return heardOrNoted(s.Duration, s.Lasted, s.Outcome, s.Reached) }

// LengthOf says how long a call was; of one without a recording what is known of it.
func LengthOf(doc call.Call) string {
	return heardOrNoted(doc.Audio.Duration, doc.LastedUnheard(), doc.Outcome, doc.Reached)
}

func heardOrNoted(sound, unheard call.Seconds, outcome call.Outcome, reached call.Reached) string {
	switch {
	case outcome != call.Noted:
		return sound.Short()
	case reached != "":
		return string(reached)
	case unheard > 0:
		return unheard.Short() + ", noted"
	}
	return "noted"
}
