package rules

import (
	"cmp"
	"slices"

	"github.com/onrecord/onrecord/call"
)

// Proposal is a point of a playbook that seems to be done, by the words that were said. A person ticks it, or nobody does.
type Proposal struct {
	Item  string     `json:"item"` // the point's ID
	Text  string     `json:"text"`
	Place call.Place `json:"place"` // where it was said last, and how; no private number stands in it
}

// Propose gives the points of a playbook that seem to be done in a call and are not ticked, by time.
func (p *Phrases) Propose(of Playbook, r Record) []Proposal {
	if r.mixed() {
		p = p.ofAnybody()
	}
	return of.Proposals(r.Call, p.In(r.Language).Find(r.Said), r.Said)
}

// sameWords is how much later words may stand once it is settled what was said, or when a call is transcribed anew.
const sameWords call.Seconds = 3

// Proposals gives for each point that is not ticked in a call the last words that seem to do it, by time. They are among what was found in what was said.
// A point whose proposal was rejected is proposed again only when it was said once more after that.
func (p Playbook) Proposals(c call.Call, found []Found, said []call.Segment) (all []Proposal) {
	for _, point := range p.Points {
		if c.Ticked(p.ID, point.ID) >= 0 {
			continue
		}
		last := -1
		for i, one := range found {
			if slices.Contains(point.Means, one.Category) {
				last = i
			}
		}
		if at, said := c.RejectedPoint(p.ID, point.ID); last >= 0 && (!said || found[last].From > at+sameWords) {
			one := found[last]
			all = append(all, Proposal{point.ID, point.Text, call.Place{Call: c.ID, At: one.From, Party: one.Party, Quote: one.Quote}})
		}
	}
	if len(all) == 0 {
		return nil
	}
	private := PrivateNumbers(said)
	for i := range all {
		all[i].Place.Quote = RedactText(all[i].Place.Quote, private)
	}
	slices.SortStableFunc(all, func(a, b Proposal) int { return cmp.Compare(a.Place.At, b.Place.At) })
	return all
}
