package search

import (
	"context"
	"errors"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

func TestFlagsOfAQueryAreAskedFor(t *testing.T) {
	expr, err := Query("refund FLAG:dnc OR flag:debt.x -flag:Any flag:dnc")
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	if err := expr.Flags(func(kind string) (map[call.ID]bool, error) { asked[kind]++; return map[call.ID]bool{}, nil }); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 3 || asked["dnc"] == 0 || asked["debt.x"] != 1 || asked["any"] != 1 {
		t.Errorf("asked for %v", asked)
	}
	if got := expr.String(); got != "refund flag:dnc OR flag:debt.x -flag:any flag:dnc" {
		t.Errorf("understood as %s", got)
	}
	broken := errors.New("broken")
	if err := expr.Flags(func(string) (map[call.ID]bool, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("what is wrong is told as %v", err)
	}
	if _, err := Query("flag: dnc"); err != nil {
		t.Errorf("a word in front of a colon is %v", err)
	}
}

func TestAFlagOfNoKindIsRefusedWhereItStands(t *testing.T) {
	expr, err := Query("a flag:nonsense")
	if err != nil {
		t.Fatal(err)
	}
	var wrong *QueryError
	err = expr.Flags(func(string) (map[call.ID]bool, error) { return nil, nil })
	if !errors.As(err, &wrong) || wrong.Position != 2 {
		t.Errorf("gives %v", err)
	}
}

// A query whose flags nobody asked for must not say that there are none.
func TestNothingIsFoundBeforeFlagsAreAskedFor(t *testing.T) {
	expr, err := Query("flag:dnc")
	if err != nil {
		t.Fatal(err)
	}
	db := newIndex(t)
	err = db.View(func(tx *bbolt.Tx) error {
		_, err := Find(context.Background(), tx.Bucket(bucketName), expr, 0)
		if _, matching := Matching(context.Background(), tx.Bucket(bucketName), expr); err == nil || matching == nil {
			t.Errorf("gives %v and %v", err, matching)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
