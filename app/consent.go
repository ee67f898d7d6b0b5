package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/onrecord/onrecord/assets"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// What faces need of the rules of consent.
type (
	// Requirement is what the law asks for before a call is recorded.
	Requirement = rules.Requirement
	// Light says at a glance what consent a recording needs.
	Light = rules.Light
	// SideLaw is the law of one side's place.
	SideLaw = rules.SideLaw
	// Jurisdiction is what is known of the law of recording in one place.
	Jurisdiction = rules.Jurisdiction
	// Script is a wording to be read aloud.
	Script = rules.Script
)

// AfterNo is the wording that is said once they refused.
const AfterNo = rules.AfterNo

// The lights of a requirement.
const (
	NoneNeeded = rules.NoneNeeded
	BetterAsk  = rules.BetterAsk
	MustAsk    = rules.MustAsk
)

var (
	// ErrNoConsent means that a call has no such entry of consent.
	ErrNoConsent = errors.New("no such entry of consent")
	// ErrBadConsent means that an entry of consent makes no sense.
	ErrBadConsent = errors.New("entry of consent makes no sense")
	// ErrNoPlace means that the law of recording knows no such place.
	ErrNoPlace = errors.New("no such place")
)

// lawful holds the data of the rules, read when it is first needed.
type lawful struct {
	once     sync.Once
	law      *rules.ConsentLaw
	unwanted *rules.DNCLaw
	debts    *rules.DebtLaw
	scripts  []Script
	phrases  *rules.Phrases
	err      error
}

func (l *lawful) read() error {
	l.once.Do(func() {
		var errs [5]error
		l.law, errs[0] = rules.ReadConsentLaw(assets.Law)
		l.scripts, errs[1] = rules.ReadScripts(assets.Consent)
		l.phrases, errs[2] = lawPhrases()
		l.unwanted, errs[3] = rules.ReadDNCLaw(assets.Law)
		l.debts, errs[4] = rules.ReadDebtLaw(assets.Law)
		l.err = errors.Join(errs[:]...)
	})
	return l.err
}

// Places lists the places that the law of recording is known of, in the order of the file.
func (a *App) Places() ([]Jurisdiction, error) {
	if err := a.lawful.read(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(a.lawful.law.Jurisdictions), func(j Jurisdiction) bool { return j.Level == "federal" }), nil
}

// LawNotice says what the law of recording that came with the program is worth.
func (a *App) LawNotice() string {
	if a.lawful.read() != nil {
		return ""
	}
	return a.lawful.law.Disclaimer
}

// Scripts gives what can be read aloud, in a language, or in English where it has none.
func (a *App) Scripts(language string) ([]Script, error) {
	if err := a.lawful.read(); err != nil {
		return nil, err
	}
	return rules.ScriptsIn(a.lawful.scripts, language), nil
}

// ScriptLanguages gives the languages in which something can be read aloud, one wording of each.
func (a *App) ScriptLanguages() ([]Script, error) {
	if err := a.lawful.read(); err != nil {
		return nil, err
	}
	return slices.CompactFunc(slices.Clone(a.lawful.scripts), func(a, b Script) bool { return a.Language == b.Language }), nil
}

// CheckPlace fails with ErrNoPlace unless the law of recording knows the place, or it is empty.
func (a *App) CheckPlace(place string) error {
	if err := a.lawful.read(); err != nil {
		return err
	}
	if _, known := a.lawful.law.Jurisdiction(place); place != "" && !known {
		return fmt.Errorf("%w: %q", ErrNoPlace, place)
	}
	return nil
}

// RequirementOf gives what a call between two places needs. Each empty place is that of the settings, or of the contact, or what the number hints at. It fails with ErrNoPlace.
func (a *App) RequirementOf(mine, theirs, number string) (Requirement, error) {
	mine = cmp.Or(mine, a.Settings().Place)
	if err := errors.Join(a.CheckPlace(mine), a.CheckPlace(theirs)); err != nil {
		return Requirement{}, err
	}
	return a.lawful.law.Requirement(rules.At(mine), a.placeOf(call.Person{Number: number, Place: theirs})), nil
}

// ConsentNeeded gives what a call needs. A place that nobody knows any more counts as unknown.
func (a *App) ConsentNeeded(doc call.Call) (Requirement, error) {
	if err := a.lawful.read(); err != nil {
		return Requirement{}, err
	}
	mine := rules.At(cmp.Or(doc.Parties[call.Local].Place, a.Settings().Place))
	return a.lawful.law.Requirement(mine, a.placeOf(doc.Parties[call.Remote])), nil
}

// placeOf gives where the other side is: as somebody said of the call, else of the contact, else what the number hints at.
func (a *App) placeOf(far call.Person) rules.Location {
	d := a.directory()
	if far.Place != "" {
		return rules.At(far.Place)
	}
	if c, known := d.who(far); known && c.Place != "" {
		return rules.Location{ID: c.Place, By: rules.ByContact}
	}
	return a.lawful.law.Hint(d.numbers.kept(far.Number))
}

// SetPlace says where a party of a call is.
func (a *App) SetPlace(id call.ID, party call.Party, place string) (call.Call, error) {
	if err := a.CheckPlace(place); err != nil {
		return call.Call{}, err
	}
	return a.Edit(id, func(doc *call.Call) error {
		doc.EditPerson(party, func(person *call.Person) { person.Place = place })
		return nil
	})
}

// AddConsent puts an entry of consent on record. In a call that is being recorded, an entry without a second has that of now, and a refusal ends the recording:
// the call goes on as notes only. It fails with ErrBadConsent, and changes nothing then.
func (a *App) AddConsent(id call.ID, entry call.Consent, at *call.Seconds) (call.Call, error) {
	running, err := a.current()
	live := err == nil && running.id == id
	switch elapsed, noted := a.notedFor(id); {
	case at != nil:
		entry.At = *at
	case live:
		entry.At = running.take.Levels().Elapsed
	case noted:
		entry.At = elapsed
	}
	if entry.Answer != "" && entry.Answered == 0 {
		entry.Answered = entry.At
	}
	entry.Made = a.config.Now()
	entry.Party = cmp.Or(entry.Party, call.Remote)
	if err := checkConsent(entry); err != nil {
		return call.Call{}, err
	}
	if live && entry.Answer == call.Refused && entry.Party == call.Remote {
		return a.refuse(running, entry)
	}
	return a.Edit(id, func(doc *call.Call) error {
		doc.Consent = append(doc.Consent, entry)
		return nil
	})
}

// RemoveConsent takes an entry off the record, counted from 0. It fails with ErrNoConsent.
func (a *App) RemoveConsent(id call.ID, index int) (call.Call, error) {
	return a.Edit(id, func(doc *call.Call) error {
		if index < 0 || index >= len(doc.Consent) {
			return fmt.Errorf("entry %d of %d: %w", index+1, len(doc.Consent), ErrNoConsent)
		}
		doc.Consent = slices.Delete(doc.Consent, index, index+1)
		return nil
	})
}

func checkConsent(c call.Consent) error {
	switch {
	case c.Method == "":
		return fmt.Errorf("%w: it has no method", ErrBadConsent)
	case !(c.At >= 0) || !(c.Answered >= 0):
		return fmt.Errorf("%w: it is before the call", ErrBadConsent)
	case c.Answer != "" && c.Answer != call.Agreed && c.Answer != call.Refused:
		return fmt.Errorf("%w: the answer %q is neither %s nor %s", ErrBadConsent, c.Answer, call.Agreed, call.Refused)
	case c.Answer != "" && c.Answered < c.At:
		return fmt.Errorf("%w: it was answered before it was asked", ErrBadConsent)
	case c.Method == call.NotNeeded && c.Note == "":
		return fmt.Errorf("%w: it does not say why none is needed", ErrBadConsent)
	}
	return nil
}

// ProposedConsent gives the entries of consent that the words of a call suggest and that are not on record. Somebody has to confirm them.
func (a *App) ProposedConsent(doc Document) ([]call.Consent, error) {
	if err := a.lawful.read(); err != nil || doc.Transcript == nil {
		return nil, err
	}
	return a.lawful.phrases.ProposeConsent(recordOf(doc)), nil
}

// ConsentUnheard says why nothing was listened for in the words of a call, or in which language without knowing that it is theirs; empty where there is
// nothing to say.
func (a *App) ConsentUnheard(doc Document) (string, error) {
	if err := a.lawful.read(); err != nil || doc.Transcript == nil || len(doc.Transcript.Segments) == 0 {
		return "", err
	}
	language := oneLine(doc.Transcript.Language)
	switch listens, known := a.lawful.phrases.Listens(language); {
	case !listens:
		names := a.lawful.phrases.Tongues()
		last := len(names) - 1
		return fmt.Sprintf("Notice and answer were not listened for: the transcript is in another language (%s) than %s and %s",
			language, strings.Join(names[:last], ", "), names[last]), nil
	case !known:
		return "The transcript does not say its language: notice and answer were listened for in English", nil
	}
	return "", nil
}

// ConsentFlags gives what may be wrong about the consent to a call's recording.
func (a *App) ConsentFlags(doc Document) ([]call.Flag, error) {
	needed, err := a.ConsentNeeded(doc.Call)
	if err != nil {
		return nil, err
	}
	return a.lawful.phrases.ConsentFlags(recordOf(doc), needed), nil
}
