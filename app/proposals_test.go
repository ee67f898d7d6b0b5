package app

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/audiotest"
	"github.com/onrecord/onrecord/call"
)

// What is heard during the call proposes ticks, and ticks nothing; a person confirms one at the second of its words, and refutes another.
func TestCaptionsProposeTicks(t *testing.T) {
	sides := audiotest.Sound(os.DirFS(".."), "assets/calls/telemarketer.flac", 16000)
	a := open(t, t.TempDir(), devices{audio.Microphone: {Frames: sides[0]}, audio.FarSide: {Frames: sides[1]}})
	a.StartJobs()
	feed := a.Subscribe()
	defer feed.Close()
	id, err := a.StartTake(t.Context(), TakeRequest{Playbook: "telemarketer"})
	if err != nil {
		t.Fatal(err)
	}
	waiting, enough := context.WithTimeout(t.Context(), 2*time.Minute) // on a busy machine captions come late, but they come
	defer enough()
	proposed := map[string]Proposal{}
	for proposed["company"].Item == "" || proposed["offer"].Item == "" {
		event, more := feed.Next(waiting)
		if !more {
			t.Fatalf("proposed are only %+v", proposed)
		}
		if told, is := event.(TicksProposed); !is || told.Call != id {
			continue
		}
		all, err := a.Proposals(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all {
			proposed[p.Item] = p
		}
	}
	if doc, err := a.Call(id); err != nil || len(doc.Ticks) > 0 {
		t.Errorf("ticked by itself: %+v, %v", doc.Ticks, err)
	}
	if err := a.Refute(proposed["offer"]); err != nil {
		t.Fatal(err)
	}
	tick, err := a.Accept(proposed["company"])
	if err != nil || tick.At != proposed["company"].Place.At || tick.Heard == "" {
		t.Errorf("%+v, %v", tick, err)
	}
	all, err := a.Proposals(id)
	if err != nil || slices.ContainsFunc(all, func(p Proposal) bool {
		return p.Item == "company" || p.Item == "offer" && p.Place.At <= proposed["offer"].Place.At
	}) {
		t.Errorf("what was answered is asked again: %+v, %v", all, err)
	}
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	job, found, err := a.jobOf(id)
	if err == nil && found {
		err = a.WaitJob(t.Context(), job.ID, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	refused := proposed["offer"].Place.At
	if all, err = a.Proposals(id); err != nil || slices.ContainsFunc(all, func(p Proposal) bool { return p.Item == "offer" && p.Place.At <= refused }) {
		t.Errorf("from the transcript is proposed what was refused in the take: %+v, %v", all, err)
	}
	if _, err := a.Edit(id, func(doc *call.Call) error { doc.Rejected = nil; return nil }); err != nil {
		t.Fatal(err)
	}
	if all, err = a.Proposals(id); err != nil || !slices.ContainsFunc(all, func(p Proposal) bool { return p.Item == "offer" }) {
		t.Errorf("from the transcript are proposed %+v, %v", all, err)
	}
	facts, err := a.Facts(id)
	if err != nil || !slices.ContainsFunc(facts.Lines(), func(l FactLine) bool { return l.Sure && l.Party == call.Remote }) {
		t.Errorf("the tick does not confirm the words: %+v, %v", facts, err)
	}
}
