package app

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/storage/search"
)

func TestConditionsAreWrittenIntoAQuery(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{WithField("refund", "from", "me", "from"), "refund from:me"},
		{WithField(`from:them refund from:"x y"`, "from", "me", "from"), "refund from:me"},
		{WithField("", "case", "Tax 2026", "case"), `case:"Tax 2026"`},
		{WithField("a", "name", "\u201cJo\u201d  Smith"), `a name:"Jo Smith"`},
		{WithField("a after:2026 before:2027", "after", "today", "after", "before"), "a after:today"},
		{WithoutFields("case:a OR case:b refund", "case"), "refund"},
		{WithoutFields("refund OR case:b", "case"), "refund"},
		{WithoutFields("case:b OR refund", "case"), "refund"},
		{WithoutFields(`a -case:"b c" "from:me"`, "case", "from"), `a "from:me"`},
		{MoreLike("number", Summary{Title: "Acme", Number: "+1 212"}), `number:"+1 212"`},
		{MoreLike("name", Summary{Title: "Acme", Number: "+1 212"}), `name:Acme`},
	} {
		if c.got != c.want {
			t.Errorf("%s, wants %s", c.got, c.want)
		}
	}
}

// What is taken out of a query is gone, nothing else is, and the rest still means something.
func TestTakingAConditionOutLeavesAQuery(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"refund", `"do not call"`, "OR", "-voicemail", "pay*", "from:me", `name:"Jo Smith"`, "-case:tax", "after:today", "a NEAR/3 b", "in:notes", "longer:5m",
	})
	rapid.Check(t, func(t *rapid.T) {
		query := strings.Join(rapid.SliceOfN(piece, 1, 7).Draw(t, "pieces"), " ")
		if _, err := search.Query(query); err != nil {
			return
		}
		fields := QueryFields(query)
		if len(fields) == 0 {
			return
		}
		i := rapid.IntRange(0, len(fields)-1).Draw(t, "field")
		rest := WithoutField(query, fields[i])
		var want, got []string
		for _, f := range slices.Delete(slices.Clone(fields), i, i+1) {
			want = append(want, query[f.From:f.To])
		}
		for _, f := range QueryFields(rest) {
			got = append(got, rest[f.From:f.To])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s without %s is %s", query, query[fields[i].From:fields[i].To], rest)
		}
		if _, err := search.Query(rest); err != nil && !strings.Contains(err.Error(), "There is nothing") &&
			!strings.Contains(err.Error(), "add a word") && !strings.Contains(err.Error(), "add what must") {
			t.Errorf("%s becomes %s: %v", query, rest, err)
		}
	})
}

func TestAQueryIsGoneOnWithOnlyWhereAWordIsTyped(t *testing.T) {
	for query, want := range map[string]string{
		"ref": "ref*", "the quarterly pay": "the quarterly pay*", "from:them ref": "from:them ref*", "555 01": "555 01*",
		"r": "", "ref ": "", `"quarterly pay`: "", `"quarterly pay"`: "", "pay from:them": "", `pay case:"the flat"`: "", "do-not-ca": "", "pay*": "",
	} {
		if got, is := Begun(query); is != (want != "") || is && got != want {
			t.Errorf("%q is gone on with as %q, %v; wants %q", query, got, is, want)
		}
	}
}
