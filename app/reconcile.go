package app

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/onrecord/onrecord/call"
)

// Reconciliation lays a list of calls beside the library.
type Reconciliation struct {
	File   string       `json:"file"`
	Calls  []Reconciled `json:"calls"` // by time
	Passed []string     `json:"passed_over"`
}

// Reconciled is a call of a list, and the one in the library that it is.
type Reconciled struct {
	ListedCall
	State ReconciledState `json:"state"`
	Call  call.ID         `json:"call,omitempty"`
	// ByTime says that the call was known by its time only: a number is missing in the list or in the library.
	ByTime bool `json:"by_time_only,omitempty"`
}

// ReconciledState says what the library has of a call.
type ReconciledState string

// The states.
const (
	ListedRecorded     ReconciledState = "recorded"
	ListedNoted        ReconciledState = "noted" // without sound
	ListedUndocumented ReconciledState = "undocumented"
)

// Count says how many calls are in a state.
func (r Reconciliation) Count(state ReconciledState) (n int) {
	for _, c := range r.Calls {
		if c.State == state {
			n++
		}
	}
	return n
}

// Words says it all in a line: 42 calls: 31 recorded, 7 noted, 4 undocumented.
func (r Reconciliation) Words() string {
	return fmt.Sprintf("%s: %d recorded, %d noted, %d undocumented", counted(int64(len(r.Calls)), "call", "calls"),
		r.Count(ListedRecorded), r.Count(ListedNoted), r.Count(ListedUndocumented))
}

// listSlack is how far the clocks of a list and of the library may be apart: lists often know no seconds, some count from the first ring, and others
// from when somebody answered.
const listSlack = 3 * time.Minute

// Reconcile finds which calls of a list the library has. Each call in the library is one of the list at most. It changes nothing.
func (a *App) Reconcile(list CallList) (Reconciliation, error) {
	r := Reconciliation{File: list.File, Calls: []Reconciled{}, Passed: list.Passed}
	for _, c := range list.Calls {
		r.Calls = append(r.Calls, Reconciled{ListedCall: c, State: ListedUndocumented})
	}
	slices.SortStableFunc(r.Calls, func(a, b Reconciled) int { return a.Started.Compare(b.Started) })
	all, err := a.library.List(r.around())
	if err != nil {
		return r, err
	}
	slices.Reverse(all)
	pairs, err := pairUp(r.Calls, all, a.numberKey)
	if err != nil {
		return r, err
	}
	for listed, known := range pairs {
		c := &r.Calls[listed]
		c.Call, c.State = all[known].ID, ListedNoted
		if all[known].Audio || all[known].Outcome == call.Recording {
			c.State = ListedRecorded
		}
		c.ByTime = a.numberKey(c.Number) == "" || a.numberKey(all[known].Number) == ""
	}
	return r, nil
}

// numberKey is what numbers are compared by; empty for what is none.
func (a *App) numberKey(number string) string { return a.directory().numbers.read(number).key }

// around chooses the calls that may be in the list.
func (r Reconciliation) around() Filter {
	if len(r.Calls) == 0 {
		return Filter{Limit: 1}
	}
	last := r.Calls[0].Started
	for _, c := range r.Calls {
		for _, moment := range []time.Time{c.Started, c.Later} {
			if end := moment.Add(c.Lasted); end.After(last) {
				last = end
			}
		}
	}
	return Filter{Since: r.Calls[0].Started.Add(-listSlack), Until: last.Add(listSlack + time.Second)}
}

// What keeps a listed call and one in the library apart, in milliseconds. One that finds no partner costs more than all pairs that are known by time
// only, and one of those more than all differences of time.
const (
	costAlone  = int64(1e15)
	costByTime = int64(1e11)
	costNever  = math.MaxInt64 / 4
)

// apart is what a pair costs, or costNever when they cannot be the same call.
func apart(listed ListedCall, known Summary, key func(string) string) int64 {
	one, other := key(listed.Number), key(known.Number)
	cost := int64(0)
	switch {
	case one != "" && other != "" && one != other, known.Damaged != "":
		return costNever
	case one == "" || other == "":
		cost = costByTime
	}
	if listed.Direction != "" && known.Direction != "" && known.Direction != call.Conference && listed.Direction != known.Direction {
		return costNever
	}
	off := awayFrom(listed.Started, listed.Lasted, known.Started)
	if !listed.Later.IsZero() {
		off = min(off, awayFrom(listed.Later, listed.Lasted, known.Started))
	}
	if off > listSlack {
		return costNever
	}
	return cost + off.Milliseconds()
}

// awayFrom is how far a moment lies outside of a call: a recording may begin in the middle of one. Within it, a tenth of the distance from its beginning counts, so
// that of two that fit the one that begins with it is taken.
func awayFrom(started time.Time, lasted time.Duration, moment time.Time) time.Duration {
	from := moment.Sub(started)
	switch {
	case from < 0:
		return -from
	case from <= lasted:
		return min(from/10, listSlack)
	}
	return min(lasted/10, listSlack) + from - lasted
}

// pairUp finds the pairs: as many as can be, of these as many as can be with the same number, and of these with the least difference of time. Both lists are
// in order of time. It fails with ErrCallList where too many calls run into each other to be told apart.
func pairUp(listed []Reconciled, known []Summary, key func(string) string) (map[int]int, error) {
	pairs := map[int]int{}
	for _, group := range connected(listed, known, key) {
		if len(group.listed) > mostTangled {
			return nil, detail(ErrCallList, "more than %d of its calls run into each other", mostTangled)
		}
		for l, k := range group.cheapest() {
			pairs[group.listed[l]] = group.known[k]
		}
	}
	return pairs, nil
}

// mostTangled is how many calls may follow each other within minutes, each with one of the library's beside it.
const mostTangled = 400

// tangle is calls of both lists that may be each other, directly or through others.
type tangle struct {
	listed, known []int
	cost          [][]int64 // of the listed ones with the known ones
}

// connected takes the lists apart into what can be decided by itself.
func connected(listed []Reconciled, known []Summary, key func(string) string) []tangle {
	costs := map[[2]int]int64{}
	group := make([]int, len(listed)+len(known)) // union-find: the known ones stand behind the listed ones
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for l, c := range listed {
		for _, k := range near(c.ListedCall, known) {
			if cost := apart(c.ListedCall, known[k], key); cost < costNever {
				costs[[2]int{l, k}] = cost
				group[root(l)] = root(len(listed) + k)
			}
		}
	}
	return tangles(costs, root, len(listed))
}

// near gives those that begin at about the time of a listed call.
func near(c ListedCall, known []Summary) (all []int) {
	moments := []time.Time{c.Started}
	if !c.Later.IsZero() {
		moments = append(moments, c.Later)
	}
	for _, moment := range moments {
		at, _ := slices.BinarySearchFunc(known, moment.Add(-listSlack), func(s Summary, t time.Time) int { return s.Started.Compare(t) })
		for ; at < len(known) && !known[at].Started.After(moment.Add(c.Lasted+listSlack)); at++ {
			if !slices.Contains(all, at) {
				all = append(all, at)
			}
		}
	}
	return all
}

func tangles(costs map[[2]int]int64, root func(int) int, listed int) (all []tangle) {
	of := map[int]int{}
	pairs := make([][2]int, 0, len(costs))
	for pair := range costs {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	for _, pair := range pairs {
		r := root(pair[0])
		at, seen := of[r]
		if !seen {
			at = len(all)
			of[r], all = at, append(all, tangle{})
		}
		t := &all[at]
		if !slices.Contains(t.listed, pair[0]) {
			t.listed = append(t.listed, pair[0])
		}
		if !slices.Contains(t.known, pair[1]) {
			t.known = append(t.known, pair[1])
		}
	}
	for i := range all {
		all[i].cost = all[i].matrix(costs)
	}
	return all
}

func (t tangle) matrix(costs map[[2]int]int64) [][]int64 {
	rows := make([][]int64, len(t.listed))
	for l := range rows {
		rows[l] = make([]int64, len(t.known))
		for k := range rows[l] {
			rows[l][k] = costNever
			if cost, is := costs[[2]int{t.listed[l], t.known[k]}]; is {
				rows[l][k] = cost
			}
		}
	}
	return rows
}

// cheapest gives the partner of each listed call that gets one, by the Hungarian method. Each listed call has a place of its own besides, at which it stays
// alone.
func (t tangle) cheapest() map[int]int {
	n, m := len(t.listed), len(t.known)+len(t.listed)
	cost := func(l, k int) int64 {
		switch {
		case k < len(t.known):
			return t.cost[l][k]
		case k-len(t.known) == l:
			return costAlone
		}
		return costNever
	}
	rowPrice, placePrice, taker := make([]int64, n+1), make([]int64, m+1), make([]int, m+1)
	for l := 1; l <= n; l++ {
		way := cheapestWay(l, m, cost, rowPrice, placePrice, taker)
		for k := way.end; k != 0; k = way.from[k] {
			taker[k] = taker[way.from[k]]
		}
	}
	pairs := map[int]int{}
	for k := 1; k <= len(t.known); k++ {
		if taker[k] > 0 && t.cost[taker[k]-1][k-1] < costNever {
			pairs[taker[k]-1] = k - 1
		}
	}
	return pairs
}

// exchange is a chain of places, each of which goes to the one who had the place before it.
type exchange struct {
	from []int // the place before each
	end  int   // a place that nobody had
}

// cheapestWay finds how one more gets a place at the least cost, and brings the prices up to date. Places and takers count from 1; place 0 is the
// newcomer's.
func cheapestWay(newcomer, places int, cost func(l, k int) int64, rowPrice, placePrice []int64, taker []int) exchange {
	way := exchange{from: make([]int, places+1)}
	least, done := slices.Repeat([]int64{math.MaxInt64}, places+1), make([]bool, places+1)
	taker[0] = newcomer
	at := 0
	for taker[at] != 0 {
		done[at] = true
		step, next := int64(math.MaxInt64), 0
		for k := 1; k <= places; k++ {
			if done[k] {
				continue
			}
			if c := cost(taker[at]-1, k-1) - rowPrice[taker[at]] - placePrice[k]; c < least[k] {
				least[k], way.from[k] = c, at
			}
			if least[k] < step {
				step, next = least[k], k
			}
		}
		for k := range places + 1 {
			if done[k] {
				rowPrice[taker[k]] += step
				placePrice[k] -= step
			} else {
				least[k] -= step
			}
		}
		at = next
	}
	way.end = at
	return way
}

// AddListed makes calls of a list that the library does not have into calls that are noted, and gives them. What the library has by now is passed over, so that
// nothing comes twice. lines says which calls of the list are meant, by their line; none at all means every one.
func (a *App) AddListed(list CallList, lines []int, to string) (added []call.ID, err error) {
	a.listing.Lock()
	defer a.listing.Unlock()
	r, err := a.Reconcile(list)
	if err != nil {
		return nil, err
	}
	for _, c := range r.Calls {
		if c.State != ListedUndocumented || len(lines) > 0 && !slices.Contains(lines, c.Line) {
			continue
		}
		id, err := a.enterListed(c.ListedCall, list.File, strings.TrimSpace(to))
		if err != nil {
			return added, err
		}
		added = append(added, id)
	}
	return added, nil
}

// enterListed puts one call into the library.
func (a *App) enterListed(c ListedCall, file, to string) (call.ID, error) {
	doc := newDocument(call.NewID(c.Started), c.Started, TakeRequest{Name: c.Name, Number: a.directory().numbers.kept(c.Number), Direction: c.Direction, Case: to}, nil)
	doc.Outcome, doc.Reached, doc.Source = call.Noted, c.Reached, file
	if c.Lasted > 0 {
		doc.Ended = endOf(c.Started, c.Lasted)
	}
	if !c.Later.IsZero() {
		doc.Notes = append(doc.Notes, call.Note{
			Made: a.config.Now(), Text: fmt.Sprintf("From %s: the clock was set back in that hour, and the list does not say which of the two times is meant; the other one is %s.", file, momentOf(c.Later)),
		})
	}
	if err := a.library.Enter(doc); err != nil {
		return "", err
	}
	a.hub.send(CallSaved{doc.ID})
	return doc.ID, nil
}
