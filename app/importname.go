package app

import (
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/onrecord/onrecord/call"
)

var (
	// 20230414_215701.088-0400_in_+12125550142_Linda: date and time, and what BCR puts behind them.
	recorderName = regexp.MustCompile(`^(\d{8})_(\d{6})(?:\.(\d{3}))?([+-]\d{4})?(?:_(.*))?$`)
	// The same as other programs write them, with a time or without.
	momentInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)([-_. ]?)(\d\d)([-_. ]?)(\d\d)(?:(?:[-_. T]| at )*(\d\d)[-_.:h]?(\d\d)(?:[-_.:m]?(\d\d))?)?(?:\D|$)`)
	shortMoment  = regexp.MustCompile(`_(\d{6})_(\d{6})$`)
	numberInName = regexp.MustCompile(`\+\d{7,15}`)
	numberAlone  = regexp.MustCompile(`^[+\d*#][\d ()*#.+,-]*$`)
	slotInName   = regexp.MustCompile(`^sim\d+$`)
	// What stands behind a date and a time and is no name: fractions and zones, remarks in brackets, and what programs count by.
	zoneInName   = regexp.MustCompile(`^(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?:[ _]|$)`)
	asideInName  = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
	countsInName = regexp.MustCompile(`(?i)^(?:[a-z]{0,4}\d+|copy|call|phone|recording|audio|sound|voice|voicemail|memo|left|right|mix)$`)
)

// detailsOfName reads what a file's name tells of its call; what it does not tell, the file's own date does.
func detailsOfName(file string, modified time.Time) Details {
	name := strings.TrimSuffix(file, filepath.Ext(file))
	if d, ok := recorderDetails(name); ok {
		return d
	}
	d := Details{Number: numberInName.FindString(name)}
	if called, ok := strings.CutPrefix(name, "Call recording "); ok { // as some telephones write them
		d.nameOrNumber(shortMoment.ReplaceAllString(called, ""))
	}
	if started, ok := shortDate(name); ok {
		d.Started, d.Reckoned = started, call.FromFileName
		return d
	}
	started, whole, behind := dateInName(name)
	if behind != "" {
		d.nameBehind(behind)
	}
	switch {
	case started.IsZero() || !whole && sameDay(started, modified):
		d.Started, d.Reckoned = modified, call.FromFileDate
	case whole:
		d.Started, d.Reckoned = started, call.FromFileName
	default:
		d.Started, d.Reckoned = started, call.FromFileDay
	}
	return d
}

// recorderDetails reads a name that BCR gave.
func recorderDetails(name string) (Details, bool) {
	m := recorderName.FindStringSubmatch(name)
	if m == nil {
		return Details{}, false
	}
	text, layout := m[1]+m[2], "20060102150405"
	if m[3] != "" {
		text, layout = text+"."+m[3], layout+".000"
	}
	started, err := time.ParseInLocation(layout, text, time.Local)
	if m[4] != "" {
		started, err = time.Parse(layout+"-0700", text+m[4])
	}
	if err != nil || !likely(started) {
		return Details{}, false
	}
	d := Details{Started: started, Reckoned: call.FromFileName}
	d.Name = d.facts(m[5])
	return d, true
}

// facts reads what call recorders put between underscores, and gives the name behind it.
func (d *Details) facts(text string) (name string) {
	parts := slices.DeleteFunc(strings.Split(text, "_"), func(p string) bool { return p == "" })
	if len(parts) > 0 && directionOf(parts[0]) != "" {
		d.Direction, parts = directionOf(parts[0]), parts[1:]
	}
	if len(parts) > 0 && slotInName.MatchString(parts[0]) {
		parts = parts[1:]
	}
	if len(parts) > 0 && numberAlone.MatchString(parts[0]) {
		d.Number, parts = strings.ReplaceAll(parts[0], ",", ", "), parts[1:]
	}
	return strings.Join(parts, " ")
}

// leastNumber is how many digits make a telephone number where something else may be counted.
const leastNumber = 5

// nameBehind reads what a person wrote behind the date and the time with which a name begins.
func (d *Details) nameBehind(text string) {
	number := d.Number
	text = oneLine(asideInName.ReplaceAllString(text, " "))
	name := d.facts(strings.Trim(text, " -_.,;"))
	if digits := strings.Count(d.Number, "") - 1; digits < leastNumber {
		d.Number = ""
	}
	if d.Number == "" {
		d.Number = number
	}
	name = strings.Trim(oneLine(strings.Replace(name, d.Number, " ", 1)), " -_.,;")
	if strings.ContainsFunc(name, unicode.IsLetter) && !countsInName.MatchString(name) {
		d.Name = name
	}
}

func (d *Details) nameOrNumber(text string) {
	text = strings.TrimSpace(text)
	if numberAlone.MatchString(text) {
		d.Number = text
	} else {
		d.Name = text
	}
}

// shortDate reads _230414_215701 at the end of a name.
func shortDate(name string) (time.Time, bool) {
	m := shortMoment.FindStringSubmatch(name)
	if m == nil {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("060102150405", m[1]+m[2], time.Local)
	return t, err == nil
}

// dateInName finds a date in a name, and tells whether the time of day stands behind it. There may be none: the zero time. If the
// name begins with it, what stands behind it is given too.
func dateInName(name string) (started time.Time, whole bool, behind string) {
	at := momentInName.FindStringSubmatchIndex(name)
	if at == nil || name[at[4]:at[5]] != name[at[8]:at[9]] {
		return time.Time{}, false, ""
	}
	field := func(i int) int {
		n, _ := strconv.Atoi(name[max(0, at[2*i]):max(0, at[2*i+1])]) // digits, or nothing
		return n
	}
	whole = at[2*6] >= 0
	started = time.Date(field(1), time.Month(field(3)), field(5), field(6), field(7), field(8), 0, time.Local)
	sound := int(started.Month()) == field(3) && started.Day() == field(5) &&
		started.Hour() == field(6) && started.Minute() == field(7) && started.Second() == field(8)
	if !sound {
		return time.Time{}, false, ""
	}
	if at[2] == 0 {
		behind = name[max(at[11], at[15], at[17]):]
		behind = behind[len(zoneInName.FindString(behind)):]
	}
	return started, whole, behind
}

func sameDay(a, b time.Time) bool {
	b = b.In(a.Location())
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
