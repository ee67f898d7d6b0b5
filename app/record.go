package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
	"github.com/onrecord/onrecord/storage"
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
		r.Language = doc.Transcript.Language
	}
	return r
}

// record gives a call for the rules, with what is heard in it in place of what was said.
func (a *App) record(id call.ID) (rules.Record, error) {
	if err := a.lawful.read(); err != nil {
		return rules.Record{}, err
	}
	kept, err := a.library.Digest(id, a.digestVersion())
	if err != nil {
		return rules.Record{}, err
	}
	if r, err := a.undigested(kept.Content); err == nil {
		return r, nil
	}
	d, err := a.hear(id)
	if err != nil {
		return rules.Record{}, err
	}
	a.keepDigests([]storage.Digest{kept}, []ruleDigest{d})
	return a.recordIn(d), nil
}

// hear looks through a call. Who is at the far side may change without it, so that what its document says of that is kept.
func (a *App) hear(id call.ID) (ruleDigest, error) {
	disk, err := a.library.Call(id)
	if err != nil {
		return ruleDigest{}, err
	}
	doc, err := a.Document(id)
	if err != nil {
		return ruleDigest{}, err
	}
	return ruleDigest{bare(disk), a.lawful.phrases.Hear(recordOf(doc))}, nil
}

// keepDigests keeps what was heard in calls since their digests were asked for.
func (a *App) keepDigests(kept []storage.Digest, heard []ruleDigest) {
	var err error
	for i := range kept {
		if err == nil {
			kept[i].Content, err = json.Marshal(heard[i])
		}
	}
	if err == nil {
		err = a.library.KeepDigests(a.digestVersion(), kept...)
	}
	if err != nil { // the disk may be full: the rules can be applied all the same
		a.config.Log.Warn("what was heard in calls could not be kept", "err", err)
	}
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

// records gives the calls that are wanted, as far as they can be read, for the rules and by time; and the state of each.
func (a *App) records(ctx context.Context, wanted func(storage.Digest) bool) (all []rules.Record, states map[call.ID]uint64, err error) {
	if err := a.lawful.read(); err != nil {
		return nil, nil, err
	}
	states = map[call.ID]uint64{}
	var fresh []storage.Digest
	err = a.library.Digests(a.digestVersion(), func(d storage.Digest) error {
		if !wanted(d) {
			return nil
		}
		states[d.Call] = d.State
		if r, err := a.undigested(d.Content); err == nil {
			all = append(all, r)
		} else {
			fresh = append(fresh, storage.Digest{Call: d.Call, State: d.State})
		}
		return ctx.Err()
	})
	if err == nil {
		err = a.hearThose(ctx, fresh, func(d ruleDigest) { all = append(all, a.recordIn(d)) })
	}
	slices.SortFunc(all, byStart)
	return all, states, err
}

// keptAtOnce is how many digests are kept in one go, since each time the disk is waited for.
const keptAtOnce = 50

// hearThose looks through calls, keeps what is heard, and tells of each that can be read. Others are told of where they are shown.
func (a *App) hearThose(ctx context.Context, fresh []storage.Digest, told func(ruleDigest)) error {
	for some := range slices.Chunk(fresh, keptAtOnce) {
		var kept []storage.Digest
		var heard []ruleDigest
		for _, d := range some {
			if err := ctx.Err(); err != nil {
				return err
			}
			h, err := a.hear(d.Call)
			if err != nil {
				a.config.Log.Warn("call is left out of the rules", "call", d.Call, "err", err)
				continue
			}
			told(h)
			kept, heard = append(kept, d), append(heard, h)
		}
		a.keepDigests(kept, heard)
	}
	return nil
}

func byStart(a, b rules.Record) int {
	if order := a.Started.Compare(b.Started); order != 0 {
		return order
	}
	return strings.Compare(string(a.ID), string(b.ID))
}
