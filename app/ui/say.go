package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/onrecord/onrecord/call"
)

// dates writes dates and times the way the user's country does: month first and twelve hours in the United States,
// day first and twenty-four hours elsewhere.
type dates struct{ american bool }

func localDates() dates {
	return dates{american: strings.HasSuffix(lang.SystemLocale().String(), "-US")}
}

// clock is the time of day.
func (d dates) clock(t time.Time) string {
	if d.american {
		return t.Local().Format("3:04 PM")
	}
	return t.Local().Format("15:04")
}

// day is the date.
func (d dates) day(t time.Time) string {
	if d.american {
		return t.Local().Format("January 2, 2006")
	}
	return t.Local().Format("2 January 2006")
}

// heading is the day as it stands above the calls of that day.
func (d dates) heading(t, now time.Time) string {
	y, m, day := now.Local().Date()
	midnight := time.Date(y, m, day, 0, 0, 0, 0, time.Local)
	switch {
	case t.After(midnight.AddDate(0, 0, 1)):
		return d.day(t)
	case !t.Before(midnight):
		return "Today"
	case !t.Before(midnight.AddDate(0, 0, -1)):
		return "Yesterday"
	case !t.Before(midnight.AddDate(0, 0, -6)):
		return t.Local().Format("Monday")
	}
	return d.day(t)
}

// brief is the time of a call of today, and else the date, without the year if that is the present one.
func (d dates) brief(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	form := "2 Jan"
	if d.american {
		form = "Jan 2"
	}
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return d.clock(t)
	case t.Year() != now.Year() && d.american:
		form += ", 2006"
	case t.Year() != now.Year():
		form += " 2006"
	}
	return t.Format(form)
}

// moment is date and time.
func (d dates) moment(t time.Time) string { return d.day(t) + ", " + d.clock(t) }

// size is a number of bytes for people.
func size(bytes int64) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
}

// spell is a length of time in one unit, as in "8 s" or "3 min".
func spell(s call.Seconds) string {
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", int(s))
	case s < 3600:
		return fmt.Sprintf("%d min", int(s)/60)
	}
	return fmt.Sprintf("%d h", int(s)/3600)
}

// diskLeft is how much longer the disk lasts for a recording.
func diskLeft(d time.Duration) string {
	switch {
	case d < 0:
		return ""
	case d >= 100*time.Hour:
		return "disk: more than 100 h left"
	case d >= time.Hour:
		return fmt.Sprintf("disk: %d h left", int(d.Hours()))
	}
	return fmt.Sprintf("disk: %d min left", int(d.Minutes()))
}

// directionWord is how a direction reads in a line of facts.
func directionWord(d call.Direction) string {
	if d == call.Conference {
		return "conference"
	}
	return string(d)
}

// upperFirst makes a sentence of a verdict.
func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
