package search

import (
	"context"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// A sentence that is remembered only in part leads to the call in which most of it was said.
func TestMostOfTheWordsAreFound(t *testing.T) {
	db := newIndex(t)
	docs := []Document{
		document(1, said(call.Remote, 1, "she said the quarterly payment is due in April")),
		document(2, said(call.Remote, 1, "she said what did the doctor say in winter")),
		document(3, said(call.Remote, 1, "the weather in winter"), said(call.Local, 9, "what did she say")),
	}
	for n := range 12 { // words that are everywhere
		docs = append(docs, document(4+n, said(call.Local, 1, "what did she say in the office")))
	}
	for i := range docs {
		docs[i].Name = "Berg"
	}
	put(t, db, docs...)
	for query, want := range map[string][]int{
		"what did she say about the quarterly payment in summer": {1},
		"she name:berg quarterly payment june":                   {1},
		"she name:other quarterly payment june":                  {},
		"quarterly payment june -april":                          {},
		"june":                                                   {}, // one word: nothing is left of it
		`"quarterly payments" june`:                              {},
		"winter doctor june":                                     {2},
	} {
		if all := find(t, db, query, 10); all.Total > 0 {
			t.Errorf("%s: a call has all of it", query)
		}
		expr, err := Query(query)
		if err != nil {
			t.Fatal(err)
		}
		var most Results
		err = db.View(func(tx *bbolt.Tx) (err error) {
			most, err = FindMost(context.Background(), tx.Bucket(bucketName), expr, 10)
			return err
		})
		got := []call.ID{}
		for _, hit := range most.Hits {
			if !slices.Contains(got, hit.Call) {
				got = append(got, hit.Call)
			}
		}
		wanted := []call.ID{}
		for _, n := range want {
			wanted = append(wanted, document(n).Call)
		}
		if err != nil || !slices.Equal(got, wanted) || most.Calls != len(want) {
			t.Errorf("%s: %v instead of %v (%v)", query, got, wanted, err)
		}
	}
}
