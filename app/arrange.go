package app

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Order says which calls of a list stand first.
type Order string

// The orders; the zero value is the usual one.
const (
	NewestFirst  Order = ""
	OldestFirst  Order = "oldest"
	LongestFirst Order = "longest"
	ByName       Order = "name" // of the other party; calls without one stand last
)

// Grouping says which calls of a list stand together.
type Grouping string

// The groupings; the zero value is the usual one.
const (
	ByDay     Grouping = ""
	ByCase    Grouping = "case"
	ByPerson  Grouping = "person"
	Ungrouped Grouping = "none"
)

// Arrangement says how a list of calls stands. What it does not know it takes for the usual.
type Arrangement struct {
	Order Order    `json:"order,omitempty"`
	Group Grouping `json:"group,omitempty"`
}

// Group is calls that stand together.
type Group struct {
	Name  string // of the case or the person; empty for calls that have none, and where days are grouped or nothing is
	Calls []Summary
}

// Arrange puts calls, the newest first, in order. Groups stand in the order of their first calls, with two exceptions: days stay in
// their order, and calls without a case or a name stand last.
func Arrange(calls []Summary, as Arrangement) []Group {
	groups := group(ordered(calls, as.Order), as.Group)
	switch as.Group {
	case ByCase, ByPerson:
		slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(nameless(a.Name), nameless(b.Name)) })
	case Ungrouped:
	default:
		if as.Order == LongestFirst || as.Order == ByName {
			slices.SortStableFunc(groups, func(a, b Group) int { return b.Calls[0].Started.Compare(a.Calls[0].Started) })
		}
	}
	return groups
}

func nameless(name string) int {
	if name == "" {
		return 1
	}
	return 0
}

// ordered gives the calls in an order. It leaves the list as it is.
func ordered(calls []Summary, order Order) []Summary {
	calls = slices.Clone(calls)
	switch order {
	case OldestFirst:
		slices.Reverse(calls)
	case LongestFirst:
		slices.SortStableFunc(calls, func(a, b Summary) int { return cmp.Compare(b.Duration, a.Duration) })
	case ByName:
		keys := sortKeys(calls)
		slices.SortStableFunc(calls, func(a, b Summary) int {
			return cmp.Or(cmp.Compare(nameless(a.Title), nameless(b.Title)), bytes.Compare(keys[a.Title], keys[b.Title]))
		})
	}
	return calls
}

// sortKeys gives each title what it is compared by: as in a telephone book, capitals and accents count last.
func sortKeys(calls []Summary) map[string][]byte {
	book, keys := collate.New(language.Und, collate.Numeric), map[string][]byte{}
	var buffer collate.Buffer
	for _, c := range calls {
		if keys[c.Title] == nil {
			keys[c.Title] = slices.Clone(book.KeyFromString(&buffer, c.Title))
			buffer.Reset()
		}
	}
	return keys
}

// group puts calls together that belong together. Within a group their order stays.
func group(calls []Summary, by Grouping) (groups []Group) {
	places := map[string]int{}
	for _, c := range calls {
		name, key := "", ""
		switch by {
		case ByCase:
			name = strings.TrimSpace(c.Case)
			key = strings.ToLower(name)
		case ByPerson:
			name = strings.TrimSpace(c.Title)
			key = strings.ToLower(name)
		case Ungrouped:
		default:
			key = c.Started.Local().Format(time.DateOnly)
		}
		place, known := places[key]
		if !known {
			place = len(groups)
			places[key] = place
			groups = append(groups, Group{Name: name})
		}
		groups[place].Calls = append(groups[place].Calls, c)
	}
	return groups
}
