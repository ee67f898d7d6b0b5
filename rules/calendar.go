package rules

import (
	"time"

	"github.com/onrecord/onrecord/call"
)

func monthDays(year, month int) Days {
	first := dayOf(year, month, 1)
	return Days{first, first.AddMonths(1).Add(-1)}
}

// dayOf normalises like time.Date: month 13 is January.
func dayOf(year, month, day int) call.Day {
	return call.DayOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

func yearOf(d call.Day) int         { return d.In(time.UTC).Year() }
func monthOf(d call.Day) time.Month { return d.In(time.UTC).Month() }

func monthLength(year, month int) int {
	return monthDays(year, month).To.Sub(dayOf(year, month, 1)) + 1
}
