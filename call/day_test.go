package call_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func TestDaysCountAsTheCalendarDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(rapid.IntRange(1990, 2100).Draw(t, "year"), time.January, 1+rapid.IntRange(0, 365).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		n := rapid.IntRange(-1000, 1000).Draw(t, "days")
		day, later := call.DayOf(start), call.DayOf(start.AddDate(0, 0, n))
		if got := day.Add(n); got != later || got.Sub(day) != n || day.Compare(got) != -sign(n) {
			t.Fatalf("%v and %d days: %v, and %d days apart", day, n, got, got.Sub(day))
		}
		again, err := call.ParseDay(day.String())
		if err != nil || again != day {
			t.Fatalf("%v read again: %v, %v", day, again, err)
		}
	})
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func TestMonthsEndWithTheirLastDay(t *testing.T) {
	for _, c := range []struct {
		day    string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -12, "2025-01-15"},
	} {
		day, err := call.ParseDay(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := day.AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d months: %s, wanted %s", c.day, c.months, got, c.want)
		}
	}
}

func TestADayIsTheOneOfItsZone(t *testing.T) {
	tokyo := time.FixedZone("", 9*3600)
	at := time.Date(2026, 11, 28, 23, 30, 0, 0, time.UTC)
	if a, b := call.DayOf(at).String(), call.DayOf(at.In(tokyo)).String(); a != "2026-11-28" || b != "2026-11-29" {
		t.Errorf("half past eleven at night in Greenwich is on %s there and on %s in Tokyo", a, b)
	}
}

func TestDaysStandInDocumentsAsText(t *testing.T) {
	var f call.FollowUp
	if err := json.Unmarshal([]byte(`{"due":"2026-02-28"}`), &f); err != nil || f.Due.String() != "2026-02-28" {
		t.Errorf("read %v, %v", f.Due, err)
	}
	for _, wrong := range []string{`{"due":"2026-02-29"}`, `{"due":"28.2.2026"}`, `{"due":5}`} {
		if err := json.Unmarshal([]byte(wrong), &f); err == nil {
			t.Errorf("%s was read", wrong)
		}
	}
}
