package call_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func TestClockIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(0, 100*3600*1000).Draw(t, "ms")
		s := call.Seconds(float64(ms) / 1000)
		back, err := call.ParseClock(s.Clock())
		if err != nil || math.Abs(float64(back-s)) > 1e-6 {
			t.Fatalf("%v became %q became %v, %v", float64(s), s.Clock(), float64(back), err)
		}
	})
}

func TestClockForms(t *testing.T) {
	for text, want := range map[string]call.Seconds{
		"0": 0, "7.5": 7.5, "1:02": 62, "00:01:23": 83, "01:00:00.250": 3600.25, "90": 90,
	} {
		if got, err := call.ParseClock(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", ":", "1:", "-1", "1:60", "1:2:3:4", "a", "1.5:00", "Inf", "NaN", "1e400"} {
		if got, err := call.ParseClock(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
	if got := call.Seconds(3725.6).Short(); got != "1:02:05" {
		t.Errorf("short form %q", got)
	}
}

func FuzzParseClock(f *testing.F) {
	for _, seed := range []string{"00:01:23", "1:2.5", "::", "99999999999", "0x1p4", "1_0", "+1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := call.ParseClock(text)
		if err == nil && (got < 0 || math.IsNaN(float64(got)) || math.IsInf(float64(got), 0)) {
			t.Errorf("%q was read as %v", text, float64(got))
		}
	})
}

func TestSecondsInJSONHaveAtMostThreeDecimals(t *testing.T) {
	for s, want := range map[call.Seconds]string{0: "0", 1.23456: "1.235", 93.4: "93.4", 1e-9: "0", 86400: "86400"} {
		if got, err := json.Marshal(s); err != nil || string(got) != want {
			t.Errorf("%v: %s, %v", float64(s), got, err)
		}
	}
	for _, s := range []call.Seconds{call.Seconds(math.NaN()), call.Seconds(math.Inf(1))} {
		if got, err := json.Marshal(s); err == nil {
			t.Errorf("%v: %s", float64(s), got)
		}
	}
}

func TestIDsSortByTimeAndNameTheirFolder(t *testing.T) {
	zone := time.FixedZone("", -5*3600)
	first := call.NewID(time.Date(2026, 11, 30, 23, 30, 0, 0, zone))
	second := call.NewID(time.Date(2026, 11, 30, 23, 30, 1, 0, zone))
	if first >= second || first.Month() != "2026/12" {
		t.Errorf("%s, %s, %s", first, second, first.Month())
	}
	for range 1000 {
		id := call.NewID(time.Now())
		if read, err := call.ParseID(string(id)); err != nil || read != id {
			t.Fatalf("%s: %v", id, err)
		}
	}
	for _, text := range []string{"", "last", "20261123-140200", "20261123-140200-k7qd/..", "20261123-140200-K7QD"} {
		if _, err := call.ParseID(text); err == nil {
			t.Errorf("%q passes as an ID", text)
		}
	}
}

// What people said, and who they are, never gets into a log, however a value gets there.
func TestLogsHoldNothingPrivate(t *testing.T) {
	private := []string{"Linda", "+12125550142", "quarterly"}
	person := call.Person{Name: "Linda", Number: "+12125550142"}
	note := call.Note{At: 1, Text: "quarterly"}
	segment := call.Segment{Party: call.Remote, Text: "quarterly", Words: []call.Word{{Text: "quarterly"}}}
	doc := call.Call{Parties: map[call.Party]call.Person{call.Remote: person}, Notes: []call.Note{note}}
	naming := call.Naming{Party: call.Remote, After: "Linda"}
	correction := call.Correction{Who: "Linda", After: []call.Segment{segment}, Named: &naming}
	layers := call.Layers{Corrections: []call.Correction{correction}, Names: map[call.Party]string{call.Remote: "Linda"}}
	wording := call.Wording{Text: "quarterly"}
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	log.Info("all", "call", doc, "person", person, "note", note, "segment", segment,
		"transcript", call.Transcript{Segments: []call.Segment{segment}},
		"naming", naming, "correction", correction, "layers", layers, "corrections", call.Corrections{List: layers.Corrections},
		"entry", call.Entry{Correction: correction}, "corrected", call.Corrected{Who: "Linda", Machine: []call.Segment{segment}},
		"wording", wording, "passage", call.Passage{Left: wording})
	if i := slices.IndexFunc(private, func(word string) bool { return strings.Contains(out.String(), word) }); i >= 0 {
		t.Errorf("the log holds %q: %s", private[i], out.String())
	}
}

func TestTitleAndChannels(t *testing.T) {
	doc := call.Call{Parties: map[call.Party]call.Person{call.Remote: {Number: "555"}}}
	if doc.Title() != "555" {
		t.Errorf("title %q", doc.Title())
	}
	doc.Parties[call.Remote] = call.Person{Name: "Acme", Number: "555"}
	if doc.Title() != "Acme" {
		t.Errorf("title %q", doc.Title())
	}
	for channel, party := range call.Parties {
		if party.Channel() != channel || !party.Valid() {
			t.Errorf("%s has channel %d", party, party.Channel())
		}
	}
	if call.Party("both").Valid() {
		t.Error("both is a party")
	}
}

func TestEchoesAreNotSaid(t *testing.T) {
	transcript := call.Transcript{Segments: []call.Segment{
		{Party: call.Remote, Text: "Hello?"}, {Party: call.Local, Text: "Hello?", Echo: &call.Echo{Gain: -10, Lag: 20}}, {Party: call.Local, Text: "Yes."},
	}}
	said, echoes := transcript.Said()
	if len(said) != 2 || said[1].Text != "Yes." || echoes != 1 || len(transcript.Segments) != 3 {
		t.Errorf("said %v, %d echoes", said, echoes)
	}
}
