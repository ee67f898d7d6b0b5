package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onrecord/onrecord/call"
)

func TestFactsOfACall(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id := importSample(t, a)
	err := a.library.SaveTranscript(id, call.Transcript{Engine: "some 1", Segments: []call.Segment{
		turnOf(call.Remote, 1, 4, "Yes, okay, you owe nine hundred and forty dollars."),
		turnOf(call.Local, 5, 7, "I dispute this debt."),
		turnOf(call.Local, 8, 11, "I will pay with 4111 1111 1111 1111."),
		turnOf(call.Remote, 12, 14, "We will send you a letter by March 3rd, 2027."),
	}})
	if err == nil {
		_, err = a.library.Edit(id, func(doc *call.Call) error {
			doc.Ticks = append(doc.Ticks, call.Tick{At: 6, Text: "Disputed", Means: []string{"dispute"}})
			doc.Notes = append(doc.Notes, call.Note{At: 20, Text: "sent the letter", Kind: call.Action, Means: "dispute_sent"})
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	facts, err := a.Facts(id)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range facts.Lines() {
		got = append(got, fmt.Sprintf("%.0f %s %s|%s|%s|%v", float64(line.At), line.Party, line.What, line.Read, line.Words, line.Sure))
	}
	want := []string{
		"2 remote Demand for payment||Yes, okay, you owe nine hundred and forty dollars.|false",
		"2 remote Amount|$940|Yes, okay, you owe nine hundred and forty dollars.|false",
		"5 local Debt dispute||I dispute this debt.|true",
		"8 local Promise||I will pay with •••• [card number].|false",
		"10 local A card number may have been read out||I will pay with •••• [card number].|false",
		"12 remote Promise|3 March 2027|We will send you a letter by March 3rd, 2027.|false",
		"13 remote Date|3 March 2027|We will send you a letter by March 3rd, 2027.|false",
		"20  Letter sent: debt disputed||sent the letter|true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("facts are\n%s\nwants\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	content, err := json.Marshal(facts)
	if err != nil || strings.Contains(string(content), "null") {
		t.Errorf("%v: %s", err, content)
	}
}

func TestCallWithoutTranscriptHoldsWhatPeopleSaid(t *testing.T) {
	a := open(t, t.TempDir(), both())
	id := importSample(t, a)
	facts, err := a.Facts(id)
	if err != nil || len(facts.Lines()) > 0 {
		t.Errorf("%v, %v", facts, err)
	}
}
