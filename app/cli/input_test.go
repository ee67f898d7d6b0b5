package cli

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func TestParseMoment(t *testing.T) {
	zone := time.FixedZone("", 2*3600)
	now := time.Date(2026, 3, 12, 14, 2, 30, 0, zone)
	for text, want := range map[string]time.Time{
		"today":                     time.Date(2026, 3, 12, 0, 0, 0, 0, zone),
		"yesterday":                 time.Date(2026, 3, 11, 0, 0, 0, 0, zone),
		"7d":                        time.Date(2026, 3, 5, 14, 2, 30, 0, zone),
		"90m":                       time.Date(2026, 3, 12, 12, 32, 30, 0, zone),
		"2026-03-01":                time.Date(2026, 3, 1, 0, 0, 0, 0, zone),
		"2026-03-01 09:30":          time.Date(2026, 3, 1, 9, 30, 0, 0, zone),
		"2026-03-01T09:30:15":       time.Date(2026, 3, 1, 9, 30, 15, 0, zone),
		"2026-03-01T09:30:15Z":      time.Date(2026, 3, 1, 9, 30, 15, 0, time.UTC),
		"2026-03-01T09:30:15-05:00": time.Date(2026, 3, 1, 14, 30, 15, 0, time.UTC),
	} {
		if got, err := parseMoment(text, now); err != nil || !got.Equal(want) {
			t.Errorf("parseMoment(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-7d", "-5m", "d", "12", "2026-13-01", "2026-02-30", "12.3.2026", "tomorrow"} {
		if got, err := parseMoment(text, now); err == nil {
			t.Errorf("parseMoment(%q) = %v, want an error", text, got)
		}
	}
}

func TestParseMomentReadsWhatIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), 0).Truncate(time.Minute)
		got, err := parseMoment(moment.UTC().Format("2006-01-02 15:04"), time.Now().UTC())
		if err != nil || !got.Equal(moment) {
			t.Fatalf("got %v, %v; want %v", got, err, moment)
		}
	})
}

func TestParseLength(t *testing.T) {
	for text, want := range map[string]call.Seconds{"30s": 30, "1h30m": 5400, "00:05:00": 300, "45": 45, "250ms": 0.25} {
		if got, err := parseLength(text); err != nil || got != want {
			t.Errorf("parseLength(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0s", "-5s", "0", "soon", "1:75"} {
		if got, err := parseLength(text); err == nil {
			t.Errorf("parseLength(%q) = %v, want an error", text, got)
		}
	}
}

func FuzzParseMoment(f *testing.F) {
	for _, text := range []string{"today", "7d", "90m", "2026-03-01 09:30", "2026-03-01T09:30:15Z", "99999999999d", ""} {
		f.Add(text)
	}
	now := time.Date(2026, 3, 12, 14, 2, 30, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		if moment, err := parseMoment(text, now); err != nil && !moment.IsZero() {
			t.Errorf("parseMoment(%q) = %v and %v", text, moment, err)
		}
	})
}
