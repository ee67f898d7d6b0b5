package search

import (
	"fmt"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Expr is a query that was understood: what must be said in a call, where, and what the call must be.
type Expr struct {
	all   []clause // every one of them must hold
	scope scope
	flags []*flagged
	of    map[call.ID]bool // calls of people whose name has the words of scope.who
}

// clause is one condition: the alternatives between which OR stands, of which one must hold.
type clause struct {
	any []alternative
}

// alternative is one condition without OR.
type alternative struct {
	not    bool
	words  pattern // nil for a filter
	filter filter  // nil for words
	text   string  // as it is written, for String
}

// pattern is what words must look like. One of single, phrase and near.
type pattern interface{ String() string }

// single is one word.
type single struct {
	text string // folded; for sounding the letters themselves
	kind kind
}

// kind says how a word is compared.
type kind int

const (
	plainly  kind = iota // itself and its other forms: payment finds payments
	exactly              // itself only
	begins               // pay* finds payment
	similar              // ~smyth finds smith
	sounding             // sounds:smith finds smyth
)

func (s single) String() string {
	switch s.kind {
	case exactly:
		return `"` + s.text + `"`
	case begins:
		return s.text + "*"
	case similar:
		return "~" + s.text
	case sounding:
		return "sounds:" + s.text
	}
	return s.text
}

// phrase is words that follow each other.
type phrase []string

func (p phrase) String() string { return `"` + strings.Join(p, " ") + `"` }

// near is two patterns with at most so many words between their beginnings, in any order.
type near struct {
	one, other pattern
	distance   uint32
}

func (n near) String() string { return fmt.Sprintf("%s NEAR/%d %s", n.one, n.distance, n.other) }

// filter tells whether a call is wanted, by what is known of it as a whole.
type filter func(h *header) bool

// scope says where words are looked for.
type scope struct {
	lanes [lanes]bool // none set: everywhere
	who   string      // the far party's name must have these words; folded
}

func (s scope) everywhere() bool { return s.lanes == [lanes]bool{} }

// with reports whether a call is with whom it must be.
func (e Expr) with(h *header) bool {
	return e.scope.who == "" || containsWords(h.name, e.scope.who) || e.of[h.id]
}

// has reports whether words of a lane count.
func (s scope) has(l lane) bool { return s.everywhere() || s.lanes[l] }

// String writes the query in the form in which it is compared.
func (e Expr) String() string {
	var parts []string
	for _, c := range e.all {
		var any []string
		for _, a := range c.any {
			any = append(any, a.text)
		}
		parts = append(parts, strings.Join(any, " OR "))
	}
	for l, set := range e.scope.lanes {
		if set {
			parts = append(parts, "in:"+lane(l).String())
		}
	}
	if e.scope.who != "" {
		parts = append(parts, "from:"+e.scope.who)
	}
	return strings.Join(parts, " ")
}

// lane is a part of a call in which words stand; positions run through the lanes one after the other.
type lane int

// The lanes of a call.
const (
	localLane  lane = iota // what the local party said
	remoteLane             // what the remote party said
	noteLane               // the user's notes
	aboutLane              // name, number, case and tags
	lanes
)

func (l lane) String() string { return [...]string{"local", "remote", "notes", "about"}[l] }

func laneOf(party call.Party) lane {
	if party == call.Local {
		return localLane
	}
	return remoteLane
}
