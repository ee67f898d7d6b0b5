package search

import (
	"cmp"
	"context"
	"errors"
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
// for more) and, by a quarter at most, how new the call is; of the best 200, it also counts how many different words meet in
// one place. Within a call come first the hits with the most different words, then the earlier said. When ctx ends, its error is returned.
func Find(ctx context.Context, b *bbolt.Bucket, expr Expr, limit int) (Results, error) {
	began := time.Now()
	f, err := newFinder(ctx, b, expr)
	var results Results
	if err == nil {
		results, err = f.find(limit)
	}
	if err == nil && results.Total == 0 {
		results.Instead, err = expr.instead(b)
	}
	if err != nil {
		return Results{}, fmt.Errorf("search: %w", err)
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
	waiting    waiting
	headers    *bbolt.Cursor
	at         headerRecord // where it stands
	conditions []condition
	leaves     int
	brief      bool                // the beginning of a header is enough to tell whether a call matches
	most       bool                // calls need not have all the words between which OR stands, but most
	forms      map[single][]string // for which a word stands
	spans      []span              // of the call at hand
}

func newFinder(ctx context.Context, b *bbolt.Bucket, expr Expr) (*finder, error) {
	if !expr.flagsKnown() {
		return nil, errors.New("nobody was asked for the flags of a query")
	}
	waiting, err := waitingCalls(b)
	return &finder{ctx: ctx, bucket: b, texts: newTexter(b), expr: expr, waiting: waiting, forms: map[single][]string{}}, err
}

// headerRecord is a header as it is stored.
type headerRecord struct {
	number uint32
	record []byte
}

// match is a call that matches.
type match struct {
	number  uint32
	started time.Time
	words   float64 // of the call
	counts  []int   // how often each leaf occurs
	score   float64
	call    *candidate // of those that are shown, with
	groups  []group    // where the words stand
}

// best is of how many calls it is looked at where the words meet.
const best = 200

func (f *finder) find(limit int) (Results, error) {
	results := Results{Hits: []Hit{}}
	matches, err := f.matches()
	if err != nil {
		return Results{}, err
	}
	weights := f.rank(matches)
	if f.most {
		matches = heaviest(matches, weights)
	}
	for _, m := range matches {
		results.Total += m.places()
	}
	results.Calls = len(matches)
	if f.leaves > 1 {
		first := matches[:min(best, len(matches))]
		err := f.again(first, func(m *match, c *candidate) error { return f.meet(m, c, weights) })
		if err != nil {
			return Results{}, err
		}
		sortByScore(first)
	}
	if limit <= 0 {
		limit = math.MaxInt
	}
	err = f.show(matches, limit, &results)
	return results, err
}

// matches lists the calls that match, in the order of their numbers.
func (f *finder) matches() (all []match, err error) {
	if err := f.openConditions(); err != nil {
		return nil, err
	}
	err = f.candidates(func(c *candidate) {
		all = append(all, match{number: c.number, started: c.started, words: float64(c.count), counts: c.counts})
	})
	return all, err
}

// places is how many hits a match counts for, were each word one.
func (m match) places() (n int) {
	for _, often := range m.counts {
		n += often
	}
	return max(1, n)
}

// show makes hits of the first matches, so many at most.
func (f *finder) show(matches []match, limit int, results *Results) error {
	shown := matches[:min(limit, len(matches))]
	if err := f.again(shown, f.keep); err != nil {
		return err
	}
	results.More = len(shown) < len(matches)
	for _, m := range shown {
		fit := min(len(m.groups), limit-len(results.Hits))
		results.More = results.More || fit < len(m.groups)
		for _, g := range m.groups[:fit] {
			hit, err := f.hit(m.call, g)
			if err != nil {
				return err
			}
			hit.Score = m.score
			results.Hits = append(results.Hits, hit)
		}
	}
	return nil
}

// rank gives matches their scores by how often words occur, puts the best first, and gives what each leaf weighs.
func (f *finder) rank(matches []match) (weights []float64) {
	const saturation, shortness, newness, year = 1.2, 0.5, 0.25, 365 * 24 * time.Hour
	weights = make([]float64, f.leaves)
	words, newest := 0.0, time.Time{}
	for _, m := range matches {
		words += m.words / float64(len(matches))
		for l, n := range m.counts {
			if n > 0 {
				weights[l]++
			}
		}
		if m.started.After(newest) {
			newest = m.started
		}
	}
	calls := float64(f.bucket.Bucket(numbers).Inspect().KeyN)
	for l, holding := range weights {
		weights[l] = math.Log(1 + (calls-holding+0.5)/(holding+0.5))
	}
	for i := range matches {
		m := &matches[i]
		for l, n := range m.counts {
			often := float64(n)
			m.score += weights[l] * often * (saturation + 1) / (often + saturation*(1-shortness+shortness*m.words/max(words, 1)))
		}
		m.score *= 1 + newness*math.Exp2(-float64(newest.Sub(m.started))/float64(year))
	}
	sortByScore(matches)
	return weights
}

func sortByScore(matches []match) {
	slices.SortFunc(matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), b.started.Compare(a.started), cmp.Compare(b.number, a.number))
	})
}

// again looks at matches once more, and where the words stand. It goes through them in the order of their numbers, because leaves
// go forward only.
func (f *finder) again(matches []match, look func(*match, *candidate) error) error {
	if err := f.openConditions(); err != nil {
		return err
	}
	inOrder := make([]*match, len(matches))
	for i := range matches {
		inOrder[i] = &matches[i]
	}
	slices.SortFunc(inOrder, func(a, b *match) int { return cmp.Compare(a.number, b.number) })
	for _, m := range inOrder {
		c, err := f.candidate(m.number, true)
		if err == nil && c == nil {
			err = fmt.Errorf("find words of call number %d again: %w", m.number, ErrDamaged)
		}
		if err == nil {
			err = cmp.Or(look(m, c), f.ctx.Err())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// meet adds to the score what meets in one place.
func (f *finder) meet(m *match, c *candidate, weights []float64) error {
	groups, err := f.group(c)
	if err != nil {
		return err
	}
	for _, l := range groups[0].leaves() {
		m.score += weights[l]
	}
	return nil
}

// keep notes where the words of a match stand, so that hits can be made of it.
func (f *finder) keep(m *match, c *candidate) (err error) {
	f.spans = nil // the next call must not lay its own over them
	m.call = c
	m.groups, err = f.group(c)
	return err
}

// group is a passage of a call in which places of the query begin.
type group struct {
	spans  []span // of the call, from its own on; none: the hit is about the call
	places []place
}

// leaves lists the different patterns in a group.
func (g group) leaves() (all []int) {
	for _, p := range g.places {
		if !slices.Contains(all, p.leaf) {
			all = append(all, p.leaf)
		}
	}
	return all
}

// group puts the places of a call together by passage, the best first.
func (f *finder) group(c *candidate) (groups []group, err error) {
	if len(c.places) == 0 {
		return []group{{}}, nil
	}
	if f.spans, err = readSpans(c.rest, f.spans); err != nil {
		return nil, fmt.Errorf("read header of call %s: %w", c.id, err)
	}
	k := 0
	for i := 0; i < len(c.places); {
		for k < len(f.spans) && f.spans[k].end() <= c.places[i].from {
			k++
		}
		n := i
		for k < len(f.spans) && n < len(c.places) && c.places[n].from < f.spans[k].end() {
			n++
		}
		if n == i {
			return nil, fmt.Errorf("place of a word in call %s: %w", c.id, ErrDamaged)
		}
		groups = append(groups, group{f.spans[k:], c.places[i:n]})
		i = n
	}
	slices.SortStableFunc(groups, func(a, b group) int { return len(b.leaves()) - len(a.leaves()) })
	return groups, nil
}

// containsWords reports whether folded text holds words one after the other.
func containsWords(text, words string) bool {
	return strings.Contains(" "+text+" ", " "+words+" ")
}

// Has reports whether the index knows the call.
func Has(b *bbolt.Bucket, id call.ID) bool { return b.Bucket(numbers).Get([]byte(id)) != nil }
