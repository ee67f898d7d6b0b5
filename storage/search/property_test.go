package search

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// Few words, so that they meet often.
var vocabulary = []string{"pay", "pays", "paid", "Debt", "debts", "the", "café", "don't", "Straße", "e-mail", "—", "10:30", "ÉTÉ", "Smith", "Smyth"}

func someText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 6).Draw(t, "words"), " ")
	})
}

func someSegments() *rapid.Generator[[]call.Segment] {
	return rapid.Custom(func(t *rapid.T) []call.Segment {
		at := call.Seconds(0)
		var segments []call.Segment
		for range rapid.IntRange(0, 8).Draw(t, "segments") {
			party := rapid.SampledFrom(call.Parties[:]).Draw(t, "party")
			at += call.Seconds(rapid.IntRange(0, 5).Draw(t, "silence"))
			s := said(party, at, someText().Draw(t, "text"))
			at = max(at, s.End)
			segments = append(segments, s)
		}
		return segments
	})
}

func someDocument(n int) *rapid.Generator[Document] {
	return rapid.Custom(func(t *rapid.T) Document {
		doc := document(n, someSegments().Draw(t, "transcript")...)
		doc.Length = call.Seconds(rapid.IntRange(0, 600).Draw(t, "length"))
		doc.Language = "en"
		doc.Name = rapid.SampledFrom([]string{"", "Jo Smith", "Debt & Sons"}).Draw(t, "name")
		doc.Number = rapid.SampledFrom([]string{"", "+1 212 555-0142", "0800 10 30"}).Draw(t, "number")
		doc.Case = rapid.SampledFrom([]string{"", "Tax 2026", "pay"}).Draw(t, "case")
		doc.Tags = rapid.SliceOfN(rapid.SampledFrom([]string{"urgent", "Café"}), 0, 2).Draw(t, "tags")
		for range rapid.IntRange(0, 2).Draw(t, "notes") {
			doc.Notes = append(doc.Notes, call.Note{At: 3, Text: someText().Draw(t, "note")})
		}
		return doc
	})
}

// someQuery makes queries, most of which can be understood.
func someQuery() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom(vocabulary),
		rapid.Map(someText(), func(s string) string { return `"` + s + `"` }),
		rapid.SampledFrom([]string{
			"pa*", "d*", "~smith", "~deb", "sounds:smith", "sounds:smyth", "OR", "NEAR/2", "NEAR", "-pay", "-debt", `-"the debt"`, "-name:smith",
			"name:smith", "number:555", "number:1030", "case:pay", `case:"tax 2026"`, "case:tax", `case:"tax"`, "tag:cafe", "tag:urg", `-tag:"urgent"`, "longer:5m", "after:2026-11-01", "before:2026",
			"from:me", "from:them", "from:smith", "in:notes", "in:transcript", "in:both", "flag:dnc", "-flag:dnc", "Flag:Any",
		}),
	)
	return rapid.Map(rapid.SliceOfN(piece, 1, 5), func(pieces []string) string { return strings.Join(pieces, " ") })
}

func TestFindAgreesWithReadingEverything(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		db, err := bbolt.Open(filepath.Join(dir, rapid.StringMatching(`[a-z]{16}`).Draw(t, "file")), 0o600,
			&bbolt.Options{NoSync: true, NoFreelistSync: true})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		docs := map[int]Document{}
		err = db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(bucketName)
			if err != nil {
				return err
			}
			if err := Create(b); err != nil {
				return err
			}
			return script(t, b, docs)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.View(func(tx *bbolt.Tx) error { return compare(t, tx.Bucket(bucketName), docs) }); err != nil {
			t.Fatal(err)
		}
	})
}

// script puts and deletes at random.
func script(t *rapid.T, b *bbolt.Bucket, docs map[int]Document) error {
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		n := rapid.IntRange(1, 5).Draw(t, "call")
		if _, err := Merge(b, rapid.SampledFrom([]int{0, 1, 3, 1000}).Draw(t, "merge")); err != nil {
			return err
		}
		if rapid.IntRange(0, 3).Draw(t, "delete") == 0 {
			delete(docs, n)
			if err := Delete(b, document(n).Call); err != nil {
				return err
			}
			continue
		}
		docs[n] = someDocument(n).Draw(t, "document")
		if err := Put(b, docs[n]); err != nil {
			return err
		}
		if err := Check(b); err != nil {
			return err
		}
	}
	return Check(b)
}

func compare(t *rapid.T, b *bbolt.Bucket, docs map[int]Document) error {
	for n, doc := range docs {
		if same, err := Same(b, doc); err != nil || !same {
			t.Errorf("call %d is not as it was put: %v", n, err)
		}
	}
	for range 10 {
		expr, err := query(someQuery().Draw(t, "query"), time.Now().UTC())
		if err != nil {
			continue
		}
		err = expr.Flags(func(kind string) (map[call.ID]bool, error) {
			return map[call.ID]bool{document(1).Call: true, document(3).Call: kind == "any"}, nil
		})
		if err != nil {
			return err
		}
		if err := agrees(t, b, expr, docs); err != nil {
			return err
		}
	}
	return nil
}

// agrees compares the hits of a query with those of reading everything.
func agrees(t *rapid.T, b *bbolt.Bucket, expr Expr, docs map[int]Document) error {
	results, err := Find(context.Background(), b, expr, 0)
	if err != nil {
		return err
	}
	got := map[call.ID][]Place{}
	for _, hit := range results.Hits {
		got[hit.Call] = append(got[hit.Call], Place{hit.Kind, hit.Segment})
		for _, m := range hit.Marks {
			if m[0] >= m[1] || m[1] > len(hit.Snippet) || !utf8.ValidString(hit.Snippet[m[0]:m[1]]) {
				t.Errorf("mark %v of %q", m, hit.Snippet)
			}
		}
	}
	calls, total := 0, 0
	for n, doc := range docs {
		want, places, err := Scan(doc, expr, Languages(b))
		if err != nil {
			return err
		}
		if places > 0 {
			calls++
		}
		total += places
		slices.SortFunc(got[doc.Call], Place.compare)
		if !slices.Equal(got[doc.Call], want) {
			t.Errorf("%s in call %d: found in %v, wants %v", expr, n, got[doc.Call], want)
		}
		delete(got, doc.Call)
	}
	if len(got) > 0 || results.Calls != calls || results.Total != total {
		t.Errorf("%s: %d hits in %d calls instead of %d in %d; in calls that are not there: %v", expr, results.Total, results.Calls, total, calls, got)
	}
	all, err := Matching(context.Background(), b, expr)
	if err != nil || len(all) != calls {
		t.Errorf("%s: %d calls instead of %d, %v", expr, len(all), calls, err)
	}
	for _, hit := range results.Hits {
		if !slices.Contains(all, hit.Call) {
			t.Errorf("%s: %s has a hit and is not listed", expr, hit.Call)
		}
	}
	limit := rapid.IntRange(1, 4).Draw(t, "limit")
	few, err := Find(context.Background(), b, expr, limit)
	if err != nil {
		return err
	}
	if few.More != (len(results.Hits) > limit) {
		t.Errorf("of %d hits %d are given, and it says more: %v", len(results.Hits), limit, few.More)
	}
	for i, hit := range few.Hits {
		if hit.Call != results.Hits[i].Call || hit.Segment != results.Hits[i].Segment || hit.Kind != results.Hits[i].Kind {
			t.Errorf("hit %d of %d is another one than without a limit", i, limit)
		}
	}
	return nil
}

func TestFoldTwiceIsFoldOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		once := fold(text)
		if twice := fold(once); twice != once {
			t.Errorf("%q folds to %q, that to %q", text, once, twice)
		}
		if len(once) > longestTerm || strings.ContainsRune(once, 0) || !utf8.ValidString(once) {
			t.Errorf("%q folds to %q", text, once)
		}
	})
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		`quarterly "do not call" me`, "a OR b NEAR/3 c -d", "sounds:x ~y z* number:1 name:\"a b\" after:2026-02-30", `"`, `-x`, `a OR b`, "“smart”", "from:me", "İstanbul ŉ ǰ", "\xff\xfe\"", "a\u0301*", "한글 漢字 ไทย",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		expr, err := Query(query)
		if err != nil {
			if wrong, ok := err.(*QueryError); !ok || wrong.Position > utf8.RuneCountInString(query) {
				t.Errorf("%q gives %v", query, err)
			}
			return
		}
		if said := expr.String(); len(expr.all) > 0 && expr.scope == (scope{}) && !strings.Contains(said, ":") { // a word may look like a field
			if _, err := Query(said); err != nil {
				t.Errorf("%q is %q, which gives %v", query, said, err)
			}
		}
	})
}

func FuzzRecords(f *testing.F) {
	e, err := newEntry(document(1, said(call.Local, 1, "some words"), said(call.Remote, 3, "other words")))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.header.encode())
	f.Add(e.passages[0].appendTo(nil))
	f.Add(appendCall(appendCall(nil, 0, []byte{1, 2}), 3, []byte{200, 1}))
	packed, err := e.packed()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed[0])
	f.Fuzz(func(_ *testing.T, record []byte) { // none may panic, or ask for much memory
		if _, rest, err := decodeHeader(record); err == nil {
			_, _ = readSpans(rest, nil)
		}
		r := reader{rest: record}
		_ = r.passage()
		_, _ = unpack(0, record)
		_, _ = lastOf(0, record)
		_, _ = readStretches(nil, record)
	})
}
