package search

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/onrecord/onrecord/call"
)

// fields are the names that stand before a colon, with what reads the value behind it: it adds a condition, or says where the
// words must stand.
var fields = map[string]func(p *parser, start int, value string, not bool) error{
	"from":   (*parser).from,
	"in":     (*parser).in,
	"sounds": (*parser).sounds,
	"flag":   (*parser).flag,
	"number": (*parser).number,
	"longer": (*parser).longer,
	"name":   (*parser).name,
	"case":   held("case", func(h *header) []string { return []string{h.in} }),
	"tag":    held("tag", func(h *header) []string { return h.tags }),
	"after":  dated("after", func(started, day time.Time) bool { return !started.Before(day) }),
	"before": dated("before", time.Time.Before),
}

// held makes the reader of a field that compares what a call was put into: by a part of its name, or by all of it where that was
// typed in quotation marks.
func held(name string, of func(h *header) []string) func(*parser, int, string, bool) error {
	return func(p *parser, start int, value string, not bool) error {
		want := folded(value)
		if want == "" {
			return wrong(start, quoted(name)+" is followed by no letter or digit.")
		}
		holds := func(held string) bool { return strings.Contains(held, want) }
		if p.mark {
			holds, value = func(held string) bool { return held == want }, `"`+value+`"`
		}
		return p.filter(start, name, value, not, func(h *header) bool { return slices.ContainsFunc(of(h), holds) })
	}
}

// quoted writes the name of a field as it is typed.
func quoted(name string) string { return "“" + name + ":”" }

// dated makes the reader of a field that compares when a call began.
func dated(name string, holds func(started, day time.Time) bool) func(*parser, int, string, bool) error {
	return func(p *parser, start int, value string, not bool) error {
		when, ok := day(value, p.now)
		if !ok {
			return wrong(start, quoted(name)+" takes a day like 2026-03-01, a month or a year, or one of today, yesterday, week, month and year.")
		}
		return p.filter(start, name, value, not, func(h *header) bool { return holds(h.started, when) })
	}
}

func (p *parser) filter(start int, name, value string, not bool, holds filter) error {
	return p.add(start, alternative{not: not, filter: holds, text: sign(not) + name + ":" + strings.ToLower(value)})
}

// name finds a part of a name.
func (p *parser) name(start int, value string, not bool) error {
	want := folded(value)
	if want == "" {
		return wrong(start, quoted("name")+" is followed by no letter or digit.")
	}
	known := p.among(func(name string, _ []string) bool { return strings.Contains(folded(name), want) })
	return p.filter(start, "name", value, not, func(h *header) bool { return strings.Contains(h.name, want) || known[h.id] })
}

// among gives the calls of the people who fit, where any are known.
func (p *parser) among(fits func(name string, numbers []string) bool) map[call.ID]bool {
	if p.people == nil {
		return nil
	}
	return p.people(fits)
}

// number compares digits only, so that it does not matter how a number is written, nor whether the code of its country stands in front.
func (p *parser) number(start int, value string, not bool) error {
	want := digits(value)
	if want == "" {
		return wrong(start, quoted("number")+" is followed by no digit.")
	}
	known := p.among(func(_ string, numbers []string) bool {
		return slices.ContainsFunc(numbers, func(number string) bool { return sameNumber(digits(number), want) })
	})
	return p.filter(start, "number", value, not, func(h *header) bool { return sameNumber(h.number, want) || known[h.id] })
}

// leastLocal is how many digits must be the same behind the zeros that stand for a country and an area.
const leastLocal = 6

// sameNumber reports whether a number has the wanted digits. 0 or 00 in front of either stands for what the other may spell out.
func sameNumber(number, want string) bool {
	local := strings.TrimLeft(number, "0")
	wanted := strings.TrimLeft(want, "0")
	switch {
	case strings.Contains(number, want):
		return true
	case wanted != want && len(wanted) >= leastLocal:
		return strings.Contains(number, wanted)
	case local != number && len(local) >= leastLocal:
		return strings.HasSuffix(wanted, local)
	}
	return false
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func (p *parser) longer(start int, value string, not bool) error {
	least, err := time.ParseDuration(value)
	if err != nil || least < 0 {
		return wrong(start, quoted("longer")+" takes a length like 90s, 5m or 1h30m.")
	}
	return p.filter(start, "longer", value, not, func(h *header) bool { return h.length > call.Since(least) })
}

func (p *parser) sounds(start int, value string, not bool) error {
	found, err := split(value, start)
	if err != nil {
		return err
	}
	if len(found) != 1 || sound(found[0]) == nil {
		return wrong(start, quoted("sounds")+" takes a single word.")
	}
	return p.words(start, single{found[0], sounding}, not)
}

// from says whose words count.
func (p *parser) from(start int, value string, not bool) error {
	if not {
		return wrong(start, quoted("from")+" cannot be left out with a minus: say whose words you want.")
	}
	if err := p.reach(start); err != nil {
		return err
	}
	scope := &p.expr.scope
	switch who := folded(value); who {
	case "":
		return wrong(start, quoted("from")+" is followed by no letter or digit.")
	case "me":
		scope.lanes[localLane] = true
	case "them":
		scope.lanes[remoteLane] = true
	default:
		scope.lanes[remoteLane], scope.who = true, who
		p.expr.of = p.among(func(name string, _ []string) bool { return containsWords(folded(name), who) })
	}
	return nil
}

// in says in which part of a call words count.
func (p *parser) in(start int, value string, not bool) error {
	if not {
		return wrong(start, quoted("in")+" cannot be left out with a minus: say where to search.")
	}
	lanes := map[string][]lane{"transcript": {localLane, remoteLane}, "notes": {noteLane}, "both": {localLane, remoteLane, noteLane}}[strings.ToLower(value)]
	if lanes == nil {
		return wrong(start, quoted("in")+" takes transcript, notes or both.")
	}
	if err := p.reach(start); err != nil {
		return err
	}
	for _, l := range lanes {
		p.expr.scope.lanes[l] = true
	}
	return nil
}

// reach keeps OR and NEAR from reaching over what holds for the whole query.
func (p *parser) reach(start int) error {
	if p.open >= 0 {
		return wrong(start, "This holds for the whole search, and OR and NEAR stand between two words: put it at the end.")
	}
	p.last.joins = false
	return nil
}

// day reads a date such as 2026, 2026-03 or 2026-03-01, or a word for one, in the place where the user is.
func day(text string, now time.Time) (time.Time, bool) {
	y, m, d := now.Date()
	midnight := func(y int, m time.Month, d int) (time.Time, bool) {
		return time.Date(y, m, d, 0, 0, 0, 0, now.Location()), true
	}
	switch strings.ToLower(text) {
	case "today":
		return midnight(y, m, d)
	case "yesterday":
		return midnight(y, m, d-1)
	case "week": // begins on a Monday
		return midnight(y, m, d-int(now.Weekday()+6)%7)
	case "month":
		return midnight(y, m, 1)
	case "year":
		return midnight(y, 1, 1)
	}
	for _, form := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.ParseInLocation(form, text, now.Location()); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// folded is a text as it is compared as a whole: its words.
func folded(text string) string {
	found, err := words(text)
	if err != nil {
		return ""
	}
	terms := make([]string, len(found))
	for i, w := range found {
		terms[i] = w.term
	}
	return strings.Join(terms, " ")
}
