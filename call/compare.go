package call

import (
	"cmp"
	"log/slog"
	"slices"
	"strings"
)

// Passage is a stretch of a call in which one party speaks, as two transcripts have it.
type Passage struct {
	Party Party   `json:"party"`
	Start Seconds `json:"start"`
	End   Seconds `json:"end"`
	Left  Wording `json:"left"`
	Right Wording `json:"right"`
}

// Wording is what one transcript has in a passage.
type Wording struct {
	Text    string   `json:"text"`    // empty where it has nothing
	Differs [][2]int `json:"differs"` // the words that the other does not have: byte offsets into the text, in order
	Words   int      `json:"words"`
}

// Same reports whether both have the same words; capitals and punctuation do not count.
func (p Passage) Same() bool { return len(p.Left.Differs)+len(p.Right.Differs) == 0 }

// Compare lays two readings of one call side by side. Turns of one party stand in the same passage when most of the
// shorter one lies within the other; passages are in order of time. Echoes and what was struck out are left out.
func Compare(left, right Transcript) []Passage {
	var passages []Passage
	for _, party := range Parties {
		for _, g := range group(turnsOf(left, party), turnsOf(right, party)) {
			passages = append(passages, g.passage(party))
		}
	}
	slices.SortStableFunc(passages, func(a, b Passage) int { return cmp.Compare(a.Start, b.Start) })
	return passages
}

// turnsOf are the turns that a party said.
func turnsOf(t Transcript, party Party) (turns []Segment) {
	said, _ := t.Said()
	for _, s := range said {
		if s.Party == party {
			turns = append(turns, s)
		}
	}
	return turns
}

// grouped are turns that belong into one passage: those of the left and of the right.
type grouped struct{ sides [2][]Segment }

// group puts turns together that lie over each other.
func group(left, right []Segment) []grouped {
	type sided struct {
		Segment
		side int
	}
	var all []sided
	for side, turns := range [2][]Segment{left, right} {
		for _, s := range turns {
			all = append(all, sided{s, side})
		}
	}
	slices.SortStableFunc(all, func(a, b sided) int { return cmp.Compare(a.Start, b.Start) })
	var groups []grouped
	for _, s := range all {
		at := len(groups) - 1 // the latest one that fits
		for at >= max(0, len(groups)-lookBack) && !groups[at].fits(s.Segment) {
			at--
		}
		if at < max(0, len(groups)-lookBack) {
			groups = append(groups, grouped{})
			at = len(groups) - 1
		}
		groups[at].sides[s.side] = append(groups[at].sides[s.side], s.Segment)
	}
	return groups
}

// lookBack is how many passages a turn is held against: one party says few things at once.
const lookBack = 8

// fits reports whether a turn belongs to those of the group.
func (g grouped) fits(s Segment) bool {
	together := func(other Segment) bool { return mostlyTogether(s, other) }
	return slices.ContainsFunc(g.sides[0], together) || slices.ContainsFunc(g.sides[1], together)
}

// mostlyTogether reports whether two turns share at least half of the time of the shorter.
func mostlyTogether(a, b Segment) bool {
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	shorter := min(a.End-a.Start, b.End-b.Start)
	return shared >= 0 && shared >= shorter/2
}

func (g grouped) passage(party Party) Passage {
	p := Passage{Party: party}
	first := true
	for _, side := range g.sides {
		for _, s := range side {
			if first || s.Start < p.Start {
				p.Start = s.Start
			}
			p.End, first = max(p.End, s.End), false
		}
	}
	left, right := textOf(g.sides[0]), textOf(g.sides[1])
	p.Left, p.Right = wording(left, right), wording(right, left)
	return p
}

func textOf(turns []Segment) (texts []string) {
	for _, s := range turns {
		texts = append(texts, strings.Fields(s.Text)...)
	}
	return texts
}

// wording marks the words of one side that the other does not have. Neighbours are marked as one.
func wording(own, other []string) Wording {
	w := Wording{Text: strings.Join(own, " "), Words: len(own), Differs: [][2]int{}}
	at := 0
	for i, partner := range align(other, own) {
		from, to := at, at+len(own[i])
		at = to + 1
		if partner >= 0 {
			continue
		}
		if last := len(w.Differs) - 1; last >= 0 && w.Differs[last][1] == from-1 {
			w.Differs[last][1] = to
			continue
		}
		w.Differs = append(w.Differs, [2]int{from, to})
	}
	return w
}

// CountDiffering says how many words of each side the other does not have, and how many there are.
func CountDiffering(passages []Passage) (left, right, of int) {
	count := func(w Wording) (differing int) {
		for _, mark := range w.Differs {
			differing += len(strings.Fields(w.Text[mark[0]:mark[1]]))
		}
		return differing
	}
	for _, p := range passages {
		left, right, of = left+count(p.Left), right+count(p.Right), of+max(p.Left.Words, p.Right.Words)
	}
	return left, right, of
}

// LogValue keeps the words out of logs.
func (p Passage) LogValue() slog.Value {
	return slog.StringValue("[passage at " + p.Start.Clock() + "]")
}

// LogValue keeps the words out of logs.
func (Wording) LogValue() slog.Value { return slog.StringValue("[words]") }
