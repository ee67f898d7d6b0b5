package search

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

var bucketName = []byte("search")

// newIndex makes an empty index and, when the test is over, checks it.
func newIndex(t testing.TB) *bbolt.DB {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(t.TempDir(), "index.db"), 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	update(t, db, func(b *bbolt.Bucket) error { return nil })
	t.Cleanup(func() {
		if err := db.View(func(tx *bbolt.Tx) error { return Check(tx.Bucket(bucketName)) }); err != nil {
			t.Errorf("index is not sound: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func update(t testing.TB, db *bbolt.DB, change func(b *bbolt.Bucket) error) {
	t.Helper()
	err := db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(bucketName)
		if err == nil {
			err = Create(b)
		}
		if err != nil {
			return err
		}
		return change(b)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, db *bbolt.DB, docs ...Document) {
	t.Helper()
	update(t, db, func(b *bbolt.Bucket) error {
		for _, doc := range docs {
			if err := Put(b, doc); err != nil {
				return err
			}
		}
		return nil
	})
}

func find(t testing.TB, db *bbolt.DB, query string, limit int) Results {
	t.Helper()
	expr, err := Query(query)
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	var results Results
	err = db.View(func(tx *bbolt.Tx) error {
		results, err = Find(context.Background(), tx.Bucket(bucketName), expr, limit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// said makes a segment whose words are spread evenly over its time.
func said(party call.Party, start call.Seconds, text string) call.Segment {
	s := call.Segment{Party: party, Start: start, Text: text}
	for i, w := range strings.Fields(text) {
		at := start + call.Seconds(i)*0.4
		s.Words = append(s.Words, call.Word{Text: w, Start: at, End: at + 0.3, P: 0.9})
		s.End = at + 0.3
	}
	return s
}

func document(n int, segments ...call.Segment) Document {
	started := time.Date(2026, 11, 1, 9, 0, n, 0, time.UTC)
	return Document{Call: call.ID(fmt.Sprintf("20261101-%06d-abcd", n)), Started: started, Segments: segments}
}

func TestFindNamesTheSecond(t *testing.T) {
	db := newIndex(t)
	put(t, db, document(1,
		said(call.Local, 1, "Good morning, Mr. Müller."),
		said(call.Remote, 4, "The quarterly"),
		said(call.Local, 5, "Yes?"),
		said(call.Remote, 6, "payment — it's due in “March”."),
		said(call.Remote, 30, "Which payment is due?"),
	))
	for _, c := range []struct {
		query   string
		segment int
		at      call.Seconds
		marked  string
	}{
		{"muller", 0, 2.2, "Müller"},
		{"MÜLLER", 0, 2.2, "Müller"},
		{`"quarterly payment"`, 1, 4.4, "quarterly payment"},
		{`"payment it’s due"`, 3, 6, "payment — it's due"},
		{"it's", 3, 6.8, "it's"},
		{"which", 4, 30, "Which"},
		{"“in march”", 3, 7.6, "in “March"},
	} {
		results := find(t, db, c.query, 10)
		if results.Total != 1 || len(results.Hits) != 1 {
			t.Errorf("%s: %d hits, wants 1", c.query, results.Total)
			continue
		}
		hit := results.Hits[0]
		if d := hit.At - c.at; hit.Segment != c.segment || d > 0.01 || d < -0.01 {
			t.Errorf("%s: found in segment %d at %v, wants %d at %v", c.query, hit.Segment, hit.At, c.segment, c.at)
		}
		if got := hit.Snippet[hit.Marks[0][0]:hit.Marks[0][1]]; got != c.marked {
			t.Errorf("%s: marked %q, wants %q", c.query, got, c.marked)
		}
	}
	for _, query := range []string{`"due which"`, `"yes payment"`, `"payment quarterly"`, "quart", "morning evening"} {
		if results := find(t, db, query, 0); results.Total != 0 {
			t.Errorf("%s: found %+v", query, results.Hits)
		}
	}
}

func TestSegmentWithAllWordsComesFirst(t *testing.T) {
	db := newIndex(t)
	put(t, db,
		document(1, said(call.Local, 1, "pay the debt"), said(call.Remote, 5, "debt debt debt debt")),
		document(2, said(call.Local, 1, "debt debt"), said(call.Remote, 50, "we pay nothing")),
		document(3, said(call.Local, 1, "debt")),
	)
	results := find(t, db, "pay debt", 0)
	if results.Total != 9 || results.Calls != 2 || len(results.Hits) != 4 {
		t.Fatalf("%d places in %d calls, %d hits", results.Total, results.Calls, len(results.Hits))
	}
	if first := results.Hits[0]; first.Call != document(1).Call || first.Segment != 0 || len(first.Marks) != 2 {
		t.Errorf("first hit is %+v", first)
	}
	if limited := find(t, db, "pay debt", 2); len(limited.Hits) != 2 || limited.Total != 9 || limited.Hits[1].Segment != results.Hits[1].Segment {
		t.Errorf("limited to 2: %+v", limited)
	}
}

func TestLongSegmentsAreCut(t *testing.T) {
	db := newIndex(t)
	long := strings.Repeat("wörter über wörter ", 60)
	put(t, db, document(1, said(call.Local, 0, long+"settlement "+long)))
	hit := find(t, db, "settlement", 0).Hits[0]
	if len(hit.Snippet) > 300 || !strings.HasPrefix(hit.Snippet, "…") || !strings.HasSuffix(hit.Snippet, "…") {
		t.Errorf("snippet is %q", hit.Snippet)
	}
	if got := hit.Snippet[hit.Marks[0][0]:hit.Marks[0][1]]; got != "settlement" {
		t.Errorf("marked %q", got)
	}
}

func TestTimesWithoutWordsAndWithOtherWords(t *testing.T) {
	db := newIndex(t)
	bare := said(call.Local, 7, "nobody timed this")
	bare.Words = nil
	corrected := said(call.Remote, 20, "the invoice of Smith and sons")
	corrected.Text = "the invoice of Smythe and sons"
	put(t, db, document(1, bare, corrected))
	if hit := find(t, db, "timed", 0).Hits[0]; hit.At != 7 {
		t.Errorf("word without a time is at %v", hit.At)
	}
	if hit := find(t, db, "sons", 0).Hits[0]; hit.At != 22 {
		t.Errorf("word after a corrected one is at %v, wants 22", hit.At)
	}
}

func TestDeleteLeavesNothing(t *testing.T) {
	db := newIndex(t)
	put(t, db, document(1, said(call.Local, 1, "first words")), document(2, said(call.Local, 1, "other words")))
	put(t, db, document(1, said(call.Remote, 1, "second words")))
	if n := find(t, db, "first", 0).Total; n != 0 {
		t.Errorf("found %d hits of a transcript that was replaced", n)
	}
	for n := 1; n <= 2; n++ {
		update(t, db, func(b *bbolt.Bucket) error { return Delete(b, document(n).Call) })
	}
	err := db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketName).ForEachBucket(func(name []byte) error {
			if key, _ := tx.Bucket(bucketName).Bucket(name).Cursor().First(); key != nil {
				return fmt.Errorf("%s hold %q", name, key)
			}
			return nil
		})
	})
	if err != nil {
		t.Errorf("after deleting every call: %v", err)
	}
}

func TestQueryErrors(t *testing.T) {
	for _, c := range []struct {
		query    string
		position int
	}{
		{"", 0},
		{"  ", 0},
		{"?! …", 0},
		{`debt "unclosed`, 5},
		{`größe “no end`, 6},
		{`word ""`, 5},
		{`word "!"`, 5},
		{"OR that", 0},
		{"this OR", 5},
		{"this OR OR that", 8},
		{"-this OR that", 6},
		{"this OR -that", 8},
		{"this OR ?", 8},
		{"-debt", 0},
		{`-"a phrase" -x`, 0},
		{"pay -?", 4},
		{`"pay deb"*`, 9},
		{"e-mail*", 0},
		{"~e-mail", 0},
		{"after:soon", 0},
		{"x after:2026-13-01", 2},
		{"before:2026-02-30", 0},
		{`name:"Jo Smith`, 5},
		{"name:?", 0},
		{"number:me", 0},
		{"longer:5", 0},
		{"longer:-5m", 0},
		{"sounds:two-words", 0},
		{"sounds:123", 0},
		{"from:", 5},
		{"refund From: ", 12},
		{"-case:", 6},
		{"in:", 3},
		{"from:?", 0},
		{"-from:me debt", 0},
		{"debt in:call", 5},
		{"debt -in:notes", 5},
		{"from:me", 0},
		{"in:notes", 0},
		{"NEAR/5 debt", 0},
		{"pay NEAR/5", 4},
		{"pay NEAR/0 debt", 4},
		{"pay NEAR/101 debt", 4},
		{"pay NEAR/5 -debt", 11},
		{"pay NEAR/5 case:tax", 4},
		{"case:tax NEAR/5 pay", 9},
		{"a NEAR/5 b NEAR/5 c", 11},
		{manyWords(), 0},
	} {
		_, err := Query(c.query)
		var wrong *QueryError
		if !errors.As(err, &wrong) || !errors.Is(err, ErrQuery) {
			t.Errorf("%q gives %v", c.query, err)
			continue
		}
		if c.position != wrong.Position && len(c.query) < 50 {
			t.Errorf("%q: fault at %d, wants %d: %s", c.query, wrong.Position, c.position, wrong.Sentence)
		}
		if !strings.HasSuffix(wrong.Sentence, ".") {
			t.Errorf("%q: %q is no sentence", c.query, wrong.Sentence)
		}
	}
}

func TestClosed(t *testing.T) {
	for query, want := range map[string]string{
		"debt":            "debt",
		`"rent of`:        `"rent of"`,
		`pay "rent of `:   `pay "rent of"`,
		`case:"rent of`:   `case:"rent of"`,
		`"a b" “größe im`: `"a b" “größe im"`,
		`pay "`:           "pay",
		`pay "?`:          "pay",
		`"a b" c`:         `"a b" c`,
		`"`:               "",
	} {
		if got := Closed(query); got != want {
			t.Errorf("%q becomes %q, wants %q", query, got, want)
		}
	}
}

func manyWords() string {
	var b strings.Builder
	for i := range mostClauses + 1 {
		fmt.Fprintf(&b, "w%d ", i)
	}
	return b.String()
}

func TestQueriesThatAreUnderstood(t *testing.T) {
	for query, want := range map[string]string{
		"Quarterly payment":     "quarterly payment",
		`"Quarterly  Payment"`:  `"quarterly payment"`,
		"or else":               "or else",
		"pay OR debt now":       "pay OR debt now",
		"pay NEAR/5 debt":       "pay NEAR/5 debt",
		"a NEAR b":              "a NEAR/10 b",
		"x OR a NEAR/2 \"b c\"": `x OR a NEAR/2 "b c"`,
		`"Debt"`:                `"debt"`,
		"Pay* ~Smyth":           "pay* ~smyth",
		"SOUNDS:Smith":          "sounds:smith",
		"-this that":            "-this that",
		`-"the debt" pay`:       `-"the debt" pay`,
		"case:Tax name:\"A B\"": "case:tax name:a b",
		"from:me debt":          "debt in:local",
		"from:linda":            "in:remote from:linda",
		"debt in:both":          "debt in:local in:remote in:notes",
		"- pay":                 "pay",
		"re:pay":                "re:pay",
		"a & b":                 "a b",
		"e-mail":                `"e mail"`,
		"10:30":                 `"10 30"`,
		"from: me":              "from me",
		"debt debt DEBT":        "debt",
		`pay"the debt"now`:      `pay "the debt" now`,
		"don’t":                 "don't",
		"STRASSE Straße":        "strasse",
		"Ægir Ølsted café":      "ægir ølsted cafe",
		"1,250.00":              "1,250.00",
	} {
		expr, err := Query(query)
		if err != nil || expr.String() != want {
			t.Errorf("%q is understood as %q, %v; wants %q", query, expr, err, want)
		}
	}
}

// What the microphone heard again is found where the far side said it, and nowhere else; a phrase goes on across it.
func TestEchoesAreFoundOnce(t *testing.T) {
	db := newIndex(t)
	leaked := said(call.Local, 2.1, "your number is seven")
	leaked.Echo = &call.Echo{Gain: -10, Lag: 20}
	put(t, db, document(1,
		said(call.Local, 1, "Please remove"),
		said(call.Remote, 2, "your number is seven"),
		leaked,
		said(call.Local, 4, "my entry"),
		said(call.Local, 9, "seven is right"),
	))
	for query, segments := range map[string][]int{"number": {1}, "seven": {1, 4}, `"remove my entry"`: {0}} {
		var got []int
		for _, hit := range find(t, db, query, 10).Hits {
			got = append(got, hit.Segment)
		}
		slices.Sort(got)
		if !slices.Equal(got, segments) {
			t.Errorf("%s: found in %v, wants %v", query, got, segments)
		}
	}
}
