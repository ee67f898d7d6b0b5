package app

import (
	"cmp"
	"slices"
	"sync"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// Proposal is a point of a call's playbook that seems to be done, by the words that were said.
type Proposal = rules.Proposal

// ears listen to the captions of the running take for what the points of its playbook are about. They tick nothing.
type ears struct {
	mu       sync.Mutex
	call     call.ID
	listener *rules.Listener
	found    []rules.Found
	said     []call.Segment
}

// hear takes in how far a call is written down, and tells whether something else is found in it now.
func (e *ears) hear(phrases *rules.Phrases, status JobStatus) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.call != status.Call || e.listener == nil {
		e.call, e.listener, e.found = status.Call, phrases.Listen(), nil
	}
	e.said = slices.Concat(status.Segments, status.Guesses)
	slices.SortStableFunc(e.said, func(a, b call.Segment) int { return cmp.Compare(a.Start, b.Start) })
	before := e.found
	e.found = e.listener.Hear(e.said)
	return !slices.Equal(before, e.found)
}

// listen proposes ticks from the captions of the running take.
func (a *App) listen(status JobStatus) {
	if status.Call != a.liveCall() || len(status.Segments)+len(status.Guesses) == 0 {
		return
	}
	phrases, err := lawPhrases()
	if err != nil {
		a.config.Log.Error("no ticks are proposed", "err", err)
		return
	}
	if a.ears.hear(phrases.In(a.Settings().Language), status) {
		a.hub.send(TicksProposed{status.Call})
	}
}

// Proposals gives the points of a call's playbook that seem to be done and are not ticked, by time: while it is recorded from its captions, else from its
// transcript. There are none in a call without a playbook.
func (a *App) Proposals(id call.ID) ([]Proposal, error) {
	doc, err := a.Document(id)
	if err != nil || doc.Playbook == "" {
		return nil, err
	}
	of, err := a.Playbook(doc.Playbook)
	if err != nil {
		return nil, err
	}
	if a.liveCall() == id {
		return a.ears.propose(of.Playbook, doc.Call), nil
	}
	phrases, err := lawPhrases()
	if err != nil {
		return nil, err
	}
	return phrases.Propose(of.Playbook, recordOf(doc)), nil
}

func (e *ears) propose(of Playbook, doc call.Call) []Proposal {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.call != doc.ID {
		return nil
	}
	return of.Proposals(doc, e.found, e.said)
}

// Refute says that a proposal is wrong. It is kept in the call: the point is proposed again only when it was said once more later.
func (a *App) Refute(p Proposal) error {
	_, err := a.Edit(p.Place.Call, func(doc *call.Call) error {
		doc.Reject(call.Rejection{Playbook: doc.Playbook, Item: p.Item, At: p.Place.At, Made: a.config.Now()})
		return nil
	})
	return err
}

// RefuteConsent says that the words of a call by which an entry of consent was proposed are none. It is kept in the call: they are not proposed again.
func (a *App) RefuteConsent(id call.ID, proposed call.Consent) error {
	_, err := a.Edit(id, func(doc *call.Call) error {
		doc.Reject(call.Rejection{Method: proposed.Method, At: proposed.At, Made: a.config.Now()})
		return nil
	})
	return err
}

// Accept ticks a proposed point at the second of the words, as a person confirms them.
func (a *App) Accept(p Proposal) (call.Tick, error) {
	return a.Tick(p.Place.Call, p.Item, &p.Place.At, p.Place.Quote)
}
