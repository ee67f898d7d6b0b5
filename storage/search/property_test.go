package search

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// Few words, so that they meet often.
var vocabulary = []string{"pay", "Debt", "the", "café", "don't", "Straße", "e-mail", "—", "10:30", "ÉTÉ"}

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

// naive finds the segments of a call in which an item begins, by reading all of it.
func naive(t *rapid.T, segments []call.Segment, items [][]string) []int {
	var hits []int
	for _, item := range items {
		var found []int
		for _, party := range call.Parties {
			found = append(found, naiveParty(t, segments, party, item)...)
		}
		if len(found) == 0 {
			return nil
		}
		hits = append(hits, found...)
	}
	slices.Sort(hits)
	return slices.Compact(hits)
}

func naiveParty(t *rapid.T, segments []call.Segment, party call.Party, item []string) []int {
	var heard []string
	var from, hits []int
	ended := call.Seconds(-1000)
	for i, s := range segments {
		if s.Party != party {
			continue
		}
		if s.Start-ended > breath {
			heard, from = append(heard, ""), append(from, -1)
		}
		ended = max(ended, s.End)
		found, err := words(s.Text)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range found {
			heard, from = append(heard, w.term), append(from, i)
		}
	}
	for i := 0; i+len(item) <= len(heard); i++ {
		if slices.Equal(heard[i:i+len(item)], item) {
			hits = append(hits, from[i])
		}
	}
	return hits
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
		texts := map[int][]call.Segment{}
		err = db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(bucketName)
			if err != nil {
				return err
			}
			if err := Create(b); err != nil {
				return err
			}
			return script(t, b, texts)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.View(func(tx *bbolt.Tx) error { return compare(t, tx.Bucket(bucketName), texts) }); err != nil {
			t.Fatal(err)
		}
	})
}

// script puts and deletes at random.
func script(t *rapid.T, b *bbolt.Bucket, texts map[int][]call.Segment) error {
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		n := rapid.IntRange(1, 5).Draw(t, "call")
		if _, err := Merge(b, rapid.SampledFrom([]int{0, 1, 3, 1000}).Draw(t, "merge")); err != nil {
			return err
		}
		if rapid.IntRange(0, 3).Draw(t, "delete") == 0 {
			delete(texts, n)
			if err := Delete(b, document(n).Call); err != nil {
				return err
			}
			continue
		}
		texts[n] = someSegments().Draw(t, "transcript")
		if err := Put(b, document(n, texts[n]...)); err != nil {
			return err
		}
	}
	return Check(b)
}

func compare(t *rapid.T, b *bbolt.Bucket, texts map[int][]call.Segment) error {
	for n, segments := range texts {
		if same, err := Same(b, document(n, segments...)); err != nil || !same {
			t.Errorf("call %d is not as it was put: %v", n, err)
		}
	}
	query := someText().Draw(t, "query")
	if rapid.Bool().Draw(t, "quoted") {
		query = `"` + query + `" ` + someText().Draw(t, "more")
	}
	expr, err := Query(query)
	if err != nil {
		return nil // nothing in it to search for
	}
	results, err := Find(b, expr, 0)
	if err != nil {
		return err
	}
	got := map[call.ID][]int{}
	for _, hit := range results.Hits {
		got[hit.Call] = append(got[hit.Call], hit.Segment)
		for _, m := range hit.Marks {
			if m[0] >= m[1] || m[1] > len(hit.Snippet) || !utf8.ValidString(hit.Snippet[m[0]:m[1]]) {
				t.Errorf("mark %v of %q", m, hit.Snippet)
			}
		}
	}
	for n, segments := range texts {
		want := naive(t, segments, expr.items)
		slices.Sort(got[document(n).Call])
		if !slices.Equal(got[document(n).Call], want) {
			t.Errorf("%s in call %d: found in %v, wants %v", expr, n, got[document(n).Call], want)
		}
		delete(got, document(n).Call)
	}
	if len(got) > 0 {
		t.Errorf("found in calls that are not there: %v", got)
	}
	limit := rapid.IntRange(1, 4).Draw(t, "limit")
	few, err := Find(b, expr, limit)
	if err != nil {
		return err
	}
	for i, hit := range few.Hits {
		if hit.Call != results.Hits[i].Call || hit.Segment != results.Hits[i].Segment {
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
		`quarterly "do not call" me`, `"`, `-x`, `a OR b`, "“smart”", "from:me", "İstanbul ŉ ǰ", "\xff\xfe\"", "a\u0301*", "한글 漢字 ไทย",
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
		for _, item := range expr.items {
			for _, term := range item {
				if term == "" || len(term) > longestTerm || strings.ContainsRune(term, 0) {
					t.Errorf("%q has the term %q", query, term)
				}
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
	f.Add(e.passages[0].encode())
	f.Add(appendCall(appendCall(nil, 0, []byte{1, 2}), 3, []byte{200, 1}))
	packed, err := e.chunks()[0].pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Fuzz(func(_ *testing.T, record []byte) { // none may panic, or ask for much memory
		_, _ = decodeHeader(record, nil)
		_, _ = decodePassage(record)
		_, _ = unpack(0, record)
		_, _ = lastOf(0, record)
		_, _ = readPositions(nil, record)
	})
}
