package app

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// What was recovered, imported, broken off or measured as incomplete never looks complete, whatever the document holds.
func TestNothingButTheWholeLooksComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := call.Call{
			Outcome: rapid.SampledFrom([]call.Outcome{
				call.Recording, call.Complete, call.Recovered, call.Failed, call.Imported, "",
			}).Draw(t, "outcome"),
			Capture: call.Capture{
				Complete: rapid.Bool().Draw(t, "complete"),
				Verdict:  rapid.SampledFrom([]string{"", "both sides complete", "Both sides complete", "far side silent"}).Draw(t, "verdict"),
				Samples:  call.Seconds(rapid.IntRange(0, 100).Draw(t, "samples")),
				Sides:    map[call.Party]call.Side{},
			},
		}
		for _, party := range call.Parties {
			if rapid.Bool().Draw(t, "known") {
				doc.Capture.Sides[party] = call.Side{Device: "Headset"}
			}
		}
		got := CertificateOf(doc)
		if got.Verdict == "" && doc.Capture.Verdict != "" {
			t.Fatalf("no verdict on %+v", doc)
		}
		if whole := doc.Outcome == call.Complete && doc.Capture.Complete; got.Whole != whole {
			t.Fatalf("whole is %v of %+v", got.Whole, doc)
		}
		if !got.Whole && strings.Contains(strings.ToLower(got.Verdict), "both sides complete") {
			t.Fatalf("%q of %+v", got.Verdict, doc)
		}
		for _, row := range got.Rows {
			if row.Name != "Device" && doc.Outcome != call.Complete && (row.Sides[0] != "–" || row.Sides[1] != "–") {
				t.Fatalf("%q tells of what was not measured: %q", row.Name, row.Sides)
			}
		}
	})
}

func TestACertificateSaysWhatWasMeasured(t *testing.T) {
	first, last, drift := call.Seconds(0.8), call.Seconds(92.9), -12.1
	doc := call.Call{Outcome: call.Complete, Capture: call.Capture{
		Verdict: "far side missing 00:00:12–00:00:40: device lost", Wall: 93.41, Samples: 93.4,
		Pauses: []call.Pause{{At: 50, Length: 80}},
		Sides: map[call.Party]call.Side{
			call.Local: {
				Devices:     []call.DeviceSpan{{Device: "Headset", Rate: 48000}, {From: 61, Device: "Webcam", Rate: 44100}},
				FirstSignal: &first, LastSignal: &last, Peak: -3.25, Clipped: 1, Overruns: 40, Offset: 7.6, Drift: &drift,
				Speech: 31, LongestSilence: 9.2, Gaps: []call.Gap{{Start: 61, Duration: 0.3, Cause: "device changed"}},
			},
			call.Remote: {Peak: call.Silence, LongestSilence: 93.4, Gaps: []call.Gap{{Start: 12.03, Duration: 28.2, Cause: "device lost"}}},
		},
	}}
	got := CertificateOf(doc)
	want := map[string][2]string{
		"Device":          {"Headset, 48 kHz", "none"},
		"Then":            {"Webcam, 44.1 kHz, from 01:01", ""},
		"First signal":    {"00:00:00.800", "never"},
		"Last signal":     {"00:01:32.900", "never"},
		"Speech":          {"33 % of the time (00:31)", "none"},
		"Longest silence": {"00:09", "01:33"},
		"Gaps":            {"1, 0.30 s together", "1, 28.2 s together"},
		"Overruns":        {"40 frames lost", "none"},
		"Clipping":        {"1 sample at full scale", "none"},
		"Peak":            {"-3.2 dBFS", "digital silence"},
		"Began":           {"7.6 ms after the start", "never"},
		"Drift":           {"-12.1 ppm, corrected", "–"},
	}
	for _, row := range got.Rows {
		if row.Sides != want[row.Name] {
			t.Errorf("%s: %q, want %q", row.Name, row.Sides, want[row.Name])
		}
		delete(want, row.Name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
	if got.Gaps[0].Stretch() != "00:00:12–00:00:40, 28.2 s" || got.Gaps[1].Stretch() != "00:01:01, 0.30 s" {
		t.Errorf("gaps %v", got.Gaps)
	}
	if facts := got.Facts; facts[0].Value != "00:01:33.400 recorded, 00:01:33.410 by the clock: 10 ms missing" ||
		facts[1].Value != "1 pause, 01:20 together" {
		t.Errorf("facts %v", facts)
	}
}

func TestAnOldDocumentHasNoSpeechInsteadOfSilence(t *testing.T) {
	first := call.Seconds(0)
	doc := call.Call{Outcome: call.Complete, Capture: call.Capture{
		Verdict: "both sides complete", Complete: true, Samples: 10,
		Sides: map[call.Party]call.Side{call.Local: {Device: "Headset", FirstSignal: &first, LastSignal: &first, Peak: -3}},
	}}
	for _, row := range CertificateOf(doc).Rows {
		if row.Name == "Speech" && row.Sides[0] != "not measured" {
			t.Errorf("speech is %q", row.Sides[0])
		}
		if row.Name == "Speech" && row.Sides[1] != "–" {
			t.Errorf("of a side that is not known: %q", row.Sides[1])
		}
	}
}

func TestRemarksStandInOrderOfTime(t *testing.T) {
	got := Remarks(call.Call{
		Notes: []call.Note{
			{At: 30, Kind: call.Marker, Text: "the amount"}, {At: 20, Text: "gave a name"}, {At: 10, Kind: call.Marker},
		},
		Capture: call.Capture{Pauses: []call.Pause{{At: 25, Length: 80}, {At: 26, Length: 0.4}}},
	})
	want := []Remark{
		{At: 10, Kind: RemarkMark, Text: "Marker 1"},
		{At: 20, Kind: RemarkNote, Text: "gave a name"},
		{At: 25, Kind: RemarkPause, Text: "off the record for 01:20"},
		{At: 26, Kind: RemarkPause, Text: "off the record for 0.4 s"},
		{At: 30, Kind: RemarkMark, Text: "Marker 2: the amount"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %v, want %v", i, got[i], want[i])
		}
	}
}

func TestTextHasRemarksInTheirPlace(t *testing.T) {
	var out strings.Builder
	err := writeText(&out, Document{
		Call: call.Call{
			Notes:   []call.Note{{At: 5, Text: "promised"}, {At: 99, Kind: call.Marker}},
			Capture: call.Capture{Verdict: "both sides complete", Pauses: []call.Pause{{At: 3, Length: 65}}},
		},
		Transcript: &call.Transcript{Segments: []call.Segment{
			{Party: call.Local, Start: 1, Text: "Hello."}, {Party: call.Remote, Start: 4, Text: "Hello!"}, {Party: call.Local, Start: 7, Text: "Bye."},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, conversation, _ := strings.Cut(out.String(), "\n\n")
	want := "00:00:01.000  You: Hello.\n00:00:03.000  [pause] off the record for 01:05\n00:00:04.000  Them: Hello!\n" +
		"00:00:05.000  [note] promised\n00:00:07.000  You: Bye.\n00:01:39.000  [mark] Marker 1\n"
	if conversation != want {
		t.Errorf("got\n%s", conversation)
	}
	if strings.Contains(out.String(), "both sides complete") {
		t.Error("a recording that nobody measured is called complete")
	}
}
