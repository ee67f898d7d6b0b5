package search

import (
	"cmp"
	"slices"

	"go.etcd.io/bbolt"
)

// mostInstead is how many words are proposed in the place of one.
const mostInstead = 3

// instead proposes other words for those of a query that occur nowhere.
func (e Expr) instead(b *bbolt.Bucket) (all []Instead) {
	for _, c := range e.all {
		for _, a := range c.any {
			for _, term := range meant(a.words) {
				if b.Bucket(terms).Get([]byte(term)) != nil || len(inflected(b, term)) > 0 {
					continue
				}
				if words := proposals(b, term); len(words) > 0 {
					all = append(all, Instead{term, words})
				}
			}
		}
	}
	return all
}

// meant lists the words of a pattern that are looked for as they are.
func meant(p pattern) []string {
	switch p := p.(type) {
	case single:
		if p.kind == plainly || p.kind == exactly {
			return []string{p.text}
		}
	case phrase:
		return p
	case near:
		return append(meant(p.one), meant(p.other)...)
	}
	return nil
}

// proposals lists terms that look or sound like one, those with the fewest slips first, then the most frequent.
func proposals(b *bbolt.Bucket, term string) []string {
	all := alike(b, term, slips(term))
	for _, of := range sound(term) {
		all = append(all, ledTo(b.Bucket(sounds), of)...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	one := alike(b, term, 1)
	rank := func(t string) int {
		if slices.Contains(one, t) {
			return 0
		}
		return 1
	}
	frequency := func(t string) int { n, _ := counted(b, t); return n } //nolint:errcheck // it only decides about the order
	slices.SortStableFunc(all, func(x, y string) int {
		return cmp.Or(rank(x)-rank(y), frequency(y)-frequency(x), cmp.Compare(x, y))
	})
	return all[:min(len(all), mostInstead)]
}
