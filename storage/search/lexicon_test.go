package search

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// A term knows all calls it was put into and not taken out of, whether they are few and stand with it or many in blocks.
func TestTermsKnowTheirCalls(t *testing.T) {
	db := newIndex(t)
	rapid.Check(t, func(t *rapid.T) {
		want := map[string]map[uint32][]byte{"a": {}, "b": {}, "bc": {}}
		err := db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucket([]byte("some"))
			if err != nil {
				return err
			}
			defer tx.DeleteBucket([]byte("some")) //nolint:errcheck // the next round would fail to create it
			if err := Create(b); err != nil {
				return err
			}
			number := uint32(0)
			for range rapid.IntRange(1, 8).Draw(t, "goes") {
				e := edit(b.Bucket(terms))
				for _, term := range slices.Sorted(maps.Keys(want)) {
					if err := changeTerm(t, e, b.Bucket(blocks), term, want[term], &number); err != nil {
						return err
					}
				}
				if err := e.close(); err != nil {
					return err
				}
				for term, calls := range want {
					if err := sameCalls(t, b, term, calls); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// changeTerm takes some calls out of a term and puts others in.
func changeTerm(t *rapid.T, e *editor, blocks *bbolt.Bucket, term string, calls map[uint32][]byte, number *uint32) error {
	for _, n := range slices.Sorted(maps.Keys(calls)) {
		if rapid.IntRange(0, 3).Draw(t, "out") > 0 {
			continue
		}
		delete(calls, n)
		if left, err := takeOut(e, blocks, term, n); err != nil || left != len(calls) {
			t.Errorf("%d calls are left instead of %d: %v", left, len(calls), err)
		}
	}
	var all []posting
	for range rapid.IntRange(0, 12).Draw(t, "in") {
		*number += rapid.Uint32Range(1, 300).Draw(t, "further")
		positions := bytes.Repeat([]byte{7}, rapid.SampledFrom([]int{1, 3, 90, 700}).Draw(t, "positions"))
		calls[*number] = positions
		all = append(all, posting{*number, positions})
	}
	if len(all) == 0 {
		return nil
	}
	return putBehind(e, blocks, term, all)
}

func sameCalls(t *rapid.T, b *bbolt.Bucket, term string, calls map[uint32][]byte) error {
	none, err := waitingCalls(b)
	if err != nil {
		return err
	}
	w, err := newWalk(b, term, none)
	if err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(calls)) {
		if ok, err := w.seek(n); err != nil || !ok || w.number != n || !bytes.Equal(w.positions, calls[n]) {
			t.Fatalf("%q: call %d (%v) instead of %d: %v", term, w.number, ok, n, err)
		}
	}
	if counted, err := counted(b, term); err != nil || counted != len(calls) {
		t.Fatalf("%q is in %d calls instead of %d: %v", term, counted, len(calls), err)
	}
	return nil
}
