package search

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFieldsAreSeenWhereTheyStand(t *testing.T) {
	for query, want := range map[string]string{
		`refund from:me "case:x" -case:"Tax 2026" after:2026`: `from=me "from:me"; -case=Tax 2026 "-case:\"Tax 2026\""; after=2026 "after:2026"`,
		`Longer:5m OR b`:        `longer=5m "Longer:5m"`,
		`case: x:y http://a`:    ``,
		`name:jo "never closed`: `name=jo "name:jo"`,
		`tag:“smart one” a`:     `tag=smart one "tag:“smart one”"`,
		"\xff name:jo":          ``,
	} {
		var got []string
		for _, f := range Fields(query) {
			sign := ""
			if f.Not {
				sign = "-"
			}
			got = append(got, fmt.Sprintf("%s%s=%s %q", sign, f.Name, f.Value, query[f.From:f.To]))
		}
		if joined := strings.Join(got, "; "); joined != want {
			t.Errorf("%s\nhas   %s\nwants %s", query, joined, want)
		}
	}
}

// What Fields sees is what the query means: the same conditions in the same order.
func TestFieldsAgreeWithTheQuery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := someQuery().Draw(t, "query")
		expr, err := query(text, time.Now().UTC())
		if err != nil {
			return
		}
		filters := 0
		for _, c := range expr.all {
			for _, a := range c.any {
				if a.filter != nil {
					filters++
					name, _, _ := strings.Cut(strings.TrimPrefix(a.text, "-"), ":")
					if !seen(Fields(text), name, a.not) {
						t.Errorf("%s: %s is not seen", text, a.text)
					}
				}
			}
		}
		if expr.Wordless() && filters == 0 && expr.scope.who == "" {
			t.Errorf("%s has neither words nor conditions", text)
		}
	})
}

func seen(fields []Field, name string, not bool) bool {
	for _, f := range fields {
		if f.Name == name && f.Not == not {
			return true
		}
	}
	return false
}

func TestWordless(t *testing.T) {
	for text, want := range map[string]bool{
		"case:tax": true, "case:tax -voicemail": true, "from:linda": true, "case:tax refund": false, "case:tax OR refund": false, "sounds:smith": false,
	} {
		if expr, err := Query(text); err != nil || expr.Wordless() != want {
			t.Errorf("%s: %v, %v", text, !want, err)
		}
	}
}
