package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// foundIn lists the calls that a query finds, by number, the best first.
func foundIn(t *testing.T, db *bbolt.DB, query string) (all []call.ID) {
	t.Helper()
	for _, hit := range find(t, db, query, 0).Hits {
		if !slices.Contains(all, hit.Call) {
			all = append(all, hit.Call)
		}
	}
	return all
}

func in(language string, doc Document) Document {
	doc.Language = language
	return doc
}

func TestWordsAreFoundInTheirForms(t *testing.T) {
	db := newIndex(t)
	put(t, db,
		in("en", document(1, said(call.Local, 1, "two payments were late"))),
		in("en", document(2, said(call.Local, 1, "the payment was paid to Smyth"))),
		in("de", document(3, said(call.Local, 1, "die Zahlungen an Schmidt"))),
		in("fr", document(4, said(call.Local, 1, "des paiements réguliers"))),
	)
	for query, want := range map[string][]int{
		"payment": {1, 2}, "payments": {1, 2}, `"payments"`: {1}, "Zahlung": {3}, "paiement": {4}, "regulier": {4}, "régulière": {4},
		"pay*": {1, 2}, "~paymnet": {1, 2}, "~smith": {2}, "sounds:smith": {2, 3}, "paying": {}, "latest": {},
	} {
		got := foundIn(t, db, query)
		slices.Sort(got)
		ids := []call.ID{}
		for _, n := range want {
			ids = append(ids, document(n).Call)
		}
		if !slices.Equal(got, ids) && len(got)+len(ids) > 0 {
			t.Errorf("%s: found in %v, wants %v", query, got, want)
		}
	}
}

func TestOtherWordsAreProposed(t *testing.T) {
	db := newIndex(t)
	put(t, db, document(1, said(call.Local, 1, "the quarterly payment to Smyth")), document(2, said(call.Local, 1, "Smythe smith")))
	for query, want := range map[string]string{
		"quaterly": "[{quaterly [quarterly]}]", `"paymnet to"`: "[{paymnet [payment]}]", "zzz": "[]", "smyt": "[{smyt [smyth smith smythe]}]", "payment": "[]",
	} {
		if got := fmt.Sprint(find(t, db, query, 0).Instead); got != want {
			t.Errorf("%s: %s is proposed, wants %s", query, got, want)
		}
	}
}

// Of equal calls the newer one comes first; often beats seldom, and words that meet beat words apart.
func TestTheBestCallComesFirst(t *testing.T) {
	db := newIndex(t)
	old, newer := document(1, said(call.Local, 1, "a refund")), document(2, said(call.Local, 1, "a refund"))
	old.Started = newer.Started.AddDate(-2, 0, 0)
	often := document(3, said(call.Local, 1, "refund refund refund"))
	apart := document(4, said(call.Local, 1, "the deposit"), said(call.Remote, 60, "the invoice"))
	together := document(5, said(call.Local, 1, "the deposit and the invoice"))
	together.Started = apart.Started
	put(t, db, old, newer, often, apart, together)
	if got := foundIn(t, db, "refund"); !slices.Equal(got, []call.ID{often.Call, newer.Call, old.Call}) {
		t.Errorf("refund: %v", got)
	}
	if got := foundIn(t, db, "deposit invoice"); got[0] != together.Call {
		t.Errorf("deposit invoice: %v", got)
	}
}

func TestASearchCanBeBrokenOff(t *testing.T) {
	db := newIndex(t)
	for n := range 130 {
		put(t, db, document(n, said(call.Local, 1, "word")))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	expr, err := Query("word")
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		_, err := Find(ctx, tx.Bucket(bucketName), expr, 0)
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestTooManyWordsAreRefused(t *testing.T) {
	db := newIndex(t)
	var docs []Document
	for n := range 30 {
		text := ""
		for i := range 100 {
			text += fmt.Sprintf("x%d ", 100*n+i)
		}
		docs = append(docs, document(n, said(call.Local, 1, text)))
	}
	put(t, db, docs...)
	expr, err := Query("x*")
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bbolt.Tx) error {
		_, err := Find(context.Background(), tx.Bucket(bucketName), expr, 0)
		return err
	})
	if !errors.Is(err, ErrQuery) {
		t.Errorf("error %v", err)
	}
	if got := find(t, db, "x12*", 0).Total; got == 0 {
		t.Error("a longer beginning finds nothing")
	}
}

// Days are those where the user is.
func TestDaysAreLocal(t *testing.T) {
	place := time.FixedZone("", 5*3600)
	db := newIndex(t)
	late := document(1, said(call.Local, 1, "word"))
	late.Started = time.Date(2026, 2, 28, 20, 0, 0, 0, time.UTC) // the first of March there
	put(t, db, late)
	now := time.Date(2026, 3, 4, 1, 0, 0, 0, place) // a Wednesday
	for text, want := range map[string]int{
		"word after:2026-03-01": 1, "word before:2026-03": 0, "word after:2026": 1, "-after:2026-03 word": 0,
		"word after:month": 1, "word before:month": 0, "word after:year": 1, "word after:week": 0, "word before:Week": 1, "word after:yesterday": 0,
	} {
		expr, err := query(text, now)
		if err != nil {
			t.Fatal(err)
		}
		err = db.View(func(tx *bbolt.Tx) error {
			results, err := Find(context.Background(), tx.Bucket(bucketName), expr, 0)
			if results.Total != want {
				t.Errorf("%s: %d hits", text, results.Total)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDaysHaveNames(t *testing.T) {
	at := func(text string) string {
		when, _ := day(text, time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)) // a Sunday
		return when.Format("2006-01-02 15:04")
	}
	for text, want := range map[string]string{
		"today": "2026-03-01 00:00", "yesterday": "2026-02-28 00:00", "week": "2026-02-23 00:00", "Month": "2026-03-01 00:00", "year": "2026-01-01 00:00",
	} {
		if got := at(text); got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
}

func TestSlipsAreCounted(t *testing.T) {
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, longestTerm+2)
	}
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		one, other := letters.Draw(t, "one"), letters.Draw(t, "other")
		want := slipsBetween(one, other)
		got := apart([]rune(one), []byte(other), 2, &rows)
		if want <= 2 && got != want || want > 2 && got <= 2 {
			t.Errorf("%q and %q are %d apart, not %d", one, other, want, got)
		}
	})
}

// slipsBetween counts the slips between two words of ASCII, by trying everything.
func slipsBetween(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	cost := 1
	if a[0] == b[0] {
		cost = 0
	}
	least := min(slipsBetween(a[1:], b)+1, slipsBetween(a, b[1:])+1, slipsBetween(a[1:], b[1:])+cost)
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		least = min(least, slipsBetween(a[2:], b[2:])+1)
	}
	return least
}

// FuzzForms makes sure that the libraries which take words apart stand any text.
func FuzzForms(f *testing.F) {
	for _, seed := range []string{"payments", "Straße", "şş", "0x", "'", "ﬁ", "\xff", "가나다"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := words(text)
		if err != nil {
			return
		}
		for _, w := range found {
			for language := range stemmers {
				stem(w.term, language)
			}
			sound(w.term)
		}
	})
}
