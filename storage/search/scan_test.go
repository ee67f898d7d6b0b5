package search

import (
	"context"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// FuzzFind holds the index against reading every word, for whatever can be typed.
func FuzzFind(f *testing.F) {
	docs := []Document{
		document(1, said(call.Local, 1, "Please put me on the do-not-call list."), said(call.Remote, 5, "The quarterly payment is late, Mr. Müller.")),
		document(2, said(call.Remote, 0, "pay pays paid — Straße café ÉTÉ 10:30"), said(call.Local, 9, "Smith? Smyth? don't pay")),
		document(3),
	}
	docs[0].Language, docs[1].Language = "en", "en"
	docs[0].Name, docs[0].Number, docs[0].Case, docs[0].Tags = "Jo Smith", "+1 212 555-0142", "Tax 2026", []string{"urgent"}
	docs[2].Notes = []call.Note{{At: 3, Text: "asked for payment in March"}}
	docs[1].Length = 600
	db := newIndex(f)
	put(f, db, docs...)
	update(f, db, func(b *bbolt.Bucket) error { _, err := Merge(b, 20); return err }) // some stand in blocks, some apart
	for _, seed := range []string{
		"pay", `"do not call"`, "pa*", "~smth", "sounds:smith", "pay OR late -smith", "payment NEAR/4 late", "from:me pay", "from:smith pay", "in:notes payment",
		"number:555", "name:jo case:tax tag:urgent", "after:2026-11 longer:5m", `"ete"`, "strasse", "10:30", "e* NEAR/9 p* OR ~x", "in:both quarterly", "-pay urgent",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		expr, err := Query(text)
		if err != nil {
			return
		}
		err = db.View(func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketName)
			results, err := Find(context.Background(), b, expr, 0)
			if err != nil {
				return err
			}
			total := 0
			for _, doc := range docs {
				want, places, err := Scan(doc, expr, Languages(b))
				if err != nil {
					return err
				}
				total += places
				if got := placesIn(results, doc.Call); !slices.Equal(got, want) {
					t.Errorf("%q, read as %s, in call %s: found in %v, wants %v", text, expr, doc.Call, got, want)
				}
			}
			if results.Total != total {
				t.Errorf("%q, read as %s: %d places, wants %d", text, expr, results.Total, total)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// placesIn gives the texts of a call in which there are hits.
func placesIn(results Results, id call.ID) (all []Place) {
	for _, hit := range results.Hits {
		if hit.Call == id {
			all = append(all, Place{hit.Kind, hit.Segment})
		}
	}
	slices.SortFunc(all, Place.compare)
	return all
}
