package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// Mention is an amount, a day or a promise that somebody spoke of.
type Mention struct {
	Kind  MentionKind  `json:"kind"`
	Place call.Place   `json:"place"` // where the words begin, and the sentence around them
	To    call.Seconds `json:"to"`
	Words string       `json:"words"` // as they were written down
	// Money and Days are how the words can be read: several where people may mean one or the other. Of a promise they are those that its sentence names.
	Money []Money `json:"money,omitempty"`
	Days  []Days  `json:"days,omitempty"`
	How   string  `json:"how,omitempty"` // a day was reckoned, where that is not plain
}

// MentionKind says what was mentioned.
type MentionKind string

// The kinds of mentions.
const (
	AmountMentioned MentionKind = "amount"
	DayMentioned    MentionKind = "date"
	PromiseMade     MentionKind = "promise"
)

// Read says how the words were read: "$450 or $4.50".
func (m Mention) Read() string {
	var money, days []string
	for _, one := range m.Money {
		money = append(money, one.String())
	}
	for _, one := range m.Days {
		days = append(days, one.String())
	}
	between := " or "
	if m.Kind == PromiseMade {
		between = ", "
	}
	return strings.Join(append(money, days...), between)
}

// Mentions gives the amounts, days and promises in a call, by time. Days are reckoned from the call's own, in its own zone. No private number
// stands in a quote.
func Mentions(r Record) (all []Mention) {
	day := call.DayOf(r.Started)
	for _, one := range overTurns(r.masked(), func(t text) []placed { return mentionsIn(t, day) }) {
		one.Place.Call = r.ID
		all = append(all, one.Mention)
	}
	return all
}

// placed is a mention and its place in the text.
type placed struct {
	Mention
	from, to int
}

// overTurns looks through every turn, and across from one to the next of the same party. What reaches across stands for what either turn
// alone seems to hold of it.
func overTurns(said []call.Segment, in func(text) []placed) []placed {
	turns := make([][]placed, len(said))
	last := map[call.Party]int{}
	for i, segment := range said {
		if segment.Text == "" || segment.Echo != nil {
			continue
		}
		turns[i] = in(turnText(segment))
		if before, ok := last[segment.Party]; ok && segment.Start-said[before].End <= joinWithin {
			t, skipped := joinText(said[before], segment)
			turns[before], turns[i] = joined(turns[before], turns[i], in(t), t.join, skipped)
		}
		last[segment.Party] = i
	}
	all := slices.Concat(turns...)
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.Place.At, b.Place.At) })
	return all
}

// joined enters what reaches from one turn into the next, and takes out what it stands for.
func joined(a, b, across []placed, join, skipped int) (before, after []placed) {
	for _, one := range across {
		if one.from >= join || one.to <= join {
			continue
		}
		from, to := one.from+skipped, one.to-join
		a = slices.DeleteFunc(a, func(p placed) bool { return p.Kind == one.Kind && p.to > from })
		b = slices.DeleteFunc(b, func(p placed) bool { return p.Kind == one.Kind && p.from < to })
		one.from, one.to = from, from+len(one.Words)
		a = append(a, one)
	}
	return a, b
}

// mentionsIn gives what a text holds.
func mentionsIn(t text, day call.Day) (all []placed) {
	add := func(kind MentionKind, from, to int, money []Money, days []Days, how string) {
		all = append(all, placed{Mention{
			Kind: kind, To: t.to(to), Words: t.text[from:to], Money: money, Days: days, How: how,
			Place: call.Place{At: t.from(from), Party: t.party, Quote: sentence(t.text, from, to)},
		}, from, to})
	}
	for _, s := range amounts(t.text) {
		add(AmountMentioned, s.from, s.to, s.money, nil, "")
	}
	for _, s := range days(t.text, day) {
		add(DayMentioned, s.from, s.to, nil, s.days, s.how)
	}
	if t.join > 0 {
		return all
	}
	for _, s := range promises(t.text) {
		money, days := within(all, s)
		add(PromiseMade, s.from, s.to, money, days, "")
	}
	return all
}

// within gives the amounts and days that stand in a promise.
func within(all []placed, s spot) (money []Money, days []Days) {
	for _, one := range all {
		if one.Kind != PromiseMade && one.from >= s.from && one.to <= s.to {
			money, days = append(money, one.Money...), append(days, one.Days...)
		}
	}
	return money, days
}
