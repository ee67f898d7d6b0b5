package ui

import (
	"cmp"
	"strings"
	"time"

	"github.com/onrecord/onrecord/app"
)

// fieldWords are the plain words for one condition.
func fieldWords(field app.QueryField) string {
	word := map[string]string{"name": "With ", "number": "Number ", "tag": "Tagged ", "sounds": "Sounds like ", "case": "Case: ", "from": "From "}[field.Name]
	if field.Not {
		word = "Not " + strings.ToLower(word)
	}
	return word + field.Value
}

// each joins the words for several conditions.
func each(fields []app.QueryField, words func(app.QueryField) string) string {
	var all []string
	for _, field := range fields {
		all = append(all, words(field))
	}
	return strings.Join(all, ", ")
}

func nameWords(fields []app.QueryField) string { return each(fields, fieldWords) }

// flagKinds are the words for what stands behind flag:.
var flagKinds = map[string]string{
	"any": "With a flag", "dnc": "Flag: do not call", "debt": "Flag: debt collection", "consent": "Flag: consent", "private": "Flag: private numbers",
	"open": "Flag not judged yet", "confirmed": "Flag confirmed", "dismissed": "Flag dismissed",
}

func flagWords(fields []app.QueryField) string {
	return each(fields, func(field app.QueryField) string {
		word := cmp.Or(flagKinds[strings.ToLower(field.Value)], "Flag "+field.Value)
		if field.Not {
			word = "Not: " + word
		}
		return word
	})
}

func lengthWords(fields []app.QueryField) string {
	return each(fields, func(field app.QueryField) string {
		if field.Not {
			return field.Value + " at most"
		}
		return "Longer than " + field.Value
	})
}

func whereWords(fields []app.QueryField) string {
	return each(fields, func(field app.QueryField) string {
		switch strings.ToLower(field.Value) {
		case "notes":
			return "Notes only"
		case "transcript":
			return "Transcript only"
		}
		return "Transcript and notes"
	})
}

// between says which days a query means.
func (d dates) between(fields []app.QueryField) string {
	if len(fields) == 2 && fields[0].Name != fields[1].Name && !fields[0].Not && !fields[1].Not {
		after, before := fields[0], fields[1]
		if after.Name == "before" {
			after, before = before, after
		}
		return d.span(after.Value, before.Value)
	}
	return each(fields, func(field app.QueryField) string {
		if (field.Name == "after") != field.Not {
			return d.since(field.Value)
		}
		return "Before " + d.edge(field.Value)
	})
}

// since says from when on.
func (d dates) since(value string) string {
	switch strings.ToLower(value) {
	case "today":
		return "Today"
	case "week", "month", "year":
		return "This " + strings.ToLower(value)
	}
	return "Since " + d.edge(value)
}

// edge is a day, a month or a year as people write it.
func (d dates) edge(value string) string {
	switch value = strings.ToLower(value); value {
	case "week", "month", "year":
		return "this " + value
	}
	for form, write := range map[string]func(time.Time) string{
		time.DateOnly: d.day, "2006-01": func(t time.Time) string { return t.Format("January 2006") },
	} {
		if t, err := time.ParseInLocation(form, value, time.Local); err == nil {
			return write(t)
		}
	}
	return value
}

// span says from when until when, in one word where there is one.
func (d dates) span(after, before string) string {
	if strings.EqualFold(after, "yesterday") && strings.EqualFold(before, "today") {
		return "Yesterday"
	}
	from, err := time.ParseInLocation(time.DateOnly, after, time.Local)
	to, wrong := time.ParseInLocation(time.DateOnly, before, time.Local)
	if err != nil || wrong != nil {
		return d.since(after) + ", before " + d.edge(before)
	}
	last := to.AddDate(0, 0, -1)
	switch {
	case from.Equal(last):
		return d.day(from)
	case from.Day() == 1 && to.Equal(from.AddDate(0, 1, 0)):
		return from.Format("January 2006")
	case from.YearDay() == 1 && to.Equal(from.AddDate(1, 0, 0)):
		return from.Format("2006")
	}
	return d.day(from) + " – " + d.day(last)
}
