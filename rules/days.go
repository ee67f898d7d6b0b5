package rules

import (
	"fmt"
	"slices"
	"strconv"
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
		return d.From.String()
	}
	return fmt.Sprintf("%s to %s", d.From, d.To)
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
		return addBusinessDays(r.said, count), true
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

// addBusinessDays goes on by so many days that are no Saturday and no Sunday.
func addBusinessDays(day call.Day, count int) call.Day {
	for count > 0 {
		day = day.Add(1)
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday {
			count--
		}
	}
	return day
}

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

func monthLength(year, month int) int {
	return monthDays(year, month).To.Sub(dayOf(year, month, 1)) + 1
}
