package call

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Spans say of every moment the same as the stretches that they were made of.
func TestSpansHoldTheMomentsOfTheirStretches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const end = 40
		var stretches []Span
		for range rapid.IntRange(0, 8).Draw(t, "stretches") {
			from := rapid.IntRange(0, end).Draw(t, "from")
			stretches = append(stretches, Span{Seconds(from), Seconds(from + rapid.IntRange(-2, 10).Draw(t, "length"))})
		}
		within := func(all []Span, at Seconds) bool {
			return slices.ContainsFunc(all, func(s Span) bool { return s.From <= at && at < s.To })
		}
		spans := JoinSpans(stretches, 0)
		outside := spans.Outside(end)
		total := Seconds(0)
		for second := range end + 12 {
			at := Seconds(second) + 0.5
			inside := within(stretches, at)
			if inside {
				total++
			}
			if within(spans, at) != inside || spans.Touch(Span{at, at + 0.1}) != inside {
				t.Fatalf("%v: %v at %v", stretches, spans, at)
			}
			if within(outside, at) != (!inside && second < end) {
				t.Fatalf("%v: outside are %v", stretches, outside)
			}
		}
		if math.Abs(float64(spans.Length()-total)) > 1e-9 {
			t.Fatalf("%v last %v", spans, spans.Length())
		}
		for i := 1; i < len(spans); i++ {
			if spans[i].From <= spans[i-1].To {
				t.Fatalf("%v touch", spans)
			}
		}
	})
	if got := JoinSpans([]Span{{4, 5}, {0, 1}, {1.4, 2}}, 0.5); !slices.Equal(got, Spans{{0, 2}, {4, 5}}) {
		t.Errorf("joined across a gap: %v", got)
	}
}
