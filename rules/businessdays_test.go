package rules

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// The federal holidays as they fell, and the days beside them, which are none.
func TestFederalHolidays(t *testing.T) {
	for text, free := range map[string]bool{
		"2026-01-01": true, "2026-01-19": true, "2026-01-12": false, "2026-01-26": false,
		"2026-02-16": true, "2026-05-25": true, "2026-05-18": false, "2027-05-31": true,
		"2026-06-19": true, "2020-06-19": false, // since 2021
		"2026-07-03": true, "2025-07-03": false, // a Saturday's is kept on the Friday
		"2027-07-05": true, "2026-07-06": false, // a Sunday's on the Monday
		"2021-12-31": true, "2026-12-31": false, // New Year's of the next year
		"2026-09-07": true, "2026-10-12": true, "2026-11-11": true,
		"2026-11-26": true, "2026-11-27": false, "2026-11-19": false, "2026-12-25": true,
		"2025-01-20": true, "2029-01-22": false, // Inauguration Day is none
		"2028-02-29": false, "2026-08-01": true, "2026-08-02": true,
	} {
		day, err := call.ParseDay(text)
		if err != nil || federallyFree(day) != free {
			t.Errorf("%s: free is %v, %v", text, !free, err)
		}
	}
}

// keptOn lists the days off work of federal holidays, as they are kept, by year. Juneteenth became one in June of 2021.
var keptOn = map[int]string{
	2019: "01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25",
	2020: "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25",
	2021: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
	2022: "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
	2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
	2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
	2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
	2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
	2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
	2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
}

func TestFederalHolidaysOfTenYears(t *testing.T) {
	for year, kept := range keptOn {
		var got []string
		for day := dayOf(year, 1, 1); yearOf(day) == year; day = day.Add(1) {
			if federallyFree(day) && !weekend(day) {
				got = append(got, day.In(time.UTC).Format("01-02"))
			}
		}
		if strings.Join(got, " ") != kept {
			t.Errorf("%d: free are %v, wants %s", year, got, kept)
		}
	}
}

// Against counting on fingers, day for day.
func TestBusinessDaysAgainstCounting(t *testing.T) {
	for _, free := range []func(call.Day) bool{weekend, federallyFree} {
		rapid.Check(t, func(t *rapid.T) {
			day := dayOf(2019, 1, rapid.IntRange(1, 3600).Draw(t, "day"))
			days := rapid.IntRange(1, 40).Draw(t, "days")
			end := afterBusinessDays(day, days, free)
			var between []call.Day
			for d := day.Add(1); d.Compare(end) <= 0; d = d.Add(1) {
				between = append(between, d)
			}
			counted := slices.DeleteFunc(between, free)
			if len(counted) != days || counted[len(counted)-1] != end {
				t.Fatalf("%d business days after %s is %s, of which %d count", days, day, end, len(counted))
			}
		})
	}
}
