package rules

import (
	"fmt"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Days is a day, or several in a row, that somebody spoke of.
type Days struct {
	From call.Day `json:"from"`
	To   call.Day `json:"to"` // the same as From where it is one day
}

func (d Days) String() string {
	if d.From == d.To {
		return d.From.Words()
	}
	return fmt.Sprintf("%s to %s", d.From.Words(), d.To.Words())
}

func oneDay(d call.Day) Days { return Days{d, d} }

// daySpot is a day in a text, in all its readings, and how it was reckoned where that is not plain.
type daySpot struct {
	from, to int
	days     []Days
	how      string
}

// days finds the days that a text speaks of, said on a day. Where people may mean two, both are given; what hangs on something else
// that nobody knows is left out.
func days(text string, said call.Day) (spots []daySpot) {
	all := tokens(text)
	for i := 0; i < len(all); {
		r := dayReader{all: all, at: i, said: said}
		if !r.read() {
			i++
			continue
		}
		spots = append(spots, daySpot{all[i].from, all[r.at-1].to, r.days, r.how})
		i = r.at
	}
	return spots
}

// dayReader reads a day that begins at a token.
type dayReader struct {
	all  []token
	at   int
	said call.Day
	days []Days
	how  string
}

func (r *dayReader) word(ahead int) string { return wordAt(r.all, r.at+ahead) }

// read tries all ways to say a day.
func (r *dayReader) read() bool {
	for _, way := range []func() bool{r.near, r.weekday, r.period, r.span, r.monthDay, r.dayOfMonth, r.figures} {
		start := r.at
		if way() && len(r.days) > 0 {
			return true
		}
		r.at, r.days, r.how = start, nil, ""
	}
	return false
}

// found ends the reading behind so many tokens.
func (r *dayReader) found(tokens int, days ...Days) bool {
	r.at += tokens
	r.days = days
	return true
}

// near reads today, tomorrow, yesterday and the days about them.
func (r *dayReader) near() bool {
	if r.word(0) == "the" && r.word(1) == "day" {
		switch r.word(2) + " " + r.word(3) {
		case "after tomorrow":
			return r.found(4, oneDay(r.said.Add(2)))
		case "before yesterday":
			return r.found(4, oneDay(r.said.Add(-2)))
		}
	}
	switch r.word(0) {
	case "today", "tonight":
		return r.found(1, oneDay(r.said))
	case "tomorrow":
		return r.found(1, oneDay(r.said.Add(1)))
	case "yesterday":
		return r.found(1, oneDay(r.said.Add(-1)))
	}
	return false
}

var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday,
}

// weekday reads Friday, next Friday, last Friday. "Next Friday" may be the coming one or the one after; a day of today's own name may
// be today.
func (r *dayReader) weekday() bool {
	which, at := "", 0
	if word := r.word(0); word == "next" || word == "last" || word == "this" || word == "coming" {
		which, at = word, 1
	}
	day, ok := weekdays[r.word(at)]
	if !ok {
		return false
	}
	ahead := (int(day) - int(r.said.Weekday()) + 7) % 7
	coming, before := oneDay(r.said.Add(ahead)), oneDay(r.said.Add(ahead-7))
	switch {
	case which == "last":
		return r.found(2, before)
	case which == "next" && ahead == 0:
		return r.found(2, oneDay(r.said.Add(7)))
	case which == "next" && int(day+6)%7 > int(r.said.Weekday()+6)%7: // it is still to come in this week
		return r.found(2, coming, oneDay(r.said.Add(ahead+7)))
	case ahead == 0 && which == "":
		return r.found(1, r.bySense(coming, oneDay(r.said.Add(7)), before)...)
	case which == "":
		return r.found(1, r.bySense(coming, Days{}, before)...)
	}
	return r.found(at+1, coming)
}

// bySense chooses by what stands before: a day that is to come, or one that is past. Where nothing tells, days are
// to come.
func (r *dayReader) bySense(coming, later, before Days) (days []Days) {
	past := r.isPast()
	for _, d := range []Days{coming, later} {
		if !d.From.IsZero() && (!past || d.From == r.said) {
			days = append(days, d)
		}
	}
	if past {
		days = append(days, before)
	}
	return days
}

var pastWords = map[string]bool{
	"was": true, "were": true, "did": true, "sent": true, "called": true, "paid": true, "received": true, "got": true, "spoke": true, "talked": true, "told": true,
	"said": true, "mailed": true, "since": true, "missed": true, "opened": true, "charged": true,
}

// isPast reports whether the sentence up to here speaks of what is over.
func (r *dayReader) isPast() bool {
	for at := r.at - 1; at >= 0 && !strings.Contains(".!?", r.all[at].word); at-- {
		if pastWords[r.all[at].word] {
			return true
		}
	}
	return false
}

// period reads this week, next month, the end of the year.
func (r *dayReader) period() bool {
	at, end := 0, false
	if r.word(0) == "end" && r.word(1) == "of" {
		at, end = 2, true
	}
	ahead := map[string]int{"the": 0, "this": 0, "next": 1, "last": -1}
	which := r.word(at)
	steps, ok := ahead[which]
	if !ok || which == "the" && !end {
		return false
	}
	whole, ok := r.periodOf(r.word(at+1), steps)
	if !ok {
		return false
	}
	if end {
		whole = oneDay(whole.To)
	}
	return r.found(at+2, whole)
}

// periodOf is a week from Monday to Sunday, a month or a year, so many after the present one.
func (r *dayReader) periodOf(word string, steps int) (Days, bool) {
	year, month := yearOf(r.said), monthOf(r.said)
	switch word {
	case "week":
		monday := r.said.Add(-int(r.said.Weekday()+6)%7 + 7*steps)
		return Days{monday, monday.Add(6)}, true
	case "month":
		return monthDays(year, int(month)+steps), true
	case "year":
		return Days{dayOf(year+steps, 1, 1), dayOf(year+steps, 12, 31)}, true
	}
	return Days{}, false
}
