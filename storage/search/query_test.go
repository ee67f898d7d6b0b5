package search

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What a query means, written as it is compared.
func TestWhatBelongsTogetherInAQuery(t *testing.T) {
	for query, want := range map[string]string{
		"a b OR c":                  "a b OR c",
		"a OR b OR c d":             "a OR b OR c d",
		"a b a OR c":                "a b a OR c",
		"a a":                       "a",
		"a b a NEAR/3 c":            "a b a NEAR/3 c",
		"a OR b from:me":            "a OR b in:local",
		"from:me a OR b":            "a OR b in:local",
		"longer:5m a OR b from:me":  "longer:5m a OR b in:local",
		"tag:x OR tag:y refund":     "tag:x OR tag:y refund",
		`"a b" OR c* -d in:notes`:   `"a b" OR c* -d in:notes`,
		"a OR b after:2026 in:both": "a OR b after:2026 in:local in:remote in:notes",
	} {
		expr, err := Query(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		} else if got := expr.String(); got != want {
			t.Errorf("%s means %s, wanted %s", query, got, want)
		}
	}
}

// OR and NEAR never reach over what holds for the whole search.
func TestNothingIsJoinedToWhatHoldsForAll(t *testing.T) {
	for query, position := range map[string]int{
		"longer:5m from:me OR b":  18,
		"a from:me OR b":          10,
		"a in:notes NEAR/3 b":     11,
		"a b a from:anna OR anna": 16,
		"a OR from:me b":          5,
		"a NEAR/3 in:notes b":     9,
	} {
		_, err := Query(query)
		if wrong, is := err.(*QueryError); !is || wrong.Position != position || !strings.Contains(wrong.Sentence, "whole search") {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestNumbersAreFoundHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		number, wanted string
		same           bool
	}{
		{"4930123456", "030123456", true},
		{"4930123456", "004930123456", true},
		{"030123456", "4930123456", true},
		{"4930123456", "30123", true},
		{"12125550142", "2125550142", true},
		{"12125550142", "555", true},
		{"12125550142", "0142", true},
		{"12125550142", "00142", false},
		{"4930123456", "040123456", false},
		{"0123", "49123", false},
		{"", "030123456", false},
	} {
		if got := sameNumber(c.number, c.wanted); got != c.same {
			t.Errorf("number %s, asked for as %s: %v", c.number, c.wanted, got)
		}
	}
}

func TestOneWordIsMendedAndNothingElse(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"paymnt acme", "payment acme"},
		{`"the paymnt now"  case:"paymnt x"`, `"the payment now"  case:"paymnt x"`},
		{"acme -voicemail Paymnt*", "acme -voicemail payment*"},
		{"e-paymnt", "e-payment"},
		{"„paymnt plan“ from:me", "„payment plan“ from:me"},
		{"a OR paymnt NEAR/3 b", "a OR payment NEAR/3 b"},
		{"acme", ""},
	} {
		if got := Replace(c.query, "paymnt", "payment"); got != c.want {
			t.Errorf("%s: %q, wanted %q", c.query, got, c.want)
		}
	}
	if got := Replace("mäil a", "mail", "male"); got != "male a" {
		t.Errorf("a word with an accent: %q", got)
	}
	if got := Replace("a OR b or", "or", "of"); got != "a OR b of" {
		t.Errorf("OR is no word: %q", got)
	}
}

// Whatever the query, what was typed around the word stays.
func TestMendingKeepsTheRest(t *testing.T) {
	part := rapid.SampledFrom([]string{"acme", "-tax", `"do not call"`, "from:me", "OR", "pay*", "~smyth", "case:zzz", " ", "…", "NEAR/5", `"zzz"`, "e-zzz"})
	rapid.Check(t, func(t *rapid.T) {
		before := strings.Join(rapid.SliceOf(part).Draw(t, "before"), " ")
		behind := strings.Join(rapid.SliceOf(part).Draw(t, "behind"), " ")
		got := Replace(before+" qqq "+behind, "qqq", "word")
		if got != before+" word "+behind {
			t.Fatalf("%q", got)
		}
	})
}
