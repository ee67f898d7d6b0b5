package rules

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/onrecord/onrecord/call"
)

// ErrDNCLaw means that the do-not-call rules cannot be used as they stand. The error says what is wrong with them.
var ErrDNCLaw = errors.New("do-not-call rules that cannot be used")

// DNCLaw is what is known of the do-not-call rules of the United States.
type DNCLaw struct {
	Checked  call.Day
	company  companyList
	hours    callingHours
	action   claim
	robocall statute
}

// companyList is the rule that a caller keeps a list of its own of those who asked not to be called.
type companyList struct {
	statute
	Keep  int     `json:"keep_years"` // how long a request holds
	Grace []grace `json:"grace"`
}

// claim is the rule from how many calls on, in how many months, a person may claim.
type claim struct {
	statute
	Calls  int
	Months int
}

// grace is how long a caller may take to honour a request that was made in a time. No first day, or no last one: open at that end.
type grace struct {
	From  call.Day `json:"from_"`
	Until call.Day `json:"until"`
	Value int      `json:"value"`
	Unit  string   `json:"unit"`
}

// ReadDNCLaw reads law/dnc_rules.json. It fails with ErrDNCLaw, and says where.
func ReadDNCLaw(law fs.FS) (*DNCLaw, error) {
	l := &DNCLaw{}
	if err := readFile(law, "law/dnc_rules.json", ErrDNCLaw, l.take); err != nil {
		return nil, err
	}
	return l, nil
}

// dncRules is law/dnc_rules.json.
type dncRules struct {
	lawFile
	US struct {
		Company companyList  `json:"company_dnc"`
		Hours   callingHours `json:"hours"`
		Robo    statute      `json:"prerecorded"`
		Action  struct {
			statute
			Params struct {
				Calls  int `json:"min_calls"`
				Months int `json:"window_months"`
			} `json:"params"`
		} `json:"tcpa_private_action"`
	} `json:"us"`
}

func (l *DNCLaw) take(file dncRules) error {
	*l = DNCLaw{file.Checked, file.US.Company, file.US.Hours, claim{file.US.Action.statute, file.US.Action.Params.Calls, file.US.Action.Params.Months}, file.US.Robo}
	for _, rule := range []*statute{&l.company.statute, &l.hours.statute, &l.action.statute, &l.robocall} {
		rule.group, rule.checked = call.FlagDNC, file.Checked
		if err := rule.check(); err != nil {
			return err
		}
	}
	if l.company.Keep < 1 || l.action.Calls < 2 || l.action.Months < 1 {
		return errors.New("it does not say how long a request holds, or how many calls are too many in what time")
	}
	return errors.Join(l.company.check(), l.hours.check())
}

// check wants times that follow each other without a gap, open at both ends: every request has one grace.
func (c companyList) check() error {
	if len(c.Grace) == 0 {
		return errors.New("no grace period is given")
	}
	for i, g := range c.Grace {
		switch {
		case g.Value < 1 || g.Unit != "calendar_days" && g.Unit != "business_days":
			return fmt.Errorf("grace period %d of %d %q is not understood", i+1, g.Value, g.Unit)
		case i == 0 && !g.From.IsZero(), i == len(c.Grace)-1 && !g.Until.IsZero():
			return errors.New("the grace periods do not cover all time")
		case i > 0 && (c.Grace[i-1].Until.IsZero() || g.From != c.Grace[i-1].Until.Add(1)):
			return fmt.Errorf("grace period %d does not begin where the one before it ends", i+1)
		}
	}
	return nil
}

// GraceEnd is the last day on which a caller may not yet have honoured a request of a day.
func (l *DNCLaw) GraceEnd(request call.Day) call.Day {
	for _, g := range l.company.Grace {
		if g.Until.IsZero() || request.Compare(g.Until) <= 0 {
			if g.Unit == "business_days" {
				return afterBusinessDays(request, g.Value, federallyFree)
			}
			return request.Add(g.Value)
		}
	}
	return call.Day{} // never: the last one is open
}

// RequestRule says by which rule a request is reckoned, when that was checked, and how sure it is.
func (l *DNCLaw) RequestRule() string {
	return fmt.Sprintf("%s; checked %s; confidence %s", l.company.Cite, l.Checked, l.company.Confidence)
}
