package search

import (
	"fmt"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// Find gives the best hits, limit of them at most (0 for all).
//
// A call matches when every word and phrase of the query occurs in it. Its hits are the segments in which at least
// one of them begins. A hit's score is the number of different words and phrases in the segment, plus a fraction
// below one that grows with how often they occur in it, rare ones counting for more. Equal hits stand the newest call
// first, and within a call in the order of the transcript.
func Find(b *bbolt.Bucket, expr Expr, limit int) (Results, error) {
	began := time.Now()
	f := newFinder(b, expr)
	if err := f.collect(); err != nil {
		return Results{}, fmt.Errorf("search: %w", err)
	}
	results := Results{Total: len(f.found), Hits: []Hit{}}
	for _, c := range f.best(limit) {
		hit, err := f.hit(c)
		if err != nil {
			return Results{}, fmt.Errorf("search: %w", err)
		}
		results.Hits = append(results.Hits, hit)
	}
	results.Took = time.Since(began)
	return results, nil
}

// finder carries out one search.
type finder struct {
	bucket  *bbolt.Bucket
	texts   *texter
	expr    Expr
	walks   []*walk          // one for each different term
	byTerm  map[string]*walk // the same
	found   []candidate
	counts  []uint8    // how often each item begins in each candidate: len(expr.items) for each
	matches [][]uint32 // where each item begins in the call at hand
	spans   []span     // of the call at hand
}

// candidate is a segment that is a hit.
type candidate struct {
	number  uint32 // of the call
	span    int    // among the call's
	started int64  // of the call, for the order
	score   float64
}

func newFinder(b *bbolt.Bucket, expr Expr) *finder {
	f := &finder{bucket: b, texts: newTexter(b), expr: expr, byTerm: map[string]*walk{}, matches: make([][]uint32, len(expr.items))}
	calls := freshCalls(b, 0)
	for _, item := range expr.items {
		for _, term := range item {
			if f.byTerm[term] == nil {
				f.byTerm[term] = newWalk(b, term, calls)
				f.walks = append(f.walks, f.byTerm[term])
			}
		}
	}
	return f
}

// collect finds every candidate: it lets the walks leapfrog to the calls in which all of them meet.
func (f *finder) collect() error {
	for number := uint64(0); number <= math.MaxUint32; number++ {
		next, ok, err := f.meet(uint32(number))
		if err != nil || !ok {
			return err
		}
		if err := f.candidates(next); err != nil {
			return err
		}
		number = uint64(next)
	}
	return nil
}

// meet gives the first call from number on that holds every term.
func (f *finder) meet(number uint32) (uint32, bool, error) {
	for {
		furthest := number
		for _, w := range f.walks {
			ok, err := w.seek(furthest)
			if err != nil || !ok {
				return 0, false, err
			}
			furthest = w.number
		}
		if furthest == number {
			return number, true, nil
		}
		number = furthest
	}
}

// candidates takes the segments of one call in which an item begins, if every item occurs in the call.
func (f *finder) candidates(number uint32) error {
	for i, item := range f.expr.items {
		var err error
		if f.matches[i], err = f.places(f.matches[i][:0], item); err != nil {
			return err
		}
		if len(f.matches[i]) == 0 {
			return nil
		}
	}
	h, err := f.header(number, f.spans)
	if err != nil {
		return err
	}
	f.spans = h.spans
	rest, counts := slices.Clone(f.matches), make([]uint8, len(f.matches))
	for k, s := range h.spans {
		hit := false
		for i := range rest {
			counts[i], rest[i] = until(rest[i], s.end())
			hit = hit || counts[i] > 0
		}
		if hit {
			f.found = append(f.found, candidate{number: number, span: k, started: h.started.UnixNano()})
			f.counts = append(f.counts, counts...)
		}
	}
	return nil
}

// until counts the positions in front of end, 255 at most, and gives those behind.
func until(positions []uint32, end uint32) (uint8, []uint32) {
	n := 0
	for n < len(positions) && positions[n] < end {
		n++
	}
	return uint8(min(n, math.MaxUint8)), positions[n:]
}

// places gives the positions at which an item begins in the call where the walks stand.
func (f *finder) places(into []uint32, item []string) ([]uint32, error) {
	into, err := readPositions(into, f.byTerm[item[0]].positions)
	if err != nil {
		return nil, err
	}
	for i, term := range item[1:] {
		positions, err := readPositions(nil, f.byTerm[term].positions)
		if err != nil {
			return nil, err
		}
		into = followed(into, positions, uint32(i+1))
	}
	return into, nil
}

// followed keeps the positions that have a partner at the given distance.
func followed(positions, partners []uint32, distance uint32) []uint32 {
	kept := positions[:0]
	k := 0
	for _, p := range positions {
		for k < len(partners) && partners[k] < p+distance {
			k++
		}
		if k < len(partners) && partners[k] == p+distance {
			kept = append(kept, p)
		}
	}
	return kept
}

func (f *finder) header(number uint32, spans []span) (header, error) {
	h, err := decodeHeader(f.bucket.Bucket(headers).Get(numberKey(number)), spans)
	if err != nil {
		return header{}, fmt.Errorf("read header of call number %d: %w", number, err)
	}
	return h, nil
}

// Has reports whether the index knows the call.
func Has(b *bbolt.Bucket, id call.ID) bool { return b.Bucket(numbers).Get([]byte(id)) != nil }
