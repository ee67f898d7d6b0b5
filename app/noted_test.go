package app

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

func TestACallIsLoggedThatWasNotRecorded(t *testing.T) {
	a := open(t, t.TempDir(), both())
	feed := a.Subscribe()
	defer feed.Close()
	begun := time.Date(2026, 3, 12, 14, 2, 0, 0, time.FixedZone("", -5*3600))
	id, err := a.LogCall(LoggedCall{
		Started: begun, Lasted: 270, Name: " Acme\nSolar ", Number: "+1 212 555 0142", Direction: call.Incoming, Case: "Solar", Note: "please put me on your list", Tags: []string{"x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if event, _ := feed.Next(t.Context()); event != (CallSaved{id}) {
		t.Errorf("told is %#v", event)
	}
	doc, err := a.Call(id)
	if err != nil || doc.Outcome != call.Noted || doc.Title() != "Acme Solar" || !doc.Ended.Equal(begun.Add(270*time.Second)) || doc.Audio.File != "" {
		t.Errorf("%+v, %v", doc, err)
	}
	if _, offset := doc.Started.Zone(); offset != -5*3600 || !strings.HasPrefix(string(id), "20260312-190200-") {
		t.Errorf("%s began %v", id, doc.Started)
	}
	list, err := a.Calls(Filter{})
	if err != nil || len(list) != 1 || LengthWords(list[0]) != "04:30, noted" || list[0].Audio {
		t.Errorf("%+v, %v", list, err)
	}
	if err := a.RebuildIndex(t.Context()); err != nil {
		t.Error(err)
	}
	a.config.Typeface = noto()
	for _, as := range []string{"txt", "md", "docx", "pdf", "json"} {
		var b bytes.Buffer
		if err := a.Export(t.Context(), id, Form{As: as}, &b); err != nil || b.Len() == 0 {
			t.Errorf("%s: %v", as, err)
		}
		if text := b.String(); (as == "txt" || as == "md") && (!strings.Contains(text, "please put me on your list") || strings.Contains(text, "00:00")) {
			t.Errorf("%s:\n%s", as, text)
		}
	}
}

func TestCallsThatCannotHaveBeenAreNotLogged(t *testing.T) {
	a := open(t, t.TempDir(), both())
	for _, l := range []LoggedCall{
		{},
		{Name: " \n"},
		{Note: "x", Started: time.Now().Add(time.Hour)},
		{Note: "x", Lasted: -1},
		{Note: "x", Lasted: 25 * 3600},
		{Note: "x", Reached: "nowhere"},
		{Note: "x", Started: time.Unix(-1e12, 0)},
	} {
		if id, err := a.LogCall(l); !errors.Is(err, ErrBadLog) {
			t.Errorf("%+v: %s, %v", l, id, err)
		}
	}
	if words := LengthWords(Summary{Outcome: call.Noted, Reached: call.Unanswered, Lasted: 3}); words != "not answered" {
		t.Errorf("a call that nobody answered took %q", words)
	}
	if _, err := a.LogCall(LoggedCall{Note: "x", Playbook: "nothing"}); !errors.Is(err, ErrNoPlaybook) {
		t.Error(err)
	}
	if n, err := a.CountCalls(); n != 0 || err != nil {
		t.Errorf("%d calls, %v", n, err)
	}
}
