package rules

import (
	"strconv"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// figures reads 2026-03-15, 3/15/2026 and 3/15. Where day and month may be the other way round, both are given.
func (r *dayReader) figures() bool {
	a, sign, b := r.word(0), r.word(1), r.word(2)
	if sign == "-" && len(a) == 4 && r.word(3) == "-" {
		day, err := call.ParseDay(a + "-" + b + "-" + r.word(4))
		return err == nil && r.found(5, oneDay(day))
	}
	if sign != "/" || !isFigures(a) || !isFigures(b) {
		return false
	}
	if r.word(3) != "/" {
		return dated[wordAt(r.all, r.at-1)] && r.found(3, r.eitherWay(a, b, nil)...)
	}
	year, err := strconv.Atoi(r.word(4))
	if err != nil || year < 1900 && year > 99 {
		return false
	}
	if year <= 99 {
		year += 2000
	}
	return r.found(5, r.eitherWay(a, b, &year)...)
}

// dated words stand before a day, so that 3/4 is no fraction.
var dated = map[string]bool{"on": true, "by": true, "until": true, "before": true, "due": true, "since": true, "after": true, "than": true}

// eitherWay reads a month and a day, in either order.
func (r *dayReader) eitherWay(a, b string, year *int) (days []Days) {
	one, err1 := strconv.Atoi(a)
	two, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil {
		return nil
	}
	days = r.inYear(one, two, year)
	if one != two {
		days = append(days, r.inYear(two, one, year)...)
	}
	return days
}

// inYear is the day of a month, in the year that was named, else in the one that the sentence means.
func (r *dayReader) inYear(month, day int, year *int) []Days {
	if month < 1 || month > 12 || day < 1 || day > monthLength(2024, month) { // a leap year has every day
		return nil
	}
	if year != nil {
		if day > monthLength(*year, month) {
			return nil
		}
		return []Days{oneDay(dayOf(*year, month, day))}
	}
	coming, before := r.around(func(y int) (call.Day, bool) { return dayOf(y, month, day), day <= monthLength(y, month) })
	return r.nearer(coming, before)
}

// around finds the first day of a kind, one a year, from the call on, and the last before it.
func (r *dayReader) around(of func(year int) (call.Day, bool)) (coming, before call.Day) {
	for y := yearOf(r.said) + 8; y >= yearOf(r.said)-8; y-- {
		day, ok := of(y)
		switch {
		case !ok:
		case day.Compare(r.said) >= 0:
			coming = day
		case before.IsZero():
			before = day
		}
	}
	return coming, before
}

// farDays is how far off a day must be for the other reading, which is near, to be the only one.
const farDays = 240

// nearer chooses between the day to come and the day past: by the sense of the sentence, else by which is far nearer, else both.
func (r *dayReader) nearer(coming, before call.Day) []Days {
	ahead, ago := coming.Sub(r.said), r.said.Sub(before)
	switch {
	case r.isPast():
		return []Days{oneDay(before)}
	case r.isAhead() || ago > farDays:
		return []Days{oneDay(coming)}
	case ahead > farDays:
		return []Days{oneDay(before)}
	}
	return []Days{oneDay(coming), oneDay(before)}
}

var aheadWords = map[string]bool{
	"by": true, "until": true, "before": true, "will": true, "i'll": true, "we'll": true, "you'll": true, "it'll": true, "going": true, "gonna": true, "deadline": true, "is": true,
	"expires": true, "next": true, "can": true, "must": true, "need": true, "should": true, "than": true,
}

// isAhead reports whether the sentence up to here speaks of what is to come.
func (r *dayReader) isAhead() bool {
	for at := r.at - 1; at >= 0 && !strings.Contains(".!?", r.all[at].word); at-- {
		if aheadWords[r.all[at].word] {
			return true
		}
	}
	return false
}
