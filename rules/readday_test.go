package rules

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

func TestDaysAsPeopleTypeThem(t *testing.T) {
	today, _ := call.ParseDay("2026-11-28") // a Saturday
	for text, want := range map[string]string{
		"2026-12-01": "2026-12-01", "today": "2026-11-28", "Tomorrow": "2026-11-29", "in 2 weeks": "2026-12-12", "in two weeks": "2026-12-12", "in 10 days": "2026-12-08",
		"monday": "2026-11-30", "on Monday": "2026-11-30", "by Friday.": "2026-12-04", "1 December": "2026-12-01", "December 5th": "2026-12-05", "the 5th": "2026-12-05",
		"next week": "2026-12-06", "in a month": "2026-12-28", "2024-02-29": "2024-02-29", "in 3 months": "2027-02-28", "2w": "2026-12-12", "10 d": "2026-12-08", "24 December 2027": "2027-12-24", "end of the month": "2026-11-30",
	} {
		if got, err := ReadDay(text, today); err != nil || got.String() != want {
			t.Errorf("%q is %v, %v; wants %s", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": ErrNoDate, "soon": ErrNoDate, "2026-02-30": ErrNoDate, "tomorrow or Friday": ErrNoDate, "call Linda tomorrow": ErrNoDate, "tomorrow, about the bill": ErrNoDate, "3/4": ErrTwoDates,
	} {
		if got, err := ReadDay(text, today); !errors.Is(err, want) {
			t.Errorf("%q is %v, %v; wants %v", text, got, err, want)
		}
	}
}

func TestNoTextBreaksTheReadingOfDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := call.Day{}.Add(rapid.IntRange(0, 800000).Draw(t, "day"))
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(in|next|the|by|) ?[0-9]{0,4} ?(days?|weeks?|friday|december|/)? ?[0-9]{0,4}`)).Draw(t, "text")
		if day, err := ReadDay(text, today); err == nil && day.IsZero() {
			t.Fatalf("%q is no day", text)
		}
	})
}

// FuzzReadDay reads what somebody types for a day: it is one near enough to be meant, or the error says in one line why not.
func FuzzReadDay(f *testing.F) {
	for _, text := range []string{"in 2 weeks", "24 December 2027", "the fifth of next month", "3/4", "within the next 30 business days", "next Friday", "2026-02-30", "in nine hundred months", "January first twenty twenty nine"} {
		f.Add(text, 20000)
	}
	f.Fuzz(func(t *testing.T, text string, after int) {
		today := call.Day{}.Add(700_000 + after%70_000) // within the years 1916 to 2108
		day, err := ReadDay(text, today)
		switch {
		case err == nil && day.IsZero():
			t.Fatalf("%q is no day", text)
		case err != nil && (!errors.Is(err, ErrNoDate) && !errors.Is(err, ErrTwoDates) || strings.ContainsAny(err.Error(), "\n\r")):
			t.Fatalf("%q: %v", text, err)
		}
		if again, err := ReadDay(day.String(), today); !day.IsZero() && (err != nil || again != day) {
			t.Fatalf("%s is read as %s, %v", day, again, err)
		}
	})
}
