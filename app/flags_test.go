package app

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/rules"
)

// enter puts a call of a caller into the library, in which some turns were said by the user and the caller in turns.
func enter(t testing.TB, a *App, started time.Time, number string, turns ...string) call.ID {
	t.Helper()
	c := call.Call{
		ID: call.NewID(started), Started: started, Direction: call.Incoming, Outcome: call.Imported, Audio: call.Audio{Duration: 60},
		Parties: map[call.Party]call.Person{call.Local: {Place: "US-NY"}, call.Remote: {Number: number, Place: "US-NY"}},
	}
	words := &call.Transcript{Engine: "some 1"}
	for i, turn := range turns {
		at := call.Seconds(5 * i)
		words.Segments = append(words.Segments, turnOf(call.Parties[i%2], at, at+4, turn))
	}
	arrival, err := a.library.Arrive(c.ID)
	if err == nil {
		err = arrival.Enter(c, words)
	}
	if err == nil {
		_, err = a.library.Edit(c.ID, func(c *call.Call) error { c.Audio.File, c.Outcome = "", call.Noted; return nil }) // there is no sound
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

// callsFor gives the calls that a query finds, by their order in what the test knows.
func callsFor(t testing.TB, a *App, query string, known ...call.ID) (found []int) {
	t.Helper()
	calls, err := a.Matching(context.Background(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for i, id := range known {
		if calls[id] {
			found = append(found, i)
		}
	}
	return found
}

func TestCallsAreFoundByTheirFlags(t *testing.T) {
	a := open(t, t.TempDir(), both())
	day := time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)
	request := enter(t, a, day, "+1 212 555 0142", "Put me on your do not call list.", "Okay.")
	within := enter(t, a, day.AddDate(0, 0, 3), "212-555-0142", "Hello?", "Hello there.")
	after := enter(t, a, day.AddDate(0, 3, 0), "+12125550142", "Hello?", "Hello, it is about solar panels.")
	other := enter(t, a, day.AddDate(0, 3, 0), "+1 646 555 0100", "My card is 4111 1111 1111 1111.", "Thanks.")
	all := []call.ID{request, within, after, other}
	finds := func(query string, want ...int) {
		t.Helper()
		if got := callsFor(t, a, query, all...); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, wants %v", query, got, want)
		}
	}
	finds("flag:dnc", 2)
	finds("flag:dnc.call_after_dnc solar", 2)
	finds("flag:dnc.call_within_grace")
	finds("flag:private OR flag:dnc.call_after_dnc", 2, 3)
	finds("FLAG:Any", 2, 3)
	finds("hello -flag:dnc", 1)
	finds("flag:confirmed")

	if err := a.Judge(after, "dnc.call_after_dnc", call.Dismissed, "I had called first"); err != nil {
		t.Fatal(err)
	}
	finds("flag:dnc.call_after_dnc")
	finds("flag:dismissed", 2)
	finds("flag:open", 3)
	if err := a.Judge(after, "dnc.call_after_dnc", call.Confirmed, ""); err != nil {
		t.Fatal(err)
	}
	finds("flag:confirmed flag:dnc", 2)

	if _, err := a.Matching(t.Context(), "solar flag:nonsense"); !IsWrongQuery(err) {
		t.Errorf("what is no kind of flag gives %v", err)
	}
	if _, err := a.Trash(t.Context(), request); err != nil { // nobody asked not to be called any more
		t.Fatal(err)
	}
	finds("flag:dnc")
}

// However calls come, change and go, the flags of all are those of each, and those that follow from the documents when nothing was kept.
func TestFlagsOfAllAreThoseOfEach(t *testing.T) {
	said := rapid.SampledFrom([]string{
		"Hello?", "Put me on your do not call list.", "It is about your car's extended warranty.", "I dispute this debt.",
		"This call is being recorded, is that okay?", "I do not want to be recorded.", "My card is 4111 1111 1111 1111.", "We will have you arrested.",
	})
	when := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Date(2026, 3, 1, rapid.IntRange(0, 23).Draw(t, "hour"), 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "day"))
	})
	rapid.Check(t, func(rt *rapid.T) {
		a := open(t, t.TempDir(), both())
		var ids []call.ID
		for range rapid.IntRange(2, 8).Draw(rt, "calls") {
			number := rapid.SampledFrom([]string{"+1 212 555 0142", "1 (646) 555-0100", ""}).Draw(rt, "number")
			ids = append(ids, enter(t, a, when.Draw(rt, "start"), number, rapid.SliceOfN(said, 0, 4).Draw(rt, "turns")...))
		}
		for range rapid.IntRange(0, 4).Draw(rt, "changes") {
			marksAgree(t, rt, a)
			changeSomething(t, rt, a, rapid.SampledFrom(ids).Draw(rt, "of"))
		}
		marksAgree(t, rt, a)
	})
}

func changeSomething(t *testing.T, rt *rapid.T, a *App, id call.ID) {
	var err error
	switch rapid.IntRange(0, 6).Draw(rt, "change") {
	case 0:
		_, err = a.Edit(id, func(c *call.Call) error {
			c.Ticks = append(c.Ticks, call.Tick{At: 3, Text: "Asked", Means: []string{"dnc_request"}})
			return nil
		})
	case 1:
		_, err = a.Edit(id, func(c *call.Call) error { c.Started = c.Started.AddDate(0, 1, 0); return nil })
	case 2:
		err = a.ChangeSettings(func(s *Settings) { s.Place = rapid.SampledFrom([]string{"", "US-CA", "DE"}).Draw(rt, "place") })
	case 3:
		_, err = a.CorrectText(id, 0, "Take me off your list.")
		if HasNoTranscript(err) || err != nil && strings.Contains(err.Error(), "turn") {
			err = nil
		}
	case 5:
		_, err = a.Edit(id, func(c *call.Call) error {
			c.Case = rapid.SampledFrom([]string{"Loan", "loan ", ""}).Draw(rt, "case")
			return nil
		})
	case 6:
		_, err = a.library.EditCase("Loan", func(c *call.Case) error {
			c.Name, c.Kind = "Loan", rapid.SampledFrom([]call.CaseKind{call.Debt, ""}).Draw(rt, "kind")
			return nil
		})
	case 4:
		_, err = a.Edit(id, func(c *call.Call) error { c.Parties[call.Local] = call.Person{}; return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// marksAgree compares what lists know of flags with the flags of each call, and with those worked out from documents alone.
func marksAgree(t *testing.T, rt *rapid.T, a *App) {
	t.Helper()
	marks, err := a.FlagMarks(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	calls, err := a.Calls(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var records []rules.Record
	for _, s := range calls {
		doc, err := a.Document(s.ID)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, recordOf(doc))
	}
	slices.SortFunc(records, byStart)
	plain, err := a.flagsOf(records)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range calls {
		flags, err := a.Flags(s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(flags) != len(marks[s.ID]) || len(flags) != len(plain[s.ID]) {
			rt.Fatalf("call %s has %v, its marks are %v, and its document has %v", s.ID, flags, marks[s.ID], plain[s.ID])
		}
		for i, f := range flags {
			if m := marks[s.ID][i]; m != (FlagMark{f.Rule, f.Group, f.Weight, f.Judgement.Verdict}) {
				rt.Errorf("call %s is marked %v for %v", s.ID, m, f)
			}
			if !reflect.DeepEqual(f, plain[s.ID][i]) {
				rt.Errorf("call %s: kept\n%#v\nfresh\n%#v", s.ID, f, plain[s.ID][i])
			}
		}
	}
}

// What the index keeps for the rules is little, and holds nothing that no rule looks at.
func TestWhatIsKeptForTheRules(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id := enter(t, a, time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), "+1 212 555 0142", "Hello, my card is 4111 1111 1111 1111, and my aunt is well.", "Fine.")
	if _, err := a.Edit(id, func(c *call.Call) error { c.Notes = []call.Note{{Text: "a secret"}}; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Flags(id); err != nil {
		t.Fatal(err)
	}
	digest, err := a.library.Digest(id, a.digestVersion())
	kept := string(digest.Content)
	if err != nil || kept == "" {
		t.Fatalf("kept %s, %v", kept, err)
	}
	for _, word := range []string{"4111", "secret"} {
		if strings.Contains(kept, word) {
			t.Errorf("%s is kept: %s", word, kept)
		}
	}
}
