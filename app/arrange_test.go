package app

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// someCalls are four calls, the newest first.
func someCalls() []Summary {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.Local) }
	return []Summary{
		{ID: "d", Started: at(12, 14), Title: "Émile", Duration: 60, Case: "Tax"},
		{ID: "c", Started: at(12, 9), Title: "acme", Duration: 300},
		{ID: "b", Started: at(11, 9), Title: "", Duration: 900, Case: "tax "},
		{ID: "a", Started: at(9, 9), Title: "Zoe", Duration: 30, Case: "Solar"},
	}
}

func TestCallsStandAsTheyWereAskedFor(t *testing.T) {
	for _, c := range []struct {
		order Order
		by    Grouping
		want  string
	}{
		{NewestFirst, ByDay, "dc b a"},
		{OldestFirst, ByDay, "a b cd"},
		{LongestFirst, ByDay, "cd b a"},
		{ByName, ByDay, "cd b a"},
		{NewestFirst, ByCase, "Tax:db Solar:a c"},
		{OldestFirst, ByCase, "Solar:a tax:bd c"},
		{LongestFirst, ByCase, "tax:bd Solar:a c"},
		{ByName, ByPerson, "acme:c Émile:d Zoe:a b"},
		{LongestFirst, ByPerson, "acme:c Émile:d Zoe:a b"},
		{LongestFirst, Ungrouped, "bcda"},
		{ByName, Ungrouped, "cdab"},
		{"of tomorrow", "of tomorrow", "dc b a"},
	} {
		var got []string
		for _, g := range Arrange(someCalls(), Arrangement{c.order, c.by}) {
			words := ""
			if g.Name != "" {
				words = g.Name + ":"
			}
			for _, s := range g.Calls {
				words += string(s.ID)
			}
			got = append(got, words)
		}
		if joined := strings.Join(got, " "); joined != c.want {
			t.Errorf("%q by %q: %s, wants %s", c.order, c.by, joined, c.want)
		}
	}
}

// However calls stand, each stands there once, and the list that was given is as it was.
func TestArrangingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var calls []Summary
		for i := range rapid.IntRange(0, 20).Draw(t, "calls") {
			calls = append(calls, Summary{
				ID: call.ID(fmt.Sprint(i)), Started: time.Unix(int64(1e9-i*rapid.IntRange(0, 90_000).Draw(t, "apart")), 0),
				Title: rapid.SampledFrom([]string{"", "a", "A", "b", " "}).Draw(t, "title"), Case: rapid.SampledFrom([]string{"", "x", "X "}).Draw(t, "case"),
				Duration: call.Seconds(rapid.IntRange(0, 3).Draw(t, "length")),
			})
		}
		before := slices.Clone(calls)
		as := Arrangement{
			rapid.SampledFrom([]Order{NewestFirst, OldestFirst, LongestFirst, ByName}).Draw(t, "order"),
			rapid.SampledFrom([]Grouping{ByDay, ByCase, ByPerson, Ungrouped}).Draw(t, "by"),
		}
		seen := map[call.ID]bool{}
		for _, g := range Arrange(calls, as) {
			for _, c := range g.Calls {
				if seen[c.ID] {
					t.Errorf("%s stands twice", c.ID)
				}
				seen[c.ID] = true
			}
		}
		if len(seen) != len(calls) || !reflect.DeepEqual(calls, before) {
			t.Errorf("%d of %d calls stand there", len(seen), len(calls))
		}
	})
}

func BenchmarkArrangeTenThousand(b *testing.B) {
	var calls []Summary
	for i := range 10_000 {
		calls = append(calls, Summary{
			Started: time.Unix(int64(1_790_000_000-i*3600), 0), Title: fmt.Sprintf("Person %d", i*7919%500), Case: fmt.Sprint(i % 40), Duration: call.Seconds(i * 31 % 4000),
		})
	}
	for _, as := range []Arrangement{{}, {Order: LongestFirst}, {Order: ByName}, {Group: ByCase}, {Order: ByName, Group: ByPerson}} {
		b.Run(fmt.Sprintf("order=%s,group=%s", as.Order, as.Group), func(b *testing.B) {
			for b.Loop() {
				Arrange(calls, as)
			}
		})
	}
}
