package call

import (
	"cmp"
	"slices"
)

// Span is a stretch of a call, from one second to before another.
type Span struct{ From, To Seconds }

// Length is how long the span lasts.
func (s Span) Length() Seconds { return s.To - s.From }

// Spans are stretches of a call in order of time, none of which touches another.
type Spans []Span

// JoinSpans puts stretches of any order into Spans. Those that overlap, touch, or are no more than gap apart, become one;
// empty ones are left out.
func JoinSpans(stretches []Span, gap Seconds) Spans {
	sorted := slices.DeleteFunc(slices.Clone(stretches), func(s Span) bool { return s.To <= s.From })
	slices.SortFunc(sorted, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	var joined Spans
	for _, s := range sorted {
		if last := len(joined) - 1; last >= 0 && s.From <= joined[last].To+gap {
			joined[last].To = max(joined[last].To, s.To)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// Length is how long all of them last together.
func (s Spans) Length() Seconds {
	total := Seconds(0)
	for _, span := range s {
		total += span.Length()
	}
	return total
}

// Outside gives what lies between them, from the beginning of a call to its end.
func (s Spans) Outside(end Seconds) Spans {
	var outside Spans
	from := Seconds(0)
	for _, span := range s {
		if to := min(span.From, end); to > from {
			outside = append(outside, Span{from, to})
		}
		from = max(from, span.To)
	}
	if end > from {
		outside = append(outside, Span{from, end})
	}
	return outside
}

// Touch tells whether any of them has a moment in common with the given one.
func (s Spans) Touch(with Span) bool {
	i, _ := slices.BinarySearchFunc(s, with.From, func(span Span, from Seconds) int {
		if span.To <= from {
			return -1
		}
		return 1
	})
	return i < len(s) && s[i].From < with.To
}
