package app

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listMoment is when a call of a list began. The zero value is none.
type listMoment struct {
	at    time.Time
	later time.Time // when else, by a clock that was set back; or zero
}

// dateLayout is one way to write a moment.
type dateLayout struct {
	order  DateOrder
	layout string
	zoned  bool // it says its zone
}

// dateLayouts are all ways that are understood. Each can be had with a time behind it, beside it or without one.
var dateLayouts = func() (all []dateLayout) {
	days := map[DateOrder][]string{YearFirst: {"2006-1-2", "2006/1/2", "2006.1.2", "06-1-2", "06/1/2", "06.1.2", "2006 Jan 2", "2006-Jan-2", "20060102"}}
	for _, sign := range []string{"/", ".", "-", " "} {
		for _, year := range []string{"2006", "06"} {
			days[DayFirst] = append(days[DayFirst], strings.Join([]string{"2", "1", year}, sign), strings.Join([]string{"2", "Jan", year}, sign))
			days[MonthFirst] = append(days[MonthFirst], strings.Join([]string{"1", "2", year}, sign))
		}
	}
	days[DayFirst] = append(days[DayFirst], "2. Jan 2006", "2 January 2006", "2. January 2006")
	days[MonthFirst] = append(days[MonthFirst], "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "January 2 2006", "Jan-2-2006")
	times := []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04:05PM", "3:04PM", "15.04.05", "15.04", "15:04:05.999", "3 PM", "3PM"}
	for _, order := range DateOrders {
		for _, day := range days[order] {
			for _, clock := range times {
				for _, between := range []string{" ", ", ", "T", " AT "} {
					all = append(all, dateLayout{order, day + between + clock, false})
				}
			}
		}
	}
	for _, zoned := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05 Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04 Z07:00"} {
		all = append(all, dateLayout{YearFirst, zoned, true})
	}
	return all
}()

// monthNames puts months of other languages, and days of the week, into what the layouts know.
var (
	weekdays   = regexp.MustCompile(`(?i)^(mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-zäöü]*[.,]*\s+`)
	monthNames = strings.NewReplacer("januar ", "jan ", "februar ", "feb ", "märz", "mar", "mrz", "mar", "mai", "may", "juni ", "jun ", "juli ", "jul ", "oktober", "oct", "okt", "oct",
		"dezember", "dec", "dez", "dec", "ene", "jan", "abr", "apr", "ago", "aug", "dic", "dec", "sept ", "sep ")
	abbreviation = regexp.MustCompile(`([a-z])\.`)
)

// plainDate is a date as the layouts may understand it.
func plainDate(text string) string {
	text = weekdays.ReplaceAllString(strings.ToLower(oneLine(strings.ReplaceAll(text, "\u202f", " "))), "")
	text = strings.NewReplacer("a.m.", "am", "p.m.", "pm", " uhr", "").Replace(text)
	text = abbreviation.ReplaceAllString(text, "$1")
	return strings.ToUpper(monthNames.Replace(text))
}

// moments reads when the calls began. All dates of a list are written in one order: one that only one order fits decides, and where none does a person has
// to.
func (t listTable) moments(m ListMapping, list *CallList) ([]listMoment, error) {
	texts := make([]string, len(t.rows))
	for i, row := range t.rows {
		date, clock := t.cell(i, m.Date), t.cell(i, m.Time)
		texts[i] = plainDate(strings.TrimSpace(date + " " + clock))
		if !strings.ContainsAny(date, "0123456789") {
			texts[i] = ""
			list.pass(t.lines[i], "there is no date in it"+unless(len(nonEmpty(slices.Clone(row)...)) == 0, ": "+oneLine(strings.Join(nonEmpty(slices.Clone(row)...), " "))))
		}
	}
	readings := map[DateOrder][]time.Time{}
	for _, order := range DateOrders {
		if m.Dates != "" && m.Dates != order {
			continue
		}
		if read, at := readDates(texts, order); at < 0 && !afterAll(read, list.now) {
			readings[order] = read
		} else if at < 0 && m.Dates != "" {
			return nil, detail(ErrCallList, "read as %s, it has calls of days to come", m.Dates)
		} else if m.Dates != "" {
			return nil, detail(ErrCallList, "the date in line %d is not understood as %s: %s", t.lines[at], m.Dates, t.dateCell(at, m))
		}
	}
	order, err := t.choose(readings, texts, m)
	if err != nil {
		return nil, err
	}
	return placed(readings[order], texts, m)
}

// afterAll tells that a list has calls of the future, so that its dates are not written like that. A day is left for zones.
func afterAll(read []time.Time, now time.Time) bool {
	return slices.ContainsFunc(read, func(t time.Time) bool { return t.After(now.Add(24 * time.Hour)) })
}

func (t listTable) dateCell(row int, m ListMapping) string {
	return strings.TrimSpace(t.cell(row, m.Date) + " " + t.cell(row, m.Time))
}

// readDates reads all dates in one order, by the clock and without a zone (UTC stands for any), or gives the first that is not understood. Those that say
// their zone come in it.
func readDates(texts []string, order DateOrder) (read []time.Time, wrong int) {
	read = make([]time.Time, len(texts))
	last := 0
	layouts := slices.DeleteFunc(slices.Clone(dateLayouts), func(l dateLayout) bool { return l.order != order && !l.zoned })
	for i, text := range texts {
		if text == "" {
			continue
		}
		moment, at := readDate(text, layouts, last)
		if at < 0 {
			return nil, i
		}
		read[i], last = moment, at
	}
	return read, -1
}

// readDate tries the layout that fitted last first: lists are all of a kind.
func readDate(text string, layouts []dateLayout, last int) (time.Time, int) {
	for n := range len(layouts) + 1 {
		at := n - 1
		if n == 0 {
			at = last
		}
		moment, err := time.Parse(layouts[at].layout, text)
		if err == nil && moment.Year() >= 1900 && moment.Year() < 10000 {
			if layouts[at].zoned {
				moment = moment.In(saysZone(moment))
			}
			return moment, at
		}
	}
	return time.Time{}, -1
}

// saysZone is the zone of a moment that says it, which is told from UTC as it stands for none.
func saysZone(t time.Time) *time.Location {
	_, offset := t.Zone()
	return time.FixedZone("told", offset)
}

// choose decides in which order the dates are written.
func (t listTable) choose(readings map[DateOrder][]time.Time, texts []string, m ListMapping) (DateOrder, error) {
	var orders []DateOrder
	for _, order := range DateOrders {
		if readings[order] != nil && !slices.ContainsFunc(orders, func(o DateOrder) bool { return slices.EqualFunc(readings[o], readings[order], time.Time.Equal) }) {
			orders = append(orders, order)
		}
	}
	if len(orders) == 1 {
		return orders[0], nil
	}
	at := slices.IndexFunc(texts, func(text string) bool { return text != "" })
	if len(orders) > 1 {
		for at < len(texts) && readings[orders[0]][at].Equal(readings[orders[1]][at]) {
			at++
		}
		var says []string
		for _, order := range orders {
			says = append(says, fmt.Sprintf("%s (%s)", onDay(readings[order][at]), order))
		}
		return "", detail(ErrListQuestion, "%s in line %d may be %s", t.dateCell(at, m), t.lines[at], strings.Join(says, " or "))
	}
	return "", t.misread(texts, m)
}

// misread names the line at which the reading that came farthest ended.
func (t listTable) misread(texts []string, m ListMapping) error {
	farthest := 0
	for _, order := range DateOrders {
		_, at := readDates(texts, order)
		farthest = max(farthest, at)
	}
	if _, at := readDate(texts[farthest]+" 12:00", dateLayouts, 0); at >= 0 {
		return detail(ErrCallList, "line %d has a day and no time of day, by which a call could be known: %s", t.lines[farthest], t.dateCell(farthest, m))
	}
	return detail(ErrCallList, "the date in line %d is not understood: %q", t.lines[farthest], t.dateCell(farthest, m))
}

// placed puts moments by the clock into the zone of the list.
func placed(read []time.Time, texts []string, m ListMapping) ([]listMoment, error) {
	zone, err := m.zone()
	if err != nil {
		return nil, detail(ErrCallList, "%s", m.problem())
	}
	all := make([]listMoment, len(read))
	for i, moment := range read {
		switch {
		case texts[i] == "":
		case moment.Location().String() == "told":
			all[i].at = moment.In(zone)
		default:
			all[i] = byClock(moment, zone)
		}
	}
	return all, nil
}

// byClock gives the moment, or both of them, at which the clock of a zone showed a time. One that it never showed, because it was set forward, is as long after
// the change as it says.
func byClock(wall time.Time, zone *time.Location) listMoment {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
	shows := func(t time.Time) bool { return t.Format(time.DateTime) == wall.Format(time.DateTime) }
	for _, shift := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} {
		if earlier := at.Add(-shift); shows(earlier) && shows(at) {
			return listMoment{earlier, at}
		}
		if later := at.Add(shift); shows(later) && shows(at) {
			return listMoment{at, later}
		}
	}
	return listMoment{at: at}
}

var (
	lengthParts = regexp.MustCompile(`^(\d+):(\d\d?):(\d\d?)$`)
	lengthPair  = regexp.MustCompile(`^(\d+):(\d\d)$`)
	lengthWords = regexp.MustCompile(`^(?:(\d+)\s*h(?:ours?|rs?|\.)?)?\s*(?:(\d+)\s*m(?:in(?:utes?|uten|s|\.)?)?)?\s*(?:(\d+)\s*s(?:ec(?:onds?|s|\.)?|ek\.?)?)?$`)
	lengthOne   = regexp.MustCompile(`^(\d+)(?:[.,]0+)?$`)
)

// lengthOf understands how long a call took. What may mean two things is not known.
func lengthOf(text string, unit LengthUnit) time.Duration {
	text = strings.ToLower(oneLine(text))
	if m := lengthParts.FindStringSubmatch(text); m != nil {
		return span(m[1], m[2], m[3])
	}
	if m := lengthPair.FindStringSubmatch(text); m != nil {
		switch unit {
		case InMinutes, InSeconds:
			return span("", m[1], m[2])
		case InHours:
			return span(m[1], m[2], "")
		}
		return 0
	}
	if m := lengthOne.FindStringSubmatch(text); m != nil {
		switch unit {
		case InSeconds:
			return span("", "", m[1])
		case InMinutes:
			return span("", m[1], "")
		case InHours:
			return span(m[1], "", "")
		}
		return 0
	}
	if m := lengthWords.FindStringSubmatch(text); m != nil {
		return span(m[1], m[2], m[3])
	}
	return 0
}

// span is so many hours, minutes and seconds, unless that is more than any call took.
func span(hours, minutes, seconds string) (total time.Duration) {
	for i, text := range []string{hours, minutes, seconds} {
		n, err := strconv.Atoi(text)
		if text == "" {
			continue
		}
		if err != nil || n > 1e6 {
			return 0
		}
		total += time.Duration(n) * []time.Duration{time.Hour, time.Minute, time.Second}[i]
	}
	if total > 7*24*time.Hour {
		return 0
	}
	return total
}
