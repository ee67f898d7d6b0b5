package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func TestNamesTellOfTheirCall(t *testing.T) {
	modified := time.Date(2026, 11, 20, 8, 0, 0, 0, time.Local)
	local := func(y int, m time.Month, d, h, min, s int) time.Time {
		return time.Date(y, m, d, h, min, s, 0, time.Local)
	}
	for name, want := range map[string]Details{
		"20230414_215701.088-0400_in_+12125550142_Linda Berg.oga": {
			Started: time.Date(2023, 4, 14, 21, 57, 1, 88e6, time.FixedZone("", -4*3600)), Reckoned: call.FromFileName,
			Direction: call.Incoming, Number: "+12125550142", Name: "Linda Berg",
		},
		"20230414_215701.088+0000_out_sim2_5550142.m4a": {
			Started: time.Date(2023, 4, 14, 21, 57, 1, 88e6, time.UTC), Reckoned: call.FromFileName, Direction: call.Outgoing, Number: "5550142",
		},
		"20230414_215701.088+0200_conference_+1555,+1666_Anna,Ben.flac": {
			Started: time.Date(2023, 4, 14, 19, 57, 1, 88e6, time.UTC), Reckoned: call.FromFileName,
			Direction: call.Conference, Number: "+1555, +1666", Name: "Anna,Ben",
		},
		"20230414_215701.wav":                           {Started: local(2023, 4, 14, 21, 57, 1), Reckoned: call.FromFileName},
		"Call recording Linda Berg_230414_215701.m4a":   {Started: local(2023, 4, 14, 21, 57, 1), Reckoned: call.FromFileName, Name: "Linda Berg"},
		"Call recording +12125550142_230414_215701.3gp": {Started: local(2023, 4, 14, 21, 57, 1), Reckoned: call.FromFileName, Number: "+12125550142"},
		"2023-04-14 21-57-01 (phone) somebody.mp3":      {Started: local(2023, 4, 14, 21, 57, 1), Reckoned: call.FromFileName, Name: "somebody"},
		"2025-11-03_1015_Acme Solar.wav":                {Started: local(2025, 11, 3, 10, 15, 0), Reckoned: call.FromFileName, Name: "Acme Solar"},
		"2025-11-03 1015 Acme Solar (1).wav":            {Started: local(2025, 11, 3, 10, 15, 0), Reckoned: call.FromFileName, Name: "Acme Solar"},
		"2025-11-03 Łucja Müller-Señora.wav":            {Started: local(2025, 11, 3, 0, 0, 0), Reckoned: call.FromFileDay, Name: "Łucja Müller-Señora"},
		"2025-11-03_1015_in_+12125550142_Acme.wav":      {Started: local(2025, 11, 3, 10, 15, 0), Reckoned: call.FromFileName, Direction: call.Incoming, Number: "+12125550142", Name: "Acme"},
		"2025-11-03 10.15 - Acme, +12125550142.wav":     {Started: local(2025, 11, 3, 10, 15, 0), Reckoned: call.FromFileName, Number: "+12125550142", Name: "Acme"},
		"2025-11-03T10:15:30.123Z 5550142.wav":          {Started: local(2025, 11, 3, 10, 15, 30), Reckoned: call.FromFileName, Number: "5550142"},
		"2025-11-03_1015-2.wav":                         {Started: local(2025, 11, 3, 10, 15, 0), Reckoned: call.FromFileName},
		"2025-11-03_1015 copy.wav":                      {Started: local(2025, 11, 3, 10, 15, 0), Reckoned: call.FromFileName},
		"20251103-WA0007.opus":                          {Started: local(2025, 11, 3, 0, 0, 0), Reckoned: call.FromFileDay},
		"signal-2023-04-14-215701.aac":                  {Started: local(2023, 4, 14, 21, 57, 1), Reckoned: call.FromFileName},
		"Zoom 2023-04-14T21.57.mp4":                     {Started: local(2023, 4, 14, 21, 57, 0), Reckoned: call.FromFileName},
		"PTT-20230414-WA0001.opus":                      {Started: local(2023, 4, 14, 0, 0, 0), Reckoned: call.FromFileDay},
		"PTT-20261120-WA0001.opus":                      {Started: modified, Reckoned: call.FromFileDate},
		"voicemail.wav":                                 {Started: modified, Reckoned: call.FromFileDate},
		"99999999_999999_in.wav":                        {Started: modified, Reckoned: call.FromFileDate},
		"2023-13-45 message.wav":                        {Started: modified, Reckoned: call.FromFileDate},
		"order 20230414215701999.wav":                   {Started: modified, Reckoned: call.FromFileDate},
		"from +12125550142.wav":                         {Started: modified, Reckoned: call.FromFileDate, Number: "+12125550142"},
	} {
		got := detailsOfName(name, modified)
		if !got.Started.Equal(want.Started) {
			t.Errorf("%s: started %v, wants %v", name, got.Started, want.Started)
		}
		got.Started, want.Started = time.Time{}, time.Time{}
		if got != want {
			t.Errorf("%s: %+v, wants %+v", name, got, want)
		}
	}
}

// TestRecorderNamesAreReadBack writes names as BCR does.
func TestRecorderNamesAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", rapid.IntRange(-47, 56).Draw(t, "quarters")*900)
		started := time.UnixMilli(rapid.Int64Range(946684800000, 4102444800000).Draw(t, "ms")).In(zone)
		direction := rapid.SampledFrom([]string{"in", "out", "conference"}).Draw(t, "direction")
		number := rapid.StringMatching(`\+[1-9][0-9]{6,13}`).Draw(t, "number")
		who := rapid.StringMatching(`[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9})?`).Draw(t, "name")
		name := fmt.Sprintf("%s_%s_%s_%s.oga", started.Format("20060102_150405.000-0700"), direction, number, who)
		got := detailsOfName(name, time.Now())
		if !got.Started.Equal(started) || got.Direction != directionOf(direction) || got.Number != number || got.Name != who || got.Reckoned != call.FromFileName {
			t.Fatalf("%s: %+v", name, got)
		}
	})
}

// TestNamesThatPeopleGiveAreReadBack writes a date, a time and a name as people and this program do.
func TestNamesThatPeopleGiveAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		started := time.Date(2000, 1, rapid.IntRange(1, 36500).Draw(t, "day"), rapid.IntRange(5, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), 0, 0, time.Local)
		layout := rapid.SampledFrom([]string{"2006-01-02_1504", "2006-01-02 1504", "2006-01-02 15-04-05", "20060102 1504", "2006_01_02_15.04", "2006-01-02 at 15.04.05"}).Draw(t, "layout")
		who := rapid.StringMatching(`[A-ZÄŁ][a-zé]{2,9}( [A-Z][a-z'-]{1,9}[a-z])?`).Draw(t, "name")
		if countsInName.MatchString(who) {
			t.Skip("a word that stands for no person")
		}
		between := rapid.SampledFrom([]string{" ", "_", " - "}).Draw(t, "between")
		name := started.Format(layout) + between + who + ".wav"
		got := detailsOfName(name, time.Now())
		if !got.Started.Equal(started) || got.Name != who || got.Number != "" || got.Reckoned != call.FromFileName {
			t.Fatalf("%s: %+v", name, got)
		}
	})
}

const bcrNotes = `{"timestamp_unix_ms": 1681523821088, "timestamp": "2023-04-14T21:57:01.088-04:00", "direction": "in", "sim_slot": 1,
 "call_log_name": "Acme", "calls": [{"phone_number": "+12125550142", "phone_number_formatted": "(212) 555-0142", "caller_name": null, "contact_name": "Linda Berg"}],
 "output": {"format": {"type": "OGG/Opus"}, "recording": {"frames_total": 96000, "buffer_overruns": 0}}}`

func TestNotesOfACallRecorder(t *testing.T) {
	got, err := parseNotes([]byte(bcrNotes))
	if err != nil || got.Started.UnixMilli() != 1681523821088 || got.Name != "Linda Berg" || got.Number != "(212) 555-0142" || got.Direction != call.Incoming {
		t.Errorf("%+v, %v", got, err)
	}
	if _, offset := got.Started.Zone(); offset != -4*3600 {
		t.Errorf("the zone is lost: %v", got.Started)
	}
	for content, want := range map[string]string{
		`{"timestamp_unix_ms": 0}`: "", `{"timestamp_unix_ms": 1, "calls": [{}], "call_log_name": " Acme  Co "}`: "Acme Co",
		`{"timestamp_unix_ms": 1, "calls": [{"caller_name": "A"}, {"contact_name": "B"}]}`: "A, B",
	} {
		if got, err := parseNotes([]byte(content)); err != nil || got.Name != want {
			t.Errorf("%s: %+v, %v", content, got, err)
		}
	}
	for _, content := range []string{"", "[]", "{}", `{"timestamp": "yesterday"}`, `{"timestamp_unix_ms": 99999999999999999}`, `{"timestamp_unix_ms": "x"}`} {
		if got, err := parseNotes([]byte(content)); err == nil {
			t.Errorf("%s: %+v", content, got)
		}
	}
}

func FuzzParseNotes(f *testing.F) {
	f.Add([]byte(bcrNotes))
	f.Add([]byte(`{"timestamp_unix_ms": 1, "direction": "sideways", "calls": null}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := parseNotes(content)
		if err == nil && (!likely(got.Started) || got.Reckoned != call.FromDetails || strings.ContainsAny(got.Name+got.Number, "\n\r")) {
			t.Errorf("%+v", got)
		}
	})
}

func FuzzDetailsOfName(f *testing.F) {
	for _, seed := range []string{"20230414_215701.088-0400_in_+12125550142_Linda.oga", "PTT-20230414-WA0001.opus", "Call recording x_230414_215701", "_", ""} {
		f.Add(seed)
	}
	modified := time.Unix(1700000000, 0)
	f.Fuzz(func(t *testing.T, name string) {
		got := detailsOfName(name, modified)
		if !likely(got.Started) || got.Reckoned == "" || strings.ContainsAny(got.Name, "\n\r") && !strings.ContainsAny(name, "\n\r") {
			t.Errorf("%q: %+v", name, got)
		}
	})
}

func TestQuoteSome(t *testing.T) {
	for want, names := range map[string][]string{
		"“A”, “B”": {"A", "B"}, "": nil, "“" + strings.Repeat("é", 60) + "…”": {strings.Repeat("é", 5000)},
		"“1”, “2”, “3”, “4”, “5”, “6”, “7”, “8”, 2 more": {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"},
	} {
		if got := quoteSome(names); got != want {
			t.Errorf("%q, wants %q", got, want)
		}
	}
}
