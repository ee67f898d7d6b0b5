package rules

import (
	"cmp"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Record is one call as rules look at it.
type Record struct {
	call.Call
	Said []call.Segment // as corrected, by time; nil when nothing was written down
	// Language is that of the words, as the transcript has it.
	Language string
	Heard    *Heard // nil: nobody has looked yet
}

// Heard is what patterns find in the words of a call: all that facts and flags need to know of them. No private number stands in it. It
// follows from what was said alone, so that it can be kept.
type Heard struct {
	Written bool        `json:"written,omitempty"` // something was written down of the call
	Unheard string      `json:"unheard,omitempty"` // the language of the words, if consent is not listened for in it
	Found   []Found     `json:"found,omitempty"`
	Private []call.Flag `json:"private,omitempty"` // as PrivateFlags gives them
}

// HeardVersion changes whenever the same words may be heard in another way.
func (p *Phrases) HeardVersion() string {
	return hearing + " " + p.Checked.String() + " " + p.tonguesChecked.String() + " " + privateVersion
}

// hearing is the version of how patterns are looked for.
const hearing = "3"

// Hear looks for what patterns find in a call.
func (p *Phrases) Hear(r Record) *Heard {
	p = p.In(r.Language)
	if r.mixed() {
		p = p.ofAnybody()
	}
	numbers := PrivateNumbers(r.Said)
	redacted := Redacted(r.Said, numbers)
	heard := &Heard{Written: len(r.Said) > 0, Found: p.Find(redacted), Private: privateFlags(r.ID, numbers, redacted)}
	if listens, _ := p.Listens(r.Language); !listens && heard.Written {
		heard.Unheard = r.Language
	}
	return heard
}

// heard gives what was found in a call, now if nobody has looked yet.
func (p *Phrases) heard(r Record) []Found {
	if r.Heard == nil {
		r.Heard = p.Hear(r)
	}
	return r.Heard.Found
}

// written reports whether something was written down of the call.
func (r Record) written() bool { return len(r.Said) > 0 || r.Heard != nil && r.Heard.Written }

// mixed reports whether both parties are in one channel, so that nobody knows who speaks.
func (r Record) mixed() bool { return r.Origin != nil && r.Origin.Channels == 1 }

// Entity says who is at the far side, as far as is known: calls with the same one are by the same caller. A contact is one
// whatever its numbers. Without one, the number counts, however it is written,
// and without that the name. Empty means that nobody knows.
func Entity(c call.Call) string {
	far := c.Parties[call.Remote]
	switch {
	case far.Contact != "":
		return "contact " + string(far.Contact)
	case plainNumber(far.Number) != "":
		return "number " + plainNumber(cmp.Or(far.E164, far.Number))
	case far.Name != "":
		return "name " + strings.ToLower(strings.TrimSpace(far.Name))
	}
	return ""
}

// plainNumber gives the digits of a number, without the zeros that stand for a plus. It is empty for what is none, as "withheld".
func plainNumber(number string) string {
	return strings.TrimPrefix(strings.Map(digitOnly, number), "00")
}
