package rules

import (
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// span reads within thirty days, in two weeks, three days ago. What is counted from something else than the call is left out.
func (r *dayReader) span() bool {
	at := 0
	within := r.word(0) == "within" || r.word(0) == "in"
	have := r.word(0) == "have"
	if within || have {
		at = 1
	}
	if r.word(at) == "the" && r.word(at+1) == "next" {
		at += 2
	}
	count, next := r.count(at)
	if count == 0 {
		return false
	}
	business := slices.Contains([]string{"business", "working"}, wordAt(r.all, next))
	if business || wordAt(r.all, next) == "calendar" {
		next++
	}
	unit := strings.TrimSuffix(wordAt(r.all, next), "s")
	next++
	ago := wordAt(r.all, next) == "ago"
	if !ago && !within && !(have && wordAt(r.all, next) == "to") || !ago && slices.Contains([]string{"of", "after", "from", "before"}, wordAt(r.all, next)) {
		return false
	}
	if ago {
		count, next = -count, next+1
	}
	day, ok := r.after(count, unit, business)
	if !ok {
		return false
	}
	if !ago {
		r.how = "counted from this call"
	}
	if business {
		r.how = "counted from this call without Saturdays and Sundays; holidays would come on top"
	}
	return r.found(next-r.at, oneDay(day))
}

// count reads how many: "thirty", "30", "a".
func (r *dayReader) count(at int) (count, next int) {
	if word := r.word(at); word == "a" || word == "one" {
		return 1, r.at + at + 1
	}
	readings, next := number(r.all, r.at+at)
	if len(readings) != 1 || readings[0]%whole != 0 || readings[0] > 3650*whole {
		return 0, next
	}
	return int(readings[0] / whole), next
}

// after is the day so many days, weeks, months or years after the call.
func (r *dayReader) after(count int, unit string, business bool) (call.Day, bool) {
	switch {
	case unit == "day" && business && count > 0:
		return afterBusinessDays(r.said, count, weekend), true
	case business:
		return call.Day{}, false
	case unit == "day":
		return r.said.Add(count), true
	case unit == "week":
		return r.said.Add(7 * count), true
	case unit == "month":
		return r.said.AddMonths(count), true
	case unit == "year":
		return r.said.AddMonths(12 * count), true
	}
	return call.Day{}, false
}
