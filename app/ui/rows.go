package ui

import "slices"

// rows are what a list shows, one of them chosen.
type rows[T any, K comparable] struct {
	all    []T       // as they were read last
	chosen K         // the key of the chosen one; nobody's where there is none
	key    func(T) K // tells one from another
}

// at is where the one with a key stands, or -1.
func (r *rows[T, K]) at(key K) int {
	return slices.IndexFunc(r.all, func(one T) bool { return r.key(one) == key })
}

// place is where the chosen one stands, or -1.
func (r *rows[T, K]) place() int { return r.at(r.chosen) }

// now gives the chosen one, if there is one.
func (r *rows[T, K]) now() (one T, is bool) {
	i := r.place()
	if i < 0 {
		return one, false
	}
	return r.all[i], true
}

// renew takes what was read again, and keeps the chosen one chosen. Where that is gone, the one that stands in its place is.
func (r *rows[T, K]) renew(all []T) {
	place := max(0, r.place())
	r.all = all
	if r.place() >= 0 {
		return
	}
	var none K
	r.chosen = none
	if len(all) > 0 {
		r.chosen = r.key(all[min(place, len(all)-1)])
	}
}
