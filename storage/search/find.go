package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// Find gives the best hits, limit of them at most (0 for all).
//
// A call matches when every condition of the query holds for it. Its hits are the segments, notes and other texts in which a
// word or phrase of the query begins; a call that matches without any has one hit, which is about the call. The hits of a call
// stand together. Calls stand in the order of their score: how often the words occur (BM25, so that rare words and short calls count
// for more), how many different ones meet in one place, and, by a quarter at most, how new the call is. Within a call come first the hits with
// the most different words, then the earlier said. When ctx ends, its error is returned.
func Find(ctx context.Context, b *bbolt.Bucket, expr Expr, limit int) (Results, error) {
	began := time.Now()
	f := &finder{ctx: ctx, bucket: b, texts: newTexter(b), expr: expr, fresh: freshCalls(b, 0), forms: map[single][]string{}}
	results, err := f.find(limit)
	if err != nil {
		return Results{}, fmt.Errorf("search: %w", err)
	}
	if results.Total == 0 {
		results.Instead = expr.instead(b)
	}
	results.Took = time.Since(began)
	return results, nil
}

// finder carries out one search.
type finder struct {
	ctx        context.Context
	bucket     *bbolt.Bucket
	texts      *texter
	expr       Expr
	fresh      []uint32 // calls
	headers    *bbolt.Cursor
	conditions []condition
	leaves     int
	forms      map[single][]string // for which a word stands
	spans      []span              // of the call at hand
}

// match is a call that matches.
type match struct {
	number  uint32
	started time.Time
	words   float64   // of the call
	counts  []float64 // how often each leaf occurs
	best    []bool    // which leaves occur in the best hit
	score   float64
}

func (f *finder) find(limit int) (Results, error) {
	if err := f.openConditions(); err != nil {
		return Results{}, err
	}
	results := Results{Hits: []Hit{}}
	var matches []match
	err := f.candidates(func(c *candidate) error {
		hits, err := f.group(c)
		if err != nil {
			return err
		}
		results.Total += len(hits)
		matches = append(matches, f.match(c, hits))
		return nil
	})
	if err != nil {
		return Results{}, err
	}
	results.Calls = len(matches)
	f.rank(matches)
	if limit <= 0 {
		limit = math.MaxInt
	}
	for _, m := range matches {
		if len(results.Hits) >= limit {
			break
		}
		hits, err := f.hits(m, limit-len(results.Hits))
		if err != nil {
			return Results{}, err
		}
		results.Hits = append(results.Hits, hits...)
	}
	return results, nil
}

// group is a passage of a call in which places of the query begin.
type group struct {
	span   int // among the call's; -1: the hit is about the call
	places []place
}

// leaves counts the different patterns in a group.
func (g group) leaves() int {
	seen := uint64(0)
	n := 0
	for _, p := range g.places {
		if bit := uint64(1) << p.leaf; seen&bit == 0 {
			seen |= bit
			n++
		}
	}
	return n
}

// group puts the places of a call together by passage, the best first.
func (f *finder) group(c *candidate) (groups []group, err error) {
	if len(c.places) == 0 {
		return []group{{span: -1}}, nil
	}
	if f.spans, err = readSpans(c.rest, f.spans); err != nil {
		return nil, fmt.Errorf("read header of call %s: %w", c.id, err)
	}
	k := 0
	for i := 0; i < len(c.places); {
		for k < len(f.spans) && f.spans[k].end() <= c.places[i].from {
			k++
		}
		if k == len(f.spans) {
			return nil, fmt.Errorf("place of a word in call %s: %w", c.id, ErrDamaged)
		}
		n := i
		for n < len(c.places) && c.places[n].from < f.spans[k].end() {
			n++
		}
		if n == i {
			return nil, fmt.Errorf("place of a word in call %s: %w", c.id, ErrDamaged)
		}
		groups = append(groups, group{k, c.places[i:n]})
		i = n
	}
	return groups, nil
}

func (f *finder) match(c *candidate, groups []group) match {
	m := match{number: c.number, started: c.started, words: float64(c.count), counts: make([]float64, f.leaves), best: make([]bool, f.leaves)}
	for _, p := range c.places {
		m.counts[p.leaf]++
	}
	best := slices.MaxFunc(groups, func(a, b group) int { return a.leaves() - b.leaves() })
	for _, p := range best.places {
		m.best[p.leaf] = true
	}
	return m
}

// rank gives matches their scores and puts the best first.
func (f *finder) rank(matches []match) {
	const saturation, shortness, newness, year = 1.2, 0.5, 0.25, 365 * 24 * time.Hour
	holding, words, newest := make([]float64, f.leaves), 0.0, time.Time{}
	for _, m := range matches {
		words += m.words / float64(len(matches))
		for i, n := range m.counts {
			if n > 0 {
				holding[i]++
			}
		}
		if m.started.After(newest) {
			newest = m.started
		}
	}
	calls := float64(f.bucket.Bucket(numbers).Inspect().KeyN)
	for i := range matches {
		m := &matches[i]
		for l, n := range m.counts {
			weight := math.Log(1 + (calls-holding[l]+0.5)/(holding[l]+0.5))
			m.score += weight * n * (saturation + 1) / (n + saturation*(1-shortness+shortness*m.words/max(words, 1)))
			if m.best[l] {
				m.score += weight
			}
		}
		m.score *= 1 + newness*math.Exp2(-float64(newest.Sub(m.started))/float64(year))
	}
	slices.SortFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.started.Compare(a.started), cmp.Compare(b.number, a.number))
	})
}

// hits makes the hits of a call ready to be shown, so many at most.
func (f *finder) hits(m match, most int) (all []Hit, err error) {
	if err := f.openConditions(); err != nil { // they go forward only
		return nil, err
	}
	c, err := f.candidate(m.number)
	if err != nil {
		return nil, err
	}
	for _, condition := range f.conditions {
		if condition.leads() {
			if _, _, err := condition.next(m.number); err != nil {
				return nil, err
			}
		}
	}
	if ok, err := f.matches(c); err != nil || !ok {
		return nil, cmp.Or(err, fmt.Errorf("find words of call %s again: %w", c.id, ErrDamaged))
	}
	groups, err := f.group(c)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Or(b.leaves()-a.leaves(), cmp.Compare(a.span, b.span))
	})
	for _, g := range groups[:min(most, len(groups))] {
		hit, err := f.hit(c, g)
		if err != nil {
			return nil, err
		}
		hit.Score = m.score
		all = append(all, hit)
	}
	return all, nil
}

// containsWords reports whether folded text holds words one after the other.
func containsWords(text, words string) bool {
	return strings.Contains(" "+text+" ", " "+words+" ")
}

// Has reports whether the index knows the call.
func Has(b *bbolt.Bucket, id call.ID) bool { return b.Bucket(numbers).Get([]byte(id)) != nil }
