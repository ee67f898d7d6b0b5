package app

import (
	"fmt"
	"time"

	"github.com/onrecord/onrecord/call"
)

// dayCount is how many calls there were in a stretch of days.
type dayCount struct {
	from    call.Day
	label   string
	calls   int
	flagged int // of these
}

func (d dayCount) words() string {
	if d.flagged == 0 {
		return counted(int64(d.calls), "call", "calls")
	}
	return counted(int64(d.calls), "call", "calls") + fmt.Sprintf(", %d flagged", d.flagged)
}

// mostBars is how many bars a picture of calls by time has at most; it keeps them apart on a page.
const mostBars = 62

// stride is how much time a bar stands for.
type stride struct {
	name  string
	first func(call.Day) call.Day // the first day of the stretch that a day is in
	next  func(call.Day) call.Day
	label string
}

var strides = []stride{
	{"day", func(d call.Day) call.Day { return d }, func(d call.Day) call.Day { return d.Add(1) }, "2 Jan 2006"},
	{"week", func(d call.Day) call.Day { return d.Add(-((int(d.Weekday()) + 6) % 7)) }, func(d call.Day) call.Day { return d.Add(7) }, "2 Jan 2006"},
	{"month", func(d call.Day) call.Day { return firstOf(d, false) }, func(d call.Day) call.Day { return d.AddMonths(1) }, "Jan 2006"},
	{"year", func(d call.Day) call.Day { return firstOf(d, true) }, func(d call.Day) call.Day { return d.AddMonths(12) }, "2006"},
}

// firstOf is the first day of the month or the year that a day is in.
func firstOf(d call.Day, year bool) call.Day {
	t := d.In(time.UTC)
	month := t.Month()
	if year {
		month = time.January
	}
	return call.DayOf(time.Date(t.Year(), month, 1, 0, 0, 0, 0, time.UTC))
}

// daySection is the picture of calls by time: per day where that fits, else per week, month or year.
func (r Report) daySection() section {
	days, by := callsByDay(r.Calls)
	return section{
		title: "Calls per " + by, none: "There are no calls.", days: days,
		lead: unless(len(days) == 0 || by != "week", "Each bar stands for a week from Monday on."),
	}
}

// callsByDay counts calls, which are given by time, and says per what. Stretches without calls are there, too.
func callsByDay(calls []ReportCall) (days []dayCount, by string) {
	if len(calls) == 0 {
		return nil, "day"
	}
	first, last := call.DayOf(calls[0].Started), call.DayOf(calls[0].Started)
	for _, c := range calls {
		if day := call.DayOf(c.Started); day.Compare(last) > 0 {
			last = day
		} else if day.Compare(first) < 0 {
			first = day
		}
	}
	for _, s := range strides {
		days, by = s.stretches(first, last), s.name
		if len(days) <= mostBars {
			break
		}
	}
	for _, c := range calls {
		at := len(days) - 1
		for days[at].from.Compare(call.DayOf(c.Started)) > 0 {
			at--
		}
		days[at].calls++
		if c.Flagged {
			days[at].flagged++
		}
	}
	return days, by
}

func (s stride) stretches(first, last call.Day) (days []dayCount) {
	for day := s.first(first); day.Compare(last) <= 0; day = s.next(day) {
		days = append(days, dayCount{from: day, label: day.In(time.UTC).Format(s.label)})
	}
	return days
}
