package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// enough is the share of what the words of the best call weigh that those of another one must weigh, to be like it.
const enough = 0.7

// FindMost is for a query that no call matches because nobody remembers each word of what was said. It gives hits of the calls that hold
// most of its words: those that weigh most, rare words more than such as are everywhere. All else in the query must still hold. There are no
// hits when the query has fewer than two words that may be missing.
func FindMost(ctx context.Context, b *bbolt.Bucket, expr Expr, limit int) (Results, error) {
	began := time.Now()
	loose, ok := expr.loosened()
	if !ok {
		return Results{Hits: []Hit{}}, nil
	}
	f, err := newFinder(ctx, b, loose)
	if err != nil {
		return Results{}, fmt.Errorf("search: %w", err)
	}
	f.most = true
	results, err := f.find(limit)
	if err != nil {
		return Results{}, fmt.Errorf("search: %w", err)
	}
	results.Took = time.Since(began)
	return results, nil
}

// loosened gives the query in which OR stands between all plain words.
func (e Expr) loosened() (Expr, bool) {
	loose := Expr{scope: e.scope}
	var words clause
	for _, c := range e.all {
		word, plain := single{}, len(c.any) == 1 && !c.any[0].not
		if plain {
			word, plain = c.any[0].words.(single)
		}
		if plain && word.kind == plainly {
			words.any = append(words.any, c.any[0])
		} else {
			loose.all = append(loose.all, c)
		}
	}
	loose.all = append(loose.all, words)
	return loose, len(words.any) > 1
}

// heaviest leaves the matches whose words weigh enough beside those of the best.
func heaviest(matches []match, weights []float64) []match {
	best := 0.0
	for _, m := range matches {
		best = max(best, m.weight(weights))
	}
	return slices.DeleteFunc(matches, func(m match) bool { return m.weight(weights) < enough*best })
}

// weight is what the words that a match has weigh, however often it has them.
func (m match) weight(weights []float64) (sum float64) {
	for l, n := range m.counts {
		if n > 0 {
			sum += weights[l]
		}
	}
	return sum
}
