package search

import "strings"

// follows says what must stand behind the name of a field.
var follows = map[string]string{
	"from":   "whose words you want: me, them or a name",
	"in":     "where to search: transcript, notes or both",
	"sounds": "a word",
	"flag":   "a kind of flag, such as dnc",
	"number": "a number, or some of its digits",
	"longer": "a length like 90s, 5m or 1h30m",
	"name":   "a name, or a part of one",
	"case":   "the name of a case, or a part of it",
	"tag":    "a tag, or a part of one",
	"after":  "a day like 2026-03-01, a month or a year",
	"before": "a day like 2026-03-01, a month or a year",
}

// bare refuses the name of a field that ends a query, with nothing behind its colon. In front of other words, behind a space, it
// is a word like them, so that everything can be searched for.
func (p *parser) bare(raw string) error {
	name, value, colon := strings.Cut(raw, ":")
	name = strings.ToLower(name)
	if !colon || value != "" || fields[name] == nil || strings.TrimSpace(p.rest) != "" {
		return nil
	}
	return wrong(p.at, quoted(name)+" is followed at once by "+follows[name]+".")
}
