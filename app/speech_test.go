package app

import (
	"math"
	"slices"
	"testing"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// drawn is an outline of a hundred moments a second in which each side makes noise, and is loud in some stretches.
func drawn(seconds int, noise [2]int16, loud [2]call.Spans) Waveform {
	var outline Waveform
	for lane := range outline {
		for i := range 100 * seconds {
			reach := noise[lane] - int16(i%3)*noise[lane]/10
			at := call.Seconds(i) / 100
			if loud[lane].Touch(call.Span{From: at + 0.001, To: at + 0.002}) {
				reach = 4000
			}
			outline[lane] = append(outline[lane], audio.Peak{Min: -reach, Max: reach})
		}
	}
	return outline
}

func sameSpans(t *testing.T, what string, got, want call.Spans) {
	t.Helper()
	close := func(a, b call.Span) bool {
		return math.Abs(float64(a.From-b.From)) < 0.02 && math.Abs(float64(a.To-b.To)) < 0.02
	}
	if !slices.EqualFunc(got, want, close) {
		t.Errorf("%s: %v, wants %v", what, got, want)
	}
}

func TestSilencesAreWhereNobodyIsHeardOrWroteDown(t *testing.T) {
	outline := drawn(60, [2]int16{40, 300}, [2]call.Spans{{{From: 1, To: 5}, {From: 20, To: 21}}, {{From: 6, To: 9}, {From: 50, To: 52}}})
	doc := Document{Call: call.Call{Audio: call.Audio{Duration: 60}}}
	sameSpans(t, "sound alone", Silences(outline, doc), call.Spans{{From: 9.2, To: 19.8}, {From: 21.2, To: 49.8}, {From: 52.2, To: 59.8}})

	// A word that is too soft to be heard above the noise, an echo, a note and a marker are no silence.
	doc.Notes = []call.Note{{At: 30, Text: "hesitated for long"}, {At: 59.5, Kind: call.Marker}}
	doc.Transcript = &call.Transcript{Segments: []call.Segment{
		{Party: call.Local, Start: 12, End: 13, Text: "hm"}, {Party: call.Local, Start: 40, End: 41, Text: "x", Echo: &call.Echo{}},
	}}
	sameSpans(t, "with words and remarks", Silences(outline, doc), call.Spans{
		{From: 9.2, To: 11.8}, {From: 13.2, To: 19.8}, {From: 21.2, To: 27.8}, {From: 32.2, To: 39.8}, {From: 41.2, To: 49.8}, {From: 52.2, To: 57.3},
	})
	if got := Silences(Waveform{}, doc); got != nil {
		t.Errorf("nothing is known of the sound: %v", got)
	}
}

// Music that never stops is sound, however steady it is; so is a voice that speaks nearly all the time.
func TestSteadySoundIsNoSilence(t *testing.T) {
	doc := Document{Call: call.Call{Audio: call.Audio{Duration: 60}}}
	if got := Silences(drawn(60, [2]int16{3000, 0}, [2]call.Spans{}), doc); got != nil {
		t.Errorf("music: %v", got)
	}
	all := call.Spans{{From: 0, To: 58}}
	sameSpans(t, "one who never stops", Silences(drawn(60, [2]int16{0, 0}, [2]call.Spans{all, nil}), doc), call.Spans{{From: 58.2, To: 59.8}})
}

func TestTalkTimeIsMeasuredOrTakenFromTheWords(t *testing.T) {
	word := func(party call.Party, from, to call.Seconds) call.Segment {
		return call.Segment{Party: party, Start: from, End: to, Text: "x", Words: []call.Word{{Text: "x", Start: from, End: to}}}
	}
	doc := Document{Call: call.Call{Audio: call.Audio{Duration: 100}}}
	if _, known := SharesOf(doc); known {
		t.Error("shares of what nothing is known of")
	}
	doc.Transcript = &call.Transcript{Segments: []call.Segment{
		word(call.Local, 0, 20), word(call.Local, 20.3, 40), word(call.Remote, 35, 60), word(call.Remote, 90, 100),
	}}
	shares, _ := SharesOf(doc)
	if got, want := shares.Words(), "You 40 %  ·  Them 35 %  ·  both at once 5 %  ·  silence 30 %, by the words"; got != want {
		t.Errorf("%q, wants %q", got, want)
	}
	doc.Capture.Sides = map[call.Party]call.Side{call.Local: {Speech: 43, LongestSilence: 9}, call.Remote: {Speech: 38, LongestSilence: 12}}
	shares, _ = SharesOf(doc)
	if got, want := shares.Words(), "You 43 %  ·  Them 38 %  ·  silence at least 19 %, measured"; got != want {
		t.Errorf("%q, wants %q", got, want)
	}
	// The microphone heard the loudspeakers: what was measured on that side is not the user's own voice.
	leaked := word(call.Local, 60, 70)
	leaked.Echo = &call.Echo{}
	doc.Transcript.Segments = append(doc.Transcript.Segments, leaked)
	if shares, _ = SharesOf(doc); shares.Measured || shares.Sides[0] > 0.41 {
		t.Errorf("with an echo: %+v", shares)
	}
	// One side was not measured.
	doc.Transcript = nil
	doc.Capture.Sides[call.Remote] = call.Side{}
	if _, known := SharesOf(doc); known {
		t.Error("shares although only one side was measured")
	}
	doc.Capture.Sides = map[call.Party]call.Side{call.Local: {Speech: 70}, call.Remote: {LongestSilence: 100}}
	shares, _ = SharesOf(doc)
	if got, want := shares.Words(), "You 70 %  ·  Them 0 %  ·  silence 30 %, measured"; got != want {
		t.Errorf("%q, wants %q", got, want)
	}
	doc.Capture.Sides = map[call.Party]call.Side{call.Local: {Speech: 70}, call.Remote: {Speech: 60}}
	shares, _ = SharesOf(doc)
	if got, want := shares.Words(), "You 70 %  ·  Them 60 % of the time, measured"; got != want {
		t.Errorf("%q, wants %q", got, want)
	}
}
