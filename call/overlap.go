package call

// together is how long both parties must speak at once until their turns overlap: the times of words can be off by less.
const together = Seconds(0.3)

// markOverlaps marks the turns that were spoken while the other party spoke too. They are in order of time.
func markOverlaps(turns []Segment) {
	for i := range turns {
		turns[i].Overlap = false
	}
	for i := range turns {
		for j := i + 1; j < len(turns) && turns[j].Start < turns[i].End; j++ {
			if turns[i].Party != turns[j].Party && audible(turns[i]) && audible(turns[j]) && atOnce(turns[i], turns[j]) >= together {
				turns[i].Overlap, turns[j].Overlap = true, true
			}
		}
	}
}

// audible reports whether a turn was really said: an echo, and what was struck out, was not.
func audible(s Segment) bool { return s.Echo == nil && s.Text != "" }

// atOnce is how long words of two turns lie over each other.
func atOnce(a, b Segment) Seconds {
	total := Seconds(0)
	for _, x := range spoken(a) {
		for _, y := range spoken(b) {
			total += max(0, min(x.End, y.End)-max(x.Start, y.Start))
		}
	}
	return total
}

// spoken are the words of a turn, or all of it as one where they are not known.
func spoken(s Segment) []Word {
	if len(s.Words) == 0 {
		return []Word{{Start: s.Start, End: s.End}}
	}
	return s.Words
}
