package search

import (
	"reflect"
	"testing"

	"go.etcd.io/bbolt"
)

// Step by step the words of many calls move into blocks, and at each step everything is found as before.
func TestMergeChangesNothing(t *testing.T) {
	db := newIndex(t)
	for n := range enoughFresh {
		put(t, db, conversation(n))
	}
	queries := []string{"w0", "w1", "w0 w3", `"w0 w1"`, "w40 w300", "w15000", "w9"}
	want := map[string]Results{}
	for _, query := range queries {
		want[query] = find(t, db, query, 20)
	}
	for more, step := true, 0; more; step++ {
		update(t, db, func(b *bbolt.Bucket) (err error) {
			if step == 0 && !Ripe(b) {
				t.Error("there is nothing to merge")
			}
			more, err = Merge(b, 3000)
			return err
		})
		if step%5 > 0 && more {
			continue
		}
		for _, query := range queries {
			got := find(t, db, query, 20)
			if got.Total != want[query].Total || !reflect.DeepEqual(got.Hits, want[query].Hits) {
				t.Fatalf("after step %d %s has %d hits instead of %d", step, query, got.Total, want[query].Total)
			}
		}
	}
	for n := range enoughFresh {
		if n%3 == 0 {
			update(t, db, func(b *bbolt.Bucket) error { return Delete(b, document(n).Call) })
		}
	}
	kept := 0
	for _, hit := range find(t, db, "w0", 0).Hits {
		if hit.Call == document(0).Call || hit.Call == document(3).Call {
			t.Fatalf("found in a call that was deleted: %v", hit)
		}
		kept++
	}
	if kept == 0 {
		t.Error("nothing is left")
	}
}
