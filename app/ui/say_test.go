package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

func TestDates(t *testing.T) {
	now := time.Date(2026, 3, 12, 15, 30, 0, 0, time.Local)
	for _, c := range []struct {
		at       time.Time
		american bool
		heading  string
		moment   string
	}{
		{now.Add(-time.Hour), false, "Today", "12 March 2026, 14:30"},
		{now.Add(-time.Hour), true, "Today", "March 12, 2026, 2:30 PM"},
		{now.Add(-24 * time.Hour), false, "Yesterday", "11 March 2026, 15:30"},
		{now.Add(-3 * 24 * time.Hour), false, "Monday", "9 March 2026, 15:30"},
		{now.Add(-30 * 24 * time.Hour), false, "10 February 2026", "10 February 2026, 15:30"},
		{now.Add(30 * time.Hour), false, "13 March 2026", "13 March 2026, 21:30"},
	} {
		d := dates{american: c.american}
		if got := d.heading(c.at, now); got != c.heading {
			t.Errorf("heading of %v is %q", c.at, got)
		}
		if got := d.moment(c.at); got != c.moment {
			t.Errorf("moment of %v is %q", c.at, got)
		}
	}
}

func TestLengthsAndSizes(t *testing.T) {
	for got, want := range map[string]string{
		size(900): "1 kB", size(142_000_000): "142 MB", size(3_095_033_483): "3.1 GB",
		spell(8): "8 s", spell(185): "3 min", spell(7300): "2 h",
		diskLeft(41 * time.Hour): "disk: 41 h left", diskLeft(20 * time.Minute): "disk: 20 min left", diskLeft(-1): "",
		longClock(4*60 + 31): "00:04:31",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestLampsSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		level  app.Level
		paused bool
		shape  string
		word   string
		advice bool
	}{
		{app.Level{Lamp: app.LampHeard}, false, "heard", "heard", false},
		{app.Level{Lamp: app.LampQuiet, QuietFor: 8}, false, "quiet", "quiet 8 s", false},
		{app.Level{Lamp: app.LampQuiet, QuietFor: 14, Unheard: true}, false, "warning", "quiet 14 s", true},
		{app.Level{Lamp: app.LampLow}, false, "low", "too low", true},
		{app.Level{Lamp: app.LampLoud}, false, "loud", "too loud", true},
		{app.Level{Lamp: app.LampNothing, QuietFor: 3}, false, "nothing", "nothing arrives", false},
		{app.Level{Lamp: app.LampNothing, QuietFor: 8}, false, "nothing", "nothing arrives", true},
		{app.Level{Lamp: app.LampGone, QuietFor: 8}, false, "gone", "looking for a device", true},
		{app.Level{Lamp: app.LampGone}, true, "pause", "off the record", false},
	} {
		for _, party := range call.Parties {
			shape, word, advice := sideLamp(party, c.level, c.paused)
			if shape.drawing != c.shape || word != c.word || (advice != "") != c.advice {
				t.Errorf("%+v: %v %q %q", c.level, shape, word, advice)
			}
		}
	}
}

// The sign of completeness is for what was measured as complete, and for nothing else.
func TestOnlyTheWholeHasTheSignOfIt(t *testing.T) {
	for _, outcome := range []call.Outcome{call.Recording, call.Complete, call.Recovered, call.Failed, call.Imported} {
		for _, complete := range []bool{true, false} {
			doc := call.Call{Outcome: outcome, Capture: call.Capture{Complete: complete, Verdict: "both sides complete"}}
			shape, verdict, _ := verdictOf(doc)
			whole := outcome == call.Complete && complete
			if (shape == icon{"check", colorOK}) != whole || strings.Contains(verdict, "sides complete") != whole {
				t.Errorf("%s, %v: %v %q", outcome, complete, shape, verdict)
			}
		}
	}
}

func TestBadgesAreFewAndGravestFirst(t *testing.T) {
	for _, c := range []struct {
		summary app.Summary
		job     app.JobState
		want    string
	}{
		{app.Summary{Outcome: call.Complete, Complete: true, Audio: true, Transcribed: true}, "", ""},
		{app.Summary{Outcome: call.Complete, Audio: true}, "", "incomplete, not transcribed"},
		{app.Summary{Outcome: call.Complete, Audio: true, Silent: app.SilentSides{Remote: true}}, "", "far side silent, not transcribed"},
		{app.Summary{Outcome: call.Recovered, Audio: true, Transcribed: true}, "", "recovered"},
		{app.Summary{Outcome: call.Failed}, "", "no sound"},
		{app.Summary{Outcome: call.Recovered, Audio: true}, app.JobRunning, "recovered, being written"},
		{app.Summary{Outcome: call.Imported, Audio: true}, app.JobQueued, "waiting, imported"},
		{app.Summary{Outcome: call.Imported, Audio: true}, app.JobFailed, "not transcribed, imported"},
		{app.Summary{Outcome: call.Complete, Complete: true, Audio: true, Transcribed: true}, app.JobRunning, ""},
		{app.Summary{Outcome: call.Imported, Audio: true}, "", "not transcribed, imported"},
		{app.Summary{Damaged: "call.json is not JSON", Audio: true}, "", "damaged, not transcribed"},
	} {
		var words []string
		for _, b := range badgesOf(c.summary, nil, c.job) {
			words = append(words, b.word)
		}
		if got := strings.Join(words, ", "); got != c.want {
			t.Errorf("%+v has the badges %q, want %q", c.summary, got, c.want)
		}
	}
}

// Wrapping loses no word, and no line is wider than allowed unless it is one word.
func TestWrapKeepsEveryWord(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.StringMatching(`[a-zäß,.]{1,20}`)).Draw(t, "words")
		width := float32(rapid.IntRange(20, 600).Draw(t, "width"))
		var got []string
		for _, line := range wrap(strings.Join(all, " "), nil, width, 14, 0) {
			text := ""
			for _, p := range line {
				text += p.text
			}
			got = append(got, strings.Fields(text)...)
		}
		if strings.Join(got, " ") != strings.Join(all, " ") {
			t.Fatalf("%q became %q", all, got)
		}
	})
}

func TestWrapMarksWhatWasFound(t *testing.T) {
	test.NewTempApp(t)
	lines := wrap("the solar panels", [][2]int{{4, 9}}, 1000, 14, 0)
	if len(lines) != 1 || len(lines[0]) != 3 || lines[0][1] != (piece{"solar", true, 4}) {
		t.Errorf("got %v", lines)
	}
	if short := wrap("one two three four five six seven", nil, 60, 14, 2); len(short) != 2 {
		t.Errorf("two lines at most became %v", short)
	}
}
