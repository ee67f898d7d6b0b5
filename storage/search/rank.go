package search

import (
	"cmp"
	"math"
	"slices"
)

// best gives the candidates that stand first, limit of them at most (0 for all), in order.
func (f *finder) best(limit int) []candidate {
	weights := f.weights()
	items := len(f.expr.items)
	for i := range f.found {
		f.found[i].score = score(f.counts[i*items:(i+1)*items], weights)
	}
	if limit <= 0 || limit >= len(f.found) {
		slices.SortFunc(f.found, order)
		return f.found
	}
	first := make([]candidate, 0, 2*limit)
	worst := candidate{score: -1} // that may still get in
	for _, c := range f.found {
		if order(c, worst) > 0 {
			continue
		}
		if first = append(first, c); len(first) == 2*limit {
			slices.SortFunc(first, order)
			first = first[:limit]
			worst = first[limit-1]
		}
	}
	slices.SortFunc(first, order)
	return first[:min(limit, len(first))]
}

// weights says how much each item counts: the fewer of the hits hold it, the more. They sum to one.
func (f *finder) weights() []float64 {
	items := len(f.expr.items)
	holding := make([]float64, items)
	for i, n := range f.counts {
		if n > 0 {
			holding[i%items]++
		}
	}
	sum := 0.0
	for i, n := range holding {
		holding[i] = math.Log(1 + float64(len(f.found)+1)/(n+0.5))
		sum += holding[i]
	}
	for i := range holding {
		holding[i] /= sum
	}
	return holding
}

func score(counts []uint8, weights []float64) float64 {
	s := 0.0
	for i, n := range counts {
		if n > 0 {
			s += 1 + weights[i]*float64(n)/float64(n+1)
		}
	}
	return s
}

// order puts the better before the worse, the newer before the older, the earlier said before the later.
func order(a, b candidate) int {
	return cmp.Or(
		cmp.Compare(b.score, a.score),
		cmp.Compare(b.started, a.started),
		cmp.Compare(b.number, a.number),
		cmp.Compare(a.span, b.span),
	)
}
