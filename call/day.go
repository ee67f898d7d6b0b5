package call

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Day is a day of the calendar, without a time and wherever that is. The zero value is no day. As text it is 2026-11-28.
type Day struct {
	year  int
	month time.Month
	day   int
}

// ErrNoDay means that a text is not a day of the calendar.
var ErrNoDay = errors.New("not a day")

// DayOf is the day of a moment, in its own zone.
func DayOf(t time.Time) Day {
	year, month, day := t.Date()
	return Day{year, month, day}
}

// ParseDay reads a day written as 2026-11-28. It fails with ErrNoDay.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Day{}, fmt.Errorf("read day %q: %w", text, ErrNoDay)
	}
	return DayOf(t), nil
}

// Words is the day as it is written for people, with the name of its month: a number for it would be read in two ways.
func (d Day) Words() string { return d.In(time.UTC).Format("2 January 2006") }

// IsZero reports whether it is no day.
func (d Day) IsZero() bool { return d == Day{} }

// In is the first moment of the day in a zone.
func (d Day) In(zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone)
}

// Add gives the day so many days later.
func (d Day) Add(days int) Day {
	return DayOf(time.Date(d.year, d.month, d.day+days, 0, 0, 0, 0, time.UTC))
}

// AddMonths gives the day so many months later; where that month is too short, its last.
func (d Day) AddMonths(months int) Day {
	last := time.Date(d.year, d.month+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return Day{last.Year(), last.Month(), min(d.day, last.Day())}
}

// Sub tells how many days d is after another one.
func (d Day) Sub(other Day) int {
	return int(d.In(time.UTC).Sub(other.In(time.UTC)) / (24 * time.Hour))
}

// Compare is -1 when d is before another day, 0 when they are the same, and 1 when it is after.
func (d Day) Compare(other Day) int {
	return cmp.Or(cmp.Compare(d.year, other.year), cmp.Compare(d.month, other.month), cmp.Compare(d.day, other.day))
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.In(time.UTC).Weekday() }

func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format(time.DateOnly)
}

// MarshalText belongs to encoding.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText belongs to encoding.
func (d *Day) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	*d, err = ParseDay(string(text))
	return err
}
