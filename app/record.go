package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// ruleDigest is what rules need of a call, as the index keeps it: looking for what was said in an hour's words takes longer than a person
// who searches would wait, were it done for each call.
type ruleDigest struct {
	Call  call.Call    `json:"call"` // without what no rule looks at
	Heard *rules.Heard `json:"heard"`
}

// digestForm is the version of ruleDigest.
const digestForm = "1"

func (a *App) digestVersion() string { return digestForm + " " + a.lawful.phrases.HeardVersion() }

// recordOf is a call as rules look at it.
func recordOf(doc Document) rules.Record {
	r := rules.Record{Call: doc.Call}
	if doc.Transcript != nil {
		r.Said, _ = doc.Transcript.Said()
	}
	return r
}

// record gives a call for the rules, with what is heard in it in place of what was said.
func (a *App) record(id call.ID) (rules.Record, error) {
	if err := a.lawful.read(); err != nil {
		return rules.Record{}, err
	}
	kept, keep, err := a.library.Digest(id, a.digestVersion())
	if err != nil {
		return rules.Record{}, err
	}
	if r, err := a.undigested(kept); err == nil {
		return r, nil
	}
	disk, err := a.library.Call(id)
	if err != nil {
		return rules.Record{}, err
	}
	doc, err := a.Document(id)
	if err != nil {
		return rules.Record{}, err
	}
	d := ruleDigest{bare(disk), a.lawful.phrases.Hear(recordOf(doc))}
	if content, err := json.Marshal(d); err != nil {
		return rules.Record{}, fmt.Errorf("digest call %s: %w", id, err)
	} else if err := keep(content); err != nil { // the disk may be full: the rules can be applied all the same
		a.config.Log.Warn("what was heard in a call could not be kept", "call", id, "err", err)
	}
	return a.recordIn(d), nil
}

// bare is a call without what no rule looks at.
func bare(c call.Call) call.Call {
	c.Notes = slices.DeleteFunc(slices.Clone(c.Notes), func(n call.Note) bool { return n.Means == "" })
	c.Capture, c.FollowUps, c.Tags = call.Capture{}, nil, nil
	return c
}

func (a *App) undigested(content []byte) (rules.Record, error) {
	var d ruleDigest
	err := json.Unmarshal(content, &d)
	return a.recordIn(d), err
}

// recordIn gives the call of a digest with who is at the far side, which may have changed since the digest was made.
func (a *App) recordIn(d ruleDigest) rules.Record {
	return rules.Record{Call: a.directory().introduce(d.Call), Heard: d.Heard}
}

// records gives all calls that can be read for the rules, by time.
func (a *App) records(ctx context.Context) ([]rules.Record, error) {
	if err := a.lawful.read(); err != nil {
		return nil, err
	}
	all, fresh, err := a.heardAlready(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range fresh {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if r, ok := a.readable(id); ok {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, byStart)
	return all, nil
}

// heardAlready gives the calls that were looked through since they changed, and the others.
func (a *App) heardAlready(ctx context.Context) (all []rules.Record, fresh []call.ID, err error) {
	err = a.library.Digests(a.digestVersion(), func(id call.ID, kept []byte) error {
		if r, err := a.undigested(kept); err == nil {
			all = append(all, r)
		} else {
			fresh = append(fresh, id)
		}
		return ctx.Err()
	})
	return all, fresh, err
}

// readable gives a call for the rules if that can be. Others are told of where they are shown.
func (a *App) readable(id call.ID) (rules.Record, bool) {
	r, err := a.record(id)
	if err != nil {
		a.config.Log.Warn("call is left out of the rules", "call", id, "err", err)
	}
	return r, err == nil
}

func byStart(a, b rules.Record) int {
	if order := a.Started.Compare(b.Started); order != 0 {
		return order
	}
	return strings.Compare(string(a.ID), string(b.ID))
}
