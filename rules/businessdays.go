package rules

import (
	"time"

	"github.com/onrecord/onrecord/call"
)

// afterBusinessDays gives the day so many business days after another one, which does not count itself. free tells which days are none: it
// depends on who counts.
func afterBusinessDays(day call.Day, days int, free func(call.Day) bool) call.Day {
	for days > 0 {
		day = day.Add(1)
		if !free(day) {
			days--
		}
	}
	return day
}

// weekend is all that is known to be free where nobody says whose holidays count.
func weekend(day call.Day) bool {
	w := day.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// federallyFree reports whether a day is a weekend or a federal holiday of the United States, on its date or on the workday on which it is kept. 5 U.S.C. § 6103(a), to
// which rules point, names the dates only, and some who count by it work on the Monday after a Sunday's holiday. To leave out both gives the later
// day, so that nobody is flagged a day too early.
func federallyFree(day call.Day) bool {
	switch day.Weekday() {
	case time.Saturday, time.Sunday:
		return true
	case time.Friday:
		return fixedHoliday(day) || fixedHoliday(day.Add(1)) // a Saturday's holiday is kept on the Friday
	case time.Monday:
		return fixedHoliday(day) || fixedHoliday(day.Add(-1)) || movingHoliday(day) // a Sunday's on the Monday
	}
	return fixedHoliday(day) || movingHoliday(day)
}

// fixedHoliday and movingHoliday are the eleven federal holidays of 5 U.S.C. § 6103(a), checked on 2026-11-28 against the list of a federal court
// (okwb.uscourts.gov). Inauguration Day, which is free around Washington only, is none.
func fixedHoliday(day call.Day) bool {
	t := day.In(time.UTC)
	switch t.Format("01-02") {
	case "01-01", "07-04", "11-11", "12-25":
		return true
	case "06-19":
		return t.Year() >= 2021
	}
	return false
}

func movingHoliday(day call.Day) bool {
	t := day.In(time.UTC)
	week := (t.Day()-1)/7 + 1
	if t.Weekday() == time.Thursday {
		return t.Month() == time.November && week == 4
	}
	if t.Weekday() != time.Monday {
		return false
	}
	switch t.Month() {
	case time.January, time.February:
		return week == 3
	case time.May:
		return t.Day() > 24
	case time.September:
		return week == 1
	case time.October:
		return week == 2
	}
	return false
}
