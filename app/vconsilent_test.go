package app

import (
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

// loggedCall is a call without sound of which everything is known that can be.
func loggedCall(t testing.TB, a *App, reached call.Reached) call.ID {
	t.Helper()
	began := time.Date(2026, 3, 12, 14, 2, 0, 0, time.FixedZone("", -5*3600))
	id, err := a.LogCall(LoggedCall{
		Started: began, Lasted: 90, Name: "Łucja Müller", Number: "+1 212 555 0142", Direction: call.Incoming, Case: "Solar", Tags: []string{"again"},
		Reached: reached, Playbook: "telemarketer", Note: "please put me on your list",
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.library.Edit(id, func(doc *call.Call) error {
		doc.Notes = append(doc.Notes, call.Note{At: 12, Made: began, Kind: call.Action, Text: "sent the form", Means: "dispute_sent"}, call.Note{At: 14, Made: began, Kind: call.Marker})
		doc.Ticks = append(doc.Ticks, call.Tick{Playbook: "telemarketer", Item: "dnc", Text: "Put me on your list", Means: []string{"dnc_request"}, At: 20, Made: began})
		doc.FollowUps = append(doc.FollowUps, call.FollowUp{ID: "1", Due: call.DayOf(began), Text: "call back", At: 30, Made: began})
		doc.Consent = append(doc.Consent, call.Consent{Method: call.AskedOnRecord, At: 3, Answer: call.Refused, Answered: 5, Made: began})
		doc.Refusal = &call.Refusal{At: 5, Made: began, Destroyed: true}
		doc.Judged = append(doc.Judged, call.Judgement{Rule: "dnc.hours", Verdict: call.Dismissed, Reason: "my own time", Made: began})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A call without sound goes out as the draft wants it, claims nothing of a recording, and comes back as it was.
func TestVConOfACallWithoutSound(t *testing.T) {
	for reached, want := range map[call.Reached]vconDialog{
		"":                 {Type: "recording"}, // they spoke
		call.LeftVoicemail: {Type: "recording"},
		call.Unanswered:    {Type: "incomplete", Disposition: "no-answer"},
		call.Declined:      {Type: "incomplete", Disposition: "no-answer"},
		call.NotConnected:  {Type: "incomplete", Disposition: "failed"},
	} {
		a := open(t, t.TempDir(), both())
		id := loggedCall(t, a, reached)
		content := exported(t, a, id, Form{As: "vcon"})
		var value any
		var v vcon
		if err := errors.Join(json.Unmarshal(content, &value), json.Unmarshal(content, &v)); err != nil {
			t.Fatal(err)
		}
		for _, broken := range obeys("vcon", value) {
			if broken == "dialog lacks body" || broken == "dialog lacks encoding" || broken == "dialog lacks mediatype" { // which the draft only recommends
				continue
			}
			t.Errorf("%q: %s", reached, broken)
		}
		d := v.Dialog[0]
		if len(v.Dialog) != 1 || d.Type != want.Type || d.Disposition != want.Disposition || d.Duration != 90 || d.Media+d.File+d.Hash+d.Encoding+d.Body != "" {
			t.Errorf("%q: %+v", reached, d)
		}
		b := open(t, t.TempDir(), both())
		if got, err := b.Import(t.Context(), saved(t, "call.vcon", content), ImportRequest{}); err != nil || got != id {
			t.Fatalf("%q: %s, %v", reached, got, err)
		}
		folder := filepath.Join("calls", id.Month(), string(id))
		was, is := filesBelow(t, filepath.Join(a.Library(), folder)), filesBelow(t, filepath.Join(b.Library(), folder))
		if !maps.Equal(was, is) || len(was) != 1 {
			t.Errorf("%q: the files %v became %v", reached, slices.Sorted(maps.Keys(was)), slices.Sorted(maps.Keys(is)))
		}
		if found, err := b.Search(t.Context(), `"put me on your list"`, 5); err != nil || found.Total != 2 {
			t.Errorf("note and tick are not found: %+v, %v", found, err)
		}
		if jobs, err := b.Jobs(); err != nil || len(jobs) > 0 {
			t.Errorf("there is something to write down: %+v, %v", jobs, err)
		}
	}
}

// A vCon from which the sound was taken out is not the call that it says it is, nor is one into which sound was put.
func TestVConWithTheSoundTakenOutIsRefused(t *testing.T) {
	a, id := talk(t)
	heard := exported(t, a, id, Form{As: "vcon"})
	silent := exported(t, a, loggedCall(t, a, ""), Form{As: "vcon"})
	for name, wrong := range map[string]error{"without": ErrVConSilent, "with": ErrVConSound} {
		var v map[string]any
		from, to := heard, silent
		if name == "with" {
			from, to = silent, heard
		}
		var other map[string]any
		if err := errors.Join(json.Unmarshal(from, &v), json.Unmarshal(to, &other)); err != nil {
			t.Fatal(err)
		}
		v["dialog"] = other["dialog"]
		b := open(t, t.TempDir(), both())
		before := filesBelow(t, b.Library())
		if _, err := b.Import(t.Context(), saved(t, "call.vcon", asJSON(t, v)), ImportRequest{}); !errors.Is(err, wrong) {
			t.Errorf("%s sound: %v", name, err)
		}
		if !maps.Equal(before, filesBelow(t, b.Library())) {
			t.Errorf("%s sound: the library was changed", name)
		}
	}
}

// A recording that should be there and is not is no call without sound.
func TestVConOfACallWhoseSoundIsMissing(t *testing.T) {
	for _, outcome := range []call.Outcome{call.Recording, call.Complete, call.Imported, call.Recovered} {
		if neverHeard(call.Call{Outcome: outcome}) {
			t.Errorf("%s passes for one that needs no sound", outcome)
		}
	}
	if !neverHeard(call.Call{Outcome: call.Failed}) || neverHeard(call.Call{Outcome: call.Failed, Audio: call.Audio{File: "audio.flac"}}) {
		t.Error("a take that failed is told wrongly")
	}
}
