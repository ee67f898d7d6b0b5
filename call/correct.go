package call

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// These make corrections. They give what changes; who makes it, and when, is for the caller to fill in.

// longestText is how many bytes a turn may hold: far more than anybody says in one go.
const longestText = 20_000

// Rewrite gives a turn other words, or none, which strikes it out. Words that stay keep their times; the others share
// the time of those whose place they take. Who rewrites a turn has settled whether it is doubtful.
func (l Layers) Rewrite(number int, text string) (Correction, error) {
	return l.correct(Rewritten, number, func(_ *fold, before Segment) ([]Segment, error) {
		after, err := rewritten(before, text)
		if after.Text == strings.Join(words(before.Text), " ") {
			after = before
		}
		return []Segment{after}, err
	})
}

// Split makes two turns of one: the words of the first, and those of the second, which may be other words than before.
func (l Layers) Split(number int, first, second string) (Correction, error) {
	return l.correct(Split, number, func(f *fold, before Segment) ([]Segment, error) {
		one, two := words(first), words(second)
		if len(one) == 0 || len(two) == 0 {
			return nil, ErrNoWords
		}
		whole, err := rewritten(before, strings.Join(slices.Concat(one, two), " "))
		if err != nil {
			return nil, err
		}
		a, b := whole, whole
		a.Words, b.Words = slices.Clone(whole.Words[:len(one)]), slices.Clone(whole.Words[len(one):])
		a.Text, b.Text = strings.Join(one, " "), strings.Join(two, " ")
		_, a.End = extent(a.Words)
		b.Start, _ = extent(b.Words)
		b.Turn, b.Another = f.last+1, false
		return []Segment{a, b}, nil
	})
}

// Merge makes one turn of two by the same party. It has the number of the one that began first.
func (l Layers) Merge(one, other int) (Correction, error) {
	f, err := foldAll(l.Machine, l.Corrections)
	if err != nil {
		return Correction{}, err
	}
	first, there := f.turns[one]
	second, too := f.turns[other]
	switch {
	case !there || !too:
		return Correction{}, ErrNoTurn
	case one == other:
		return Correction{}, ErrNoChange
	case first.Party != second.Party:
		return Correction{}, ErrTwoSpeakers
	}
	if second.Start < first.Start || second.Start == first.Start && other < one {
		first, second = second, first
	}
	merged := joined(first.Segment, second.Segment)
	return Correction{Kind: Merged, Before: []Segment{first.Segment, second.Segment}, After: []Segment{merged}}, nil
}

// MergeNext makes one turn of the given one and the next by the same party, or the one before; whatever the other party
// said in between stays where it is.
func (l Layers) MergeNext(number int, next bool) (Correction, error) {
	read, err := l.Reading()
	if err != nil {
		return Correction{}, err
	}
	turns := slices.DeleteFunc(read.Segments, func(s Segment) bool { return s.Echo != nil && s.Turn != number })
	if !next {
		slices.Reverse(turns)
	}
	at := slices.IndexFunc(turns, func(s Segment) bool { return s.Turn == number })
	if at < 0 {
		return Correction{}, ErrNoTurn
	}
	for _, other := range turns[at+1:] {
		if other.Party == turns[at].Party {
			return l.Merge(number, other.Turn)
		}
	}
	return Correction{}, ErrNoNeighbour
}

// Assign says that a turn was said by the given party.
func (l Layers) Assign(number int, party Party) (Correction, error) {
	return l.correct(Assigned, number, func(_ *fold, before Segment) ([]Segment, error) {
		if before.Party == party {
			return nil, ErrNoChange
		}
		if !party.Valid() {
			return nil, fmt.Errorf("%q is no party: %w", party, ErrNoTurn)
		}
		before.Party, before.Echo = party, nil
		return []Segment{before}, nil
	})
}

// Rename gives a party another name; the empty one is the usual.
func (l Layers) Rename(party Party, name string) (Correction, error) {
	name = strings.Join(words(name), " ")
	if name == l.Names[party] {
		return Correction{}, ErrNoChange
	}
	return Correction{Kind: Renamed, Named: &Naming{Party: party, Before: l.Names[party], After: name}}, nil
}

// correct makes a correction of one turn.
func (l Layers) correct(kind CorrectionKind, number int, change func(*fold, Segment) ([]Segment, error)) (Correction, error) {
	f, err := foldAll(l.Machine, l.Corrections)
	if err != nil {
		return Correction{}, err
	}
	before, there := f.turns[number]
	if !there {
		return Correction{}, ErrNoTurn
	}
	after, err := change(f, before.Segment)
	if err != nil {
		return Correction{}, err
	}
	if len(after) == 1 && sameTurn(before.Segment, after[0]) {
		return Correction{}, ErrNoChange
	}
	return Correction{Kind: kind, Before: []Segment{before.Segment}, After: after}, nil
}

// rewritten is a turn with another text. With the text that it has it is the same turn.
func rewritten(before Segment, text string) (Segment, error) {
	texts := words(text)
	after := before
	after.Text = strings.Join(texts, " ")
	if len(after.Text) > longestText {
		return Segment{}, ErrTooLong
	}
	if after.Text == before.Text && len(texts) == len(before.Words) {
		return before, nil
	}
	after.Words = retime(before.Words, texts, before.Start, before.End)
	if after.Text != before.Text && after.Text != "" {
		after.Suspect = nil
	}
	return after, nil
}

// extent is the time that words take. After turns that overlapped were merged, they need not be in order of time.
func extent(words []Word) (start, end Seconds) {
	start, end = words[0].Start, words[0].End
	for _, w := range words {
		start, end = min(start, w.Start), max(end, w.End)
	}
	return start, end
}

// joined is two turns as one.
func joined(first, second Segment) Segment {
	whole := first
	whole.End = max(first.End, second.End)
	whole.Text = strings.TrimSpace(first.Text + " " + second.Text)
	whole.Words = slices.Concat(first.Words, second.Words)
	if whole.Suspect == nil {
		whole.Suspect = second.Suspect
	}
	if second.Echo == nil {
		whole.Echo = nil
	}
	return whole
}

// words takes a text apart. What a keyboard does not write is left out.
func words(text string) []string {
	return strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
}
