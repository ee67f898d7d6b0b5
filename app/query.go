package app

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage/search"
)

// A query is text, and stays text: what a face offers as a choice is written into it, and read from it again, so that what is
// chosen and what is typed can never differ.

// QueryFields lists the conditions of a query that are written as name:value, in their order.
func QueryFields(query string) []QueryField { return search.Fields(query) }

// Mended gives a query in which another word stands where one did that occurs nowhere, as Instead proposes it. All else stays as it
// was typed. It is empty when the word cannot be found in it.
func Mended(query, word, other string) string { return search.Replace(query, word, other) }

// Closed gives a query in which no quotation is left open, as one is while it is being typed.
func Closed(query string) string { return search.Closed(query) }

// leastBegun is how many letters of a word must be typed before it can be guessed which one it will be.
const leastBegun = 2

// Begun gives the query that also finds words of which its last one is only the beginning, as while it is being typed. There is
// none where the query ends in anything but a word.
func Begun(query string) (begun string, is bool) {
	fields := QueryFields(query)
	inField := len(fields) > 0 && fields[len(fields)-1].To == len(query)
	last := []rune(query[strings.LastIndex(query, " ")+1:])
	if inField || len(last) < leastBegun || !unicode.IsLetter(last[len(last)-1]) && !unicode.IsDigit(last[len(last)-1]) {
		return "", false
	}
	_, err := search.Query(query + "*")
	return query + "*", err == nil
}

// Wordless tells whether a query only says what kind of calls is meant, so that the calls themselves are the answer.
func Wordless(query string) bool {
	expr, err := search.Query(query)
	return err == nil && expr.Wordless()
}

// WithField writes a condition into a query. Those of the same names that stand there go: only says which.
func WithField(query, name, value string, only ...string) string {
	return strings.TrimSpace(WithoutFields(query, only...) + " " + FieldText(name, value))
}

// FieldText is how a condition is typed: in quotation marks where there is a space, and where just that case or tag is meant. Marks
// that stand in it cannot be typed, and make no difference to what is found.
func FieldText(name, value string) string {
	value = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"“”„«»", r) {
			return ' '
		}
		return r
	}, value)), " ")
	if strings.Contains(value, " ") || name == "case" || name == "tag" {
		value = `"` + value + `"`
	}
	return name + ":" + value
}

// WithoutFields takes all conditions of these names out of a query.
func WithoutFields(query string, names ...string) string {
	for {
		fields := QueryFields(query)
		i := slices.IndexFunc(fields, func(f QueryField) bool { return slices.Contains(names, f.Name) })
		if i < 0 {
			return query
		}
		query = WithoutField(query, fields[i])
	}
}

// WithoutField takes one condition out of a query, and an OR that stood beside it.
func WithoutField(query string, f QueryField) string {
	before, behind := strings.TrimSpace(query[:f.From]), strings.TrimSpace(query[f.To:])
	if without, is := strings.CutSuffix(" "+before, " OR"); is {
		before = strings.TrimSpace(without)
	} else if without, is := strings.CutPrefix(behind+" ", "OR "); is {
		behind = strings.TrimSpace(without)
	}
	return strings.TrimSpace(before + " " + behind)
}

// Matching gives the calls that match a query.
func (a *App) Matching(ctx context.Context, query string) (map[call.ID]bool, error) {
	ids, err := a.library.Matching(ctx, query)
	if err != nil {
		return nil, err
	}
	all := make(map[call.ID]bool, len(ids))
	for _, id := range ids {
		all[id] = true
	}
	return all, nil
}

// MoreLike gives the query for the other calls with the same person or number: field is "name" or "number".
func MoreLike(field string, summary Summary) string {
	if field == "number" {
		return FieldText(field, summary.Number)
	}
	return FieldText(field, summary.Title)
}
