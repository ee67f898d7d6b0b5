package storage

import (
	"context"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/storage/search"
)

// Enough new calls are tidied up in the background, and everything is found before and after.
func TestNewCallsAreTidiedUp(t *testing.T) {
	const calls = 70
	l := open(t, filled(t, calls))
	for deadline := time.Now().Add(time.Minute); ; {
		ripe := true
		err := l.view(func(tx *bbolt.Tx) error { ripe = search.Ripe(tx.Bucket(searchBucket)); return nil })
		results, found := l.Search(context.Background(), "common words", 0)
		if err != nil || found != nil || results.Calls != calls {
			t.Fatalf("found in %d calls, %v, %v", results.Calls, err, found)
		}
		if !ripe {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("new calls are not tidied up")
		}
	}
}
