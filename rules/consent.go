package rules

import "fmt"

// Light says at a glance what consent a recording needs. The larger is the stricter.
type Light int

// The lights.
const (
	NoneNeeded Light = iota // the law of both places is known to leave it to one party
	BetterAsk               // it seems to leave it to one party, and is not sure, or not the same for all kinds of calls
	MustAsk                 // somebody's law wants everybody's consent, or nobody knows
)

// String is the word for the light.
func (l Light) String() string {
	return [...]string{"no consent needed", "better ask", "must ask"}[l]
}

// MarshalText writes the light as its word.
func (l Light) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Requirement is what the law asks for before a call is recorded: the stricter of both sides.
type Requirement struct {
	Light  Light       `json:"light"`
	Rule   ConsentRule `json:"rule"` // one_party or all_party
	Mine   SideLaw     `json:"mine"`
	Theirs SideLaw     `json:"theirs"`
}

// SideLaw is the law of one side's place.
type SideLaw struct {
	Location
	Light Light         `json:"light"`
	Rule  ConsentRule   `json:"rule"`
	Why   string        `json:"why"`           // one sentence
	Law   *Jurisdiction `json:"law,omitempty"` // of the place; nil when none is known
}

// Requirement works out what a call between two places needs. A place that is not known, and one that is only hinted at by a number, counts as one
// where everybody must agree: a hint can name the law that says so, and never lowers what is asked for.
func (l *ConsentLaw) Requirement(mine, theirs Location) Requirement {
	r := Requirement{Mine: l.side(mine, "you are"), Theirs: l.side(theirs, "the other side is")}
	r.Light, r.Rule = max(r.Mine.Light, r.Theirs.Light), OnePartyRule
	if r.Mine.Rule == AllParties || r.Theirs.Rule == AllParties {
		r.Rule = AllParties
	}
	return r
}

// side works out one side; whose begins a sentence on where somebody is.
func (l *ConsentLaw) side(at Location, whose string) SideLaw {
	side := SideLaw{Location: at, Light: MustAsk, Rule: AllParties}
	law, known := l.Jurisdiction(at.ID)
	if !known {
		side.Location = Location{}
		side.Why = fmt.Sprintf("Nobody said where %s: an unknown place counts as one where everybody must agree", whose)
		return side
	}
	side.Law = &law
	hint := at.By != Stated && at.By != ByContact
	switch {
	case law.Level == "federal":
		side.Why = fmt.Sprintf("It is not known in which state %s: an unknown state counts as one where everybody must agree", whose)
	case hint && law.TreatAs == AllParties:
		side.Why = fmt.Sprintf("The %s hints at %s, where everybody must agree", at.By, law.Name)
	case hint:
		side.Why = fmt.Sprintf("The %s hints at %s, where one party may record; but it is only a hint, and a place that nobody stated counts as one where everybody must agree", at.By, law.Name)
	case law.TreatAs == AllParties:
		side.Why = law.Name + " " + wantsAll[law.Phone]
	default:
		side.Rule, side.Light = OnePartyRule, NoneNeeded
		side.Why = "In " + law.Name + " one party may record"
		if law.Confidence != "high" || law.Phone != OnePartyRule {
			side.Light = BetterAsk
			side.Why += ", as far as is known; that is not sure, or not so for all kinds of calls"
		}
	}
	if at.By == ByContact {
		side.Why += "; your contact is said to be there"
	}
	return side
}

// wantsAll says why a place counts as one where everybody must agree.
var wantsAll = map[ConsentRule]string{
	AllParties:   "wants everybody's consent",
	MixedRule:    "has different rules for different cases: it counts as a place where everybody must agree",
	Contested:    "has a law that courts read in different ways: it counts as a place where everybody must agree",
	UnsureRule:   "has a rule that could not be established: it counts as a place where everybody must agree",
	OnePartyRule: "counts as a place where everybody must agree",
	NoStatute:    "counts as a place where everybody must agree",
}
