package rules

import (
	"regexp/syntax"
	"slices"
)

// Trying a hundred expressions on every sentence of a long call takes a good part of a second. Nearly all of them have words that must
// be there for a match, so one pass over the text finds those, and only the expressions whose words were seen are tried.

// needles finds the expressions that may match in a text. Hundreds of needles begin with "i ", so they stand in a tree by their signs: what a place of the text
// costs is as many steps as it goes on like some needle, however many there are.
type needles struct {
	begin  []int32 // by the first two bytes: which of nodes; 0 is none
	nodes  []node  // the first is none
	always []int   // expressions that name no word
}

// node is where some needles are the same up to here.
type node struct {
	exprs []int // of the needles that end here: without one of its needles, an expression cannot match
	next  []branch
}

type branch struct {
	sign byte
	to   int32
}

func newNeedles() needles {
	return needles{begin: make([]int32, 1<<16), nodes: make([]node, 1)}
}

// add enters an expression under the texts of which a match holds at least one.
func (n *needles) add(expr int, pattern string) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err) // it was compiled before
	}
	texts := needed(parsed.Simplify())
	if shortest(texts) < 2 {
		n.always = append(n.always, expr)
		return
	}
	for _, text := range texts {
		n.enter(expr, text)
	}
}

func (n *needles) enter(expr int, text string) {
	at := n.begin[pairAt(text, 0)]
	if at == 0 {
		at = n.grow()
		n.begin[pairAt(text, 0)] = at
	}
	for i := 2; i < len(text); i++ {
		to := n.follow(at, text[i])
		if to == 0 {
			to = n.grow()
			n.nodes[at].next = append(n.nodes[at].next, branch{text[i], to})
		}
		at = to
	}
	if end := &n.nodes[at]; !slices.Contains(end.exprs, expr) {
		end.exprs = append(end.exprs, expr)
	}
}

func (n *needles) grow() int32 {
	n.nodes = append(n.nodes, node{})
	return int32(len(n.nodes) - 1)
}

// follow gives the node behind a sign, or 0.
func (n *needles) follow(at int32, sign byte) int32 {
	for _, b := range n.nodes[at].next {
		if b.sign == sign {
			return b.to
		}
	}
	return 0
}

// in calls found for each expression that may match in a text, some more than once.
func (n *needles) in(text string, found func(expr int)) {
	for _, expr := range n.always {
		found(expr)
	}
	for i := range len(text) - 1 {
		at := n.begin[pairAt(text, i)]
		for j := i + 2; at != 0; j++ {
			for _, expr := range n.nodes[at].exprs {
				found(expr)
			}
			if j >= len(text) {
				break
			}
			at = n.follow(at, text[j])
		}
	}
}

func pairAt(text string, i int) uint16 { return uint16(text[i])<<8 | uint16(text[i+1]) }

// mostTexts is how many texts stand for an expression before a part of it is taken instead.
const mostTexts = 128

// needed gives texts of which any match of re holds at least one; none if nothing is known.
func needed(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpConcat:
		return neededOfRow(re.Sub)
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpAlternate:
		var texts []string
		for _, sub := range re.Sub {
			some := needed(sub)
			if len(some) == 0 {
				return nil
			}
			texts = append(texts, some...)
		}
		return texts
	}
	return exactly(re)
}

// neededOfRow takes the best part of a row: neighbours whose texts are known exactly count as one part.
func neededOfRow(row []*syntax.Regexp) (best []string) {
	run := []string{""}
	for _, part := range row {
		exact := exactly(part)
		if longer := times(run, exact); longer != nil {
			run = longer
			best = better(best, run)
			continue
		}
		run = []string{""}
		if exact != nil {
			run = exact
		}
		best = better(best, better(needed(part), run))
	}
	return best
}

// better prefers texts whose shortest is longer, for those are rarer.
func better(a, b []string) []string {
	if shortest(b) > shortest(a) {
		return b
	}
	return a
}

// shortest is the length of the shortest text, and 0 of none.
func shortest(texts []string) int {
	if len(texts) == 0 {
		return 0
	}
	least := len(texts[0])
	for _, text := range texts {
		least = min(least, len(text))
	}
	return least
}

// exactly gives all texts that re matches, or nil if they are too many.
func exactly(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
		return []string{""}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []string{string(re.Rune)}
		}
	case syntax.OpCharClass:
		return signs(re.Rune)
	case syntax.OpCapture:
		return exactly(re.Sub[0])
	case syntax.OpQuest:
		return join([]string{""}, exactly(re.Sub[0]))
	case syntax.OpConcat:
		texts := []string{""}
		for _, sub := range re.Sub {
			texts = times(texts, exactly(sub))
		}
		return texts
	case syntax.OpAlternate:
		texts := exactly(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			texts = join(texts, exactly(sub))
		}
		return texts
	}
	return nil
}

// signs lists the signs of a class, given as its ranges.
func signs(ranges []rune) (texts []string) {
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(texts) == mostTexts {
				return nil
			}
			texts = append(texts, string(r))
		}
	}
	return texts
}

// join gives the texts of both, or nil if either is not known or they are too many.
func join(a, b []string) []string {
	if a == nil || b == nil || len(a)+len(b) > mostTexts {
		return nil
	}
	return append(append([]string{}, a...), b...)
}

// times gives each text of a followed by each of b, or nil if either is not known or they are too many.
func times(a, b []string) []string {
	if a == nil || b == nil || len(a)*len(b) > mostTexts {
		return nil
	}
	var texts []string
	for _, one := range a {
		for _, other := range b {
			texts = append(texts, one+other)
		}
	}
	return texts
}
