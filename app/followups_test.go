package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

func dayOf(t *testing.T, text string) call.Day {
	t.Helper()
	day, err := call.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// textsOf says in which order follow-ups stand.
func textsOf(t *testing.T, a *App, done bool) string {
	t.Helper()
	all, err := a.FollowUps(done)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, d := range all {
		texts = append(texts, d.Text)
	}
	return strings.Join(texts, ", ")
}

func TestFollowUpsOfCallsAndCases(t *testing.T) {
	a := open(t, t.TempDir(), both())
	now := time.Date(2026, 11, 28, 23, 30, 0, 0, time.Local)
	a.config.Now = func() time.Time { return now }
	id := shortTake(t, a)
	at := call.Seconds(0.1)
	late, err := a.AddFollowUp(Due{FollowUp: call.FollowUp{Text: " send\nthe form ", Due: dayOf(t, "2026-12-12")}, Call: id}, &at)
	if err != nil || late.Text != "send the form" || late.At != at || len(late.ID) != 5 {
		t.Errorf("%+v, %v", late, err)
	}
	early, err := a.AddFollowUp(Due{FollowUp: call.FollowUp{Text: "ask about the claim", Due: dayOf(t, "2026-11-28")}, Case: "Water damage"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []Due{
		{FollowUp: call.FollowUp{Due: early.Due}, Call: id},
		{FollowUp: call.FollowUp{Text: "x"}, Call: id},
		{FollowUp: call.FollowUp{Text: "x", Due: early.Due}},
		{FollowUp: call.FollowUp{Text: strings.Repeat("x", 201), Due: early.Due}, Call: id},
	} {
		if _, err := a.AddFollowUp(bad, nil); !errors.Is(err, ErrBadFollowUp) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if got := textsOf(t, a, true); got != "ask about the claim, send the form" {
		t.Error(got)
	}
	if all, err := a.FollowUps(true); CountDue(all, a.Today()) != 1 || err != nil {
		t.Errorf("not one of %v is due, %v", all, err)
	}
	now = now.Add(time.Hour) // the next day
	if all, err := a.FollowUps(true); CountDue(all, a.Today()) != 1 || err != nil {
		t.Errorf("what is overdue is not counted: %v, %v", all, err)
	}
	if early, err = a.FinishFollowUp(early, true); err != nil || early.Open() {
		t.Errorf("%+v, %v", early, err)
	}
	if open, all := textsOf(t, a, false), textsOf(t, a, true); open != "send the form" || all != "send the form, ask about the claim" {
		t.Errorf("%q, %q", open, all)
	}
	if late, err = a.MoveFollowUp(late, dayOf(t, "2026-11-30")); err != nil || late.Due.String() != "2026-11-30" {
		t.Errorf("%+v, %v", late, err)
	}
	doc, err := a.Call(id)
	if all := Remarks(doc); err != nil || len(all) != 1 || all[0].Kind != RemarkFollowUp || all[0].Text != "send the form, due 30 November 2026" {
		t.Errorf("%+v, %v", all, err)
	}
	if found, err := a.Search(t.Context(), `"send the form"`, 0); err != nil || found.Total != 1 || found.Hits[0].At != at {
		t.Errorf("%+v, %v", found, err)
	}
	if found, err := a.FindFollowUp(late.ID[:4]); err != nil || found.ID != late.ID {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := a.FindFollowUp("0"); !errors.Is(err, ErrNoFollowUp) {
		t.Error(err)
	}
	if err := errors.Join(a.RemoveFollowUp(late), a.RebuildIndex(t.Context())); err != nil {
		t.Error(err)
	}
	if _, err := a.MoveFollowUp(late, late.Due); !errors.Is(err, ErrNoFollowUp) {
		t.Error(err)
	}
	if got := textsOf(t, a, true); got != "ask about the claim" {
		t.Error(got)
	}
	if _, err := a.FinishFollowUp(early, false); err != nil || textsOf(t, a, false) != "ask about the claim" {
		t.Error(err)
	}
	if _, err := a.ReadDay("3/4"); !errors.Is(err, rules.ErrTwoDates) {
		t.Error(err)
	}
}
