package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/onrecord/onrecord/call"
)

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10,
	"november": 11, "december": 12, "jan": 1, "feb": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
	"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

// ordinal reads first, twenty-first, 21st; 0 if it is none.
func ordinal(all []token, i int) (day, next int) {
	word := wordAt(all, i)
	if ordinals[word] > 0 {
		return ordinals[word], i + 1
	}
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if figures, ok := strings.CutSuffix(word, end); ok {
			if day, err := strconv.Atoi(figures); err == nil && day >= 1 && day <= 31 {
				return day, i + 1
			}
		}
	}
	ten := int(tens[word])
	if ten != 20 && ten != 30 {
		return 0, i
	}
	if unit := ordinals[wordAt(all, i+1)]; unit >= 1 && unit <= 9 && ten+unit <= 31 {
		return ten + unit, i + 2
	}
	return 0, i
}

// monthDay reads March 3rd, March third twenty twenty-six, the third of March, by October, and a day alone in "on the fifteenth".
func (r *dayReader) monthDay() bool {
	if day, next := r.dayBefore(); day > 0 {
		month := months[wordAt(r.all, next+1)]
		year, end := r.year(next + 2)
		return r.found(end-r.at, r.inYear(month, day, year)...)
	}
	month := months[r.word(0)]
	if month == 0 {
		return false
	}
	day, next := ordinal(r.all, r.at+1)
	if day == 0 {
		day, next = r.cardinal(r.at + 1)
	}
	if day == 0 {
		return r.wholeMonth(month)
	}
	year, end := r.year(next)
	return r.found(end-r.at, r.inYear(month, day, year)...)
}

// dayBefore reads the day of "the third of March"; next is the place of "of".
func (r *dayReader) dayBefore() (day, next int) {
	at := r.at
	if r.word(0) == "the" {
		at++
	}
	day, next = ordinal(r.all, at)
	if day == 0 || wordAt(r.all, next) != "of" || months[wordAt(r.all, next+1)] == 0 {
		return 0, at
	}
	return day, next
}

// cardinal reads the 15 of "March 15" and of "March fifteen".
func (r *dayReader) cardinal(i int) (day, next int) {
	value, next, ok := oneNumber(r.all, i)
	if !ok || value < whole || value > 31*whole || value%whole != 0 || strings.ContainsAny(wordAt(r.all, i), "$€£k.") {
		return 0, i
	}
	return int(value / whole), next
}

// year reads the year behind a day, if one is named.
func (r *dayReader) year(i int) (year *int, next int) {
	at := i
	if wordAt(r.all, at) == "," {
		at++
	}
	if word := wordAt(r.all, at); len(word) == 4 {
		if y, err := strconv.Atoi(word); err == nil && y >= 1900 && y < 2200 {
			return &y, at + 1
		}
	}
	if first := tens[wordAt(r.all, at)]; first == 20 {
		if second, after, ok := oneNumber(r.all, at+1); ok && second >= 10*whole && second < 100*whole {
			y := 2000 + int(second/whole)
			return &y, after
		}
	}
	return nil, i
}

// wholeMonth reads a month alone, where a word before it tells that it is one: "by October", "in May 2027".
func (r *dayReader) wholeMonth(month int) bool {
	if !slices.Contains([]string{"by", "in", "until", "of", "since", "before", "after"}, wordAt(r.all, r.at-1)) {
		return false
	}
	if year, next := r.year(r.at + 1); year != nil {
		return r.found(next-r.at, monthDays(*year, month))
	}
	coming, before := r.around(func(y int) (call.Day, bool) { return monthDays(y, month).To, true })
	var all []Days
	for _, one := range r.nearer(coming, before) {
		all = append(all, monthDays(yearOf(one.From), month))
	}
	return r.found(1, all...)
}

// dayOfMonth reads "on the fifteenth": a day of a month that is not named. "The third call" is none.
func (r *dayReader) dayOfMonth() bool {
	day, next := ordinal(r.all, r.at+1)
	after := wordAt(r.all, next)
	switch {
	case day == 0 || r.word(0) != "the":
		return false
	case after == "of":
		return r.ofPeriod(day, next)
	case !dated[wordAt(r.all, r.at-1)] || after != "" && !strings.Contains(".,!?;", after) && !closing[after]:
		return false
	}
	var coming, before call.Day
	for ahead := 3; ahead >= -3; ahead-- {
		days := monthDays(yearOf(r.said), int(monthOf(r.said))+ahead)
		one := days.From.Add(day - 1)
		switch {
		case one.Compare(days.To) > 0:
		case one.Compare(r.said) >= 0:
			coming = one
		case before.IsZero():
			before = one
		}
	}
	return r.found(next-r.at, r.nearer(coming, before)...)
}

// ofPeriod reads "the fifteenth of next month"; of "each month" it is no day.
func (r *dayReader) ofPeriod(day, next int) bool {
	steps, ok := map[string]int{"this": 0, "next": 1, "last": -1}[wordAt(r.all, next+1)]
	if !ok || wordAt(r.all, next+2) != "month" {
		return false
	}
	month := monthDays(yearOf(r.said), int(monthOf(r.said))+steps)
	one := month.From.Add(day - 1)
	return one.Compare(month.To) <= 0 && r.found(next+3-r.at, oneDay(one))
}
