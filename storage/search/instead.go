package search

import (
	"cmp"
	"slices"
	"strings"

	"go.etcd.io/bbolt"
)

// mostInstead is how many words are proposed in the place of one.
const mostInstead = 3

// instead proposes other words for those of a query that occur nowhere.
func (e Expr) instead(b *bbolt.Bucket) (all []Instead, err error) {
	for _, c := range e.all {
		for _, a := range c.any {
			for _, term := range meant(a.words) {
				words, err := proposals(b, term)
				if err != nil {
					return nil, err
				}
				if len(words) > 0 {
					all = append(all, Instead{term, words})
				}
			}
		}
	}
	return all, nil
}

// Replace gives a query in which another word stands where one did that Instead names. All else stays as it was typed. It is empty
// when the word cannot be found in it.
func Replace(query, word, other string) string {
	found, err := words(query)
	if err != nil {
		return ""
	}
	fields := Fields(query)
	var replaced strings.Builder
	end := 0
	for _, w := range found {
		typed := query[w.from:w.to]
		inField := slices.ContainsFunc(fields, func(f Field) bool { return f.From <= w.from && w.to <= f.To })
		if w.term != word || inField || typed == "OR" || typed == "NEAR" {
			continue
		}
		replaced.WriteString(query[end:w.from] + other)
		end = w.to
	}
	if end == 0 {
		return ""
	}
	return replaced.String() + query[end:]
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

// proposals lists terms that look or sound like one that does not occur, nor in another form; those with the fewest slips first,
// then the most frequent.
func proposals(b *bbolt.Bucket, term string) ([]string, error) {
	forms, err := inflected(b, term)
	if err != nil || len(forms) > 0 {
		return nil, err
	}
	if has, err := lexiconOf(b, terms).has([]byte(term)); has || err != nil {
		return nil, err
	}
	one, err := alike(b, term, 1)
	if err != nil {
		return nil, err
	}
	several, err := alike(b, term, slips(term))
	if err != nil {
		return nil, err
	}
	spoken, err := soundingLike(b, term)
	if err != nil {
		return nil, err
	}
	all := append(several, spoken...)
	slices.Sort(all)
	all = slices.Compact(all)
	often := map[string]int{}
	for _, t := range all {
		if often[t], err = counted(b, t); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(x, y string) int {
		if near := slices.Contains(one, x); near != slices.Contains(one, y) {
			if near {
				return -1
			}
			return 1
		}
		return cmp.Or(often[y]-often[x], cmp.Compare(x, y))
	})
	return all[:min(len(all), mostInstead)], nil
}
