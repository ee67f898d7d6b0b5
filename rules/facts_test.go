package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
)

var noon = time.Date(2026, time.March, 12, 12, 0, 0, 0, time.FixedZone("", -5*3600))

func facts(all []Fact) string {
	var lines []string
	for _, f := range all {
		lines = append(lines, fmt.Sprintf("%s %s %.0f %v %s %q", f.When.Format("15:04:05"), f.Kind, float64(f.Place.At), f.Sure, f.Place.Party, f.Place.Quote))
	}
	return strings.Join(lines, "\n")
}

func TestFactsJoinWhatWasHeardWithWhatPeopleSaid(t *testing.T) {
	got := facts(phrases(t).Facts(Record{
		Call: call.Call{
			ID: "a", Started: noon,
			Ticks: []call.Tick{{Text: "Asked to be put on the list", Means: []string{"dnc_request"}, At: 22}, {Text: "Disputed", Means: []string{"dispute"}, At: 50}},
			Notes: []call.Note{{At: 40, Text: "sent the letter", Kind: call.Action, Means: CeaseSent}, {At: 41, Text: "rude"}},
		},
		Said: []call.Segment{spoken(call.Local, 10, "Lose my number."), spoken(call.Local, 20, "Put me on your do not call list."), spoken(call.Local, 90, "I dispute this debt.")},
	}))
	want := strings.Join([]string{
		`12:00:10 dnc_request 10 false local "Lose my number."`,
		`12:00:20 dnc_request 20 true local "Put me on your do not call list."`,
		`12:00:40 cease_sent 40 true  "sent the letter"`,
		`12:00:50 dispute 50 true  "Disputed"`,
		`12:01:30 dispute 90 false local "I dispute this debt."`,
	}, "\n")
	if got != want {
		t.Errorf("facts are\n%s\nwants\n%s", got, want)
	}
}

func TestEntriesOfACaseAreFacts(t *testing.T) {
	all := EntryFacts(call.Case{Entries: []call.CaseEntry{
		{When: noon.Add(time.Hour), Means: ValidationReceived, Text: "their proof"},
		{When: noon, Means: DisputeSent, Text: "my letter"},
		{When: noon, Text: "a visit"},
	}})
	if got := facts(all); got != "12:00:00 dispute_sent 0 true  \"my letter\"\n13:00:00 validation_received 0 true  \"their proof\"" {
		t.Errorf("facts are\n%s", got)
	}
	for _, f := range all {
		if !slices.Contains(SentAndReceived, f.Kind) {
			t.Errorf("%s is not in the list", f.Kind)
		}
	}
}

func TestNoFactQuotesAPrivateNumber(t *testing.T) {
	said := talk("me: I'll pay two hundred dollars on Friday by card, 4111 1111 1111 1111.", "them: You owe more, and your card number is four one one one?")
	r := Record{Call: call.Call{Started: noon}, Said: said}
	all, mentioned := phrases(t).Facts(r), Mentions(r)
	if len(all) < 2 || len(mentioned) < 3 {
		t.Fatalf("only %v and %v", all, mentioned)
	}
	if text := fmt.Sprintf("%+v %+v", all, mentioned); strings.Contains(text, "4111") || strings.Contains(text, "one one") {
		t.Errorf("the number stands in %s", text)
	}
}

func BenchmarkFactsOfAnHour(b *testing.B) {
	p, r := phrases(b), Record{Call: call.Call{Started: noon}, Said: hourOfTalk(b)}
	for b.Loop() {
		p.Facts(r)
	}
}

// BenchmarkHearAnHour is what the first look at a library takes for each hour of talk.
func BenchmarkHearAnHour(b *testing.B) {
	p, r := phrases(b), Record{Call: call.Call{Started: noon}, Said: hourOfTalk(b)}
	for b.Loop() {
		p.Hear(r)
	}
}

func BenchmarkMentionsOfAnHour(b *testing.B) {
	r := Record{Call: call.Call{Started: noon}, Said: hourOfTalk(b)}
	for b.Loop() {
		Mentions(r)
	}
}

func BenchmarkPrivateNumbersOfAnHour(b *testing.B) {
	said := hourOfTalk(b)
	for b.Loop() {
		PrivateNumbers(said)
	}
}

func TestWhoeverSpeaksCountsWhereNobodyKnowsWhoDoes(t *testing.T) {
	said := talk("them: Stop calling me.", "them: You will be arrested.", "them: I am recording this call.", "them: Okay.")
	mono := Record{Call: call.Call{Started: noon, Origin: &call.Origin{Channels: 1}}, Said: said}
	kinds := func(r Record) (all []string) {
		for _, f := range phrases(t).Facts(r) {
			all = append(all, f.Kind)
		}
		return all
	}
	if got := kinds(mono); !slices.Contains(got, "dnc_request") || !slices.Contains(got, "threat") || slices.Contains(got, "consent_given") {
		t.Errorf("in one channel: %q", got)
	}
	mono.Origin.Channels = 2
	if got := kinds(mono); slices.Contains(got, "dnc_request") || !slices.Contains(got, "threat") {
		t.Errorf("in two channels: %q", got)
	}
}
