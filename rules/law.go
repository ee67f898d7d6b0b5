package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// ErrConsentLaw means that a file of the law of recording cannot be used as it stands. The error says which and what is wrong with it.
var ErrConsentLaw = errors.New("law of recording that cannot be used")

// ConsentRule says who must agree to a recording.
type ConsentRule string

// The rules a place can have; what the app acts on is one of the first two.
const (
	OnePartyRule ConsentRule = "one_party" // a participant may record
	AllParties   ConsentRule = "all_party" // everybody must agree, or at least know
	MixedRule    ConsentRule = "mixed"     // it differs by medium, or by civil and criminal law
	Contested    ConsentRule = "contested" // statute and courts point different ways
	NoStatute    ConsentRule = "none"
	UnsureRule   ConsentRule = "uncertain" // not established
)

var consentRules = []ConsentRule{OnePartyRule, AllParties, MixedRule, Contested, NoStatute, UnsureRule}

// Jurisdiction is what is known of the law of recording in one place.
type Jurisdiction struct {
	ID         string      `json:"id"` // as US-CA, or DE
	Name       string      `json:"name"`
	Country    string      `json:"country"`
	Level      string      `json:"level"` // federal, state or country; nobody is at a federal one alone
	Phone      ConsentRule `json:"phone_rule"`
	InPerson   ConsentRule `json:"in_person_rule"`
	TreatAs    ConsentRule `json:"treat_as"` // what the app acts on
	Statutes   []string    `json:"statutes"`
	Exceptions []string    `json:"exceptions"`
	// Notice says whether to announce the recording can be consent, if the other side stays; nil: not known.
	Notice     *bool    `json:"notice_can_be_consent"`
	Notes      string   `json:"notes"`
	Confidence string   `json:"confidence"` // high, medium, low
	Sources    []string `json:"sources"`
	Checked    call.Day `json:"last_checked"`
	Citation   string   `json:"citation_check"` // what was opened of the statute
}

// NoticeMethod is a way to tell the other side, and where it is known to be enough.
type NoticeMethod struct {
	ID         string   `json:"id"`
	Label      string   `json:"label"`
	AcceptedBy []string `json:"accepted_by"`
	Evidence   string   `json:"evidence"`
	Confidence string   `json:"confidence"`
	Warning    string   `json:"warning"`
}

// ConsentLaw is the law of recording by place, and the places that numbers hint at.
type ConsentLaw struct {
	Checked       call.Day
	Disclaimer    string
	Jurisdictions []Jurisdiction
	Methods       []NoticeMethod
	areas         map[string]string // place by area code of North America
	byID          map[string]int
}

// ReadConsentLaw reads jurisdictions.json, nanp_area_codes.json and notification.json from law/. It fails with ErrConsentLaw, and says where.
func ReadConsentLaw(law fs.FS) (*ConsentLaw, error) {
	l := &ConsentLaw{byID: map[string]int{}}
	err := readFile(law, "law/jurisdictions.json", ErrConsentLaw, l.takeJurisdictions)
	if err == nil {
		err = readFile(law, "law/nanp_area_codes.json", ErrConsentLaw, l.takeAreas)
	}
	if err == nil {
		err = readFile(law, notificationFile, ErrConsentLaw, l.takeMethods)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Jurisdiction finds a place by its ID.
func (l *ConsentLaw) Jurisdiction(id string) (Jurisdiction, bool) {
	at, known := l.byID[id]
	if !known {
		return Jurisdiction{}, false
	}
	return l.Jurisdictions[at], true
}

// jurisdictionRules is law/jurisdictions.json.
type jurisdictionRules struct {
	lawFile
	Disclaimer    string         `json:"disclaimer"`
	Jurisdictions []Jurisdiction `json:"jurisdictions"`
}

func (l *ConsentLaw) takeJurisdictions(file jurisdictionRules) error {
	if len(file.Jurisdictions) == 0 || file.Disclaimer == "" {
		return fmt.Errorf("it has %d places, wants some and a disclaimer", len(file.Jurisdictions))
	}
	l.Checked, l.Disclaimer = file.Checked, file.Disclaimer
	for _, j := range file.Jurisdictions {
		if err := l.add(j); err != nil {
			return fmt.Errorf("place %q %w", j.ID, err)
		}
	}
	return nil
}

// add takes a place in, or says what is wrong with it.
func (l *ConsentLaw) add(j Jurisdiction) error {
	_, twice := l.byID[j.ID]
	strict := j.Phone == AllParties || j.Phone == Contested || j.Phone == UnsureRule
	switch {
	case j.ID == "" || j.Name == "" || j.Country == "" || twice:
		return errors.New("wants a name, a country and an ID of its own")
	case !slices.Contains([]string{"federal", "state", "country"}, j.Level):
		return fmt.Errorf("knows no level %q", j.Level)
	case !slices.Contains(consentRules, j.Phone) || !slices.Contains(consentRules, j.InPerson):
		return fmt.Errorf("knows no rule %q or %q", j.Phone, j.InPerson)
	case j.TreatAs != OnePartyRule && j.TreatAs != AllParties:
		return fmt.Errorf("cannot be treated as %q", j.TreatAs)
	case strict && j.TreatAs != AllParties:
		return fmt.Errorf("is %s, which counts as all_party", j.Phone)
	case len(j.Statutes) == 0 || len(j.Sources) == 0 || j.Checked.IsZero():
		return errors.New("wants statutes, sources and the day when it was checked")
	case !slices.Contains([]string{"high", "medium", "low"}, j.Confidence):
		return fmt.Errorf("knows no confidence %q", j.Confidence)
	case citationWords[j.Citation] == "":
		return fmt.Errorf("knows no citation check %q", j.Citation)
	}
	l.byID[j.ID] = len(l.Jurisdictions)
	l.Jurisdictions = append(l.Jurisdictions, j)
	return nil
}

// citationWords says in words what was opened of a statute.
var citationWords = map[string]string{
	"primary_text_seen":     "the text of the statute was read",
	"secondary_source_seen": "a source that names the statute was read, not the statute",
	"text_not_opened":       "the statute was not opened",
}

// CitationWords says what was opened of the statute: a few words.
func (j Jurisdiction) CitationWords() string { return citationWords[j.Citation] }

// areaRules is law/nanp_area_codes.json.
type areaRules struct {
	lawFile
	Areas map[string]string `json:"area_codes"`
}

func (l *ConsentLaw) takeAreas(file areaRules) error {
	if len(file.Areas) == 0 {
		return errors.New("it has no area codes")
	}
	for code, place := range file.Areas {
		if _, known := l.Jurisdiction(place); !known || len(code) != 3 || !allDigits(code) {
			return fmt.Errorf("area code %q of place %q, which there is not", code, place)
		}
	}
	l.areas = file.Areas
	return nil
}

func (l *ConsentLaw) takeMethods(file notificationRules) error {
	if len(file.Methods) == 0 {
		return errors.New("it has no methods")
	}
	for _, m := range file.Methods {
		if m.ID == "" || m.Label == "" || m.Evidence == "" || len(m.AcceptedBy) == 0 {
			return fmt.Errorf("method %q wants a label, its evidence and where it is accepted", m.ID)
		}
	}
	l.Methods = file.Methods
	return nil
}
