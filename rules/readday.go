package rules

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/onrecord/onrecord/call"
)

var (
	// ErrNoDate means that a text says no day.
	ErrNoDate = errors.New("no day that can be understood")
	// ErrTwoDates means that a text may mean several days. The error names them.
	ErrTwoDates = errors.New("may be several days")
)

// ReadDay understands a day as people write one: 2026-12-01, tomorrow, in two weeks, next Friday, the 5th of December. Of several days in a row, as next week, it is the
// last. It fails with ErrNoDate or ErrTwoDates.
func ReadDay(text string, today call.Day) (call.Day, error) {
	text = strings.TrimSpace(text)
	if day, err := call.ParseDay(text); err == nil {
		return day, nil
	}
	for _, form := range typedForms {
		text = form.typed.ReplaceAllString(text, form.said)
	}
	for _, reading := range []string{text, "by " + text} { // that it is to come
		if day, err := readDay(reading, today); !errors.Is(err, ErrNoDate) {
			return day, err
		}
	}
	return call.Day{}, fmt.Errorf("%w: %q", ErrNoDate, text)
}

// typedForms are ways to type what nobody says, and how it is said.
var typedForms = []struct {
	typed *regexp.Regexp
	said  string
}{
	{regexp.MustCompile(`^(\d{1,3}) ?d$`), "in $1 days"},
	{regexp.MustCompile(`^(\d{1,3}) ?w$`), "in $1 weeks"},
	{regexp.MustCompile(`^(\d{1,3}) ?m$`), "in $1 months"},
	{regexp.MustCompile(`^(\d{1,2})\.? (\pL+)( \d{4})?$`), "$2 $1$3"},
}

func readDay(text string, today call.Day) (call.Day, error) {
	spots := days(text, today)
	if len(spots) != 1 || !onlyBy(text[:spots[0].from]) || strings.Trim(text[spots[0].to:], " .") != "" {
		return call.Day{}, ErrNoDate
	}
	if read := spots[0].days; len(read) > 1 {
		return call.Day{}, fmt.Errorf("%w: %s or %s", ErrTwoDates, read[0], read[1])
	}
	return spots[0].days[0].To, nil
}

// onlyBy reports whether what stands before a day only leads to it.
func onlyBy(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "on", "by", "due", "until", "before", "at":
		return true
	}
	return false
}
