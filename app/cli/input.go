package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// parseMoment understands a point in time as people write one: 2026-03-12, "2026-03-12 14:02", the long form of
// RFC 3339, "today", "yesterday", or how long ago: 90m, 24h, 7d, 3y. Times without a zone are local.
func parseMoment(text string, now time.Time) (time.Time, error) {
	year, month, day := now.Date()
	switch midnight := time.Date(year, month, day, 0, 0, 0, 0, now.Location()); text {
	case "today":
		return midnight, nil
	case "yesterday":
		return midnight.AddDate(0, 0, -1), nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if years, ok := strings.CutSuffix(text, "y"); ok {
		if n, err := strconv.Atoi(years); err == nil && n >= 0 && n < 1000 {
			return now.AddDate(-n, 0, 0), nil
		}
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if moment, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return moment, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time like 2026-03-12, \"2026-03-12 14:02\", yesterday or 7d", text)
}

// parseLength understands a length: 30s, 5m, 1h30m, or 00:05:00.
func parseLength(text string) (call.Seconds, error) {
	if length, err := time.ParseDuration(text); err == nil && length > 0 {
		return call.Since(length), nil
	}
	if length, err := call.ParseClock(text); err == nil && length > 0 {
		return length, nil
	}
	return 0, fmt.Errorf("%q is not a length like 30s, 5m or 00:05:00", text)
}

// parseDirection understands who called whom.
func parseDirection(text string) (call.Direction, error) {
	switch text {
	case "":
		return "", nil
	case "in", "incoming":
		return call.Incoming, nil
	case "out", "outgoing":
		return call.Outgoing, nil
	case "conference":
		return call.Conference, nil
	}
	return "", fmt.Errorf("%q is not a direction: in, out or conference", text)
}

// parseMono understands who speaks in a file with one channel; the empty party means both.
func parseMono(text string) (call.Party, error) {
	switch party := call.Party(text); {
	case party.Valid():
		return party, nil
	case text == "" || text == "both":
		return "", nil
	}
	return "", fmt.Errorf("%q is not a side: local, remote or both", text)
}

// parseSide understands one of the two parties.
func parseSide(text string) (call.Party, error) {
	if party := call.Party(text); party.Valid() {
		return party, nil
	}
	return "", fmt.Errorf("%q is not a side: local or remote", text)
}

// now is the present by the clock that the library uses.
func (f *face) now() time.Time {
	if f.env.Config.Now != nil {
		return f.env.Config.Now()
	}
	return time.Now()
}

// understand reads the value of a flag; what it cannot read is a misuse. An empty one stays the zero value.
func understand[T any](cmd *cobra.Command, text string, parse func(string) (T, error)) (T, error) {
	var zero T
	if text == "" {
		return zero, nil
	}
	value, err := parse(text)
	if err != nil {
		return zero, wrongUse(cmd, "%s", err)
	}
	return value, nil
}

// second understands a second inside a call.
func second(text string) (*call.Seconds, error) {
	at, err := call.ParseClock(text)
	return &at, err
}

// namedCall gives the CALL that is the only argument, if there is one. An empty one must not become the one being recorded.
func namedCall(cmd *cobra.Command, args []string) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	if args[0] == "" {
		return "", wrongUse(cmd, "The call's ID is empty")
	}
	return args[0], nil
}

// findCall understands CALL.
func findCall(a *app.App, ref string) (call.ID, error) {
	id, err := a.Find(ref)
	if err != nil {
		return "", fmt.Errorf("find call: %w", err)
	}
	return id, nil
}
