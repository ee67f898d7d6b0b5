package hearing

import "slices"

// store keeps the sound of a track that may still be needed, which is little of a long one.
type store struct {
	runs  []run // in order, apart from each other; the last one grows
	heard int   // samples of the track so far
}

type run struct {
	start int
	pcm   []int16
}

func (r run) span() span { return span{r.start, r.start + len(r.pcm)} }

// add takes the samples that follow those before.
func (s *store) add(pcm []int16) {
	if n := len(s.runs); n == 0 || s.runs[n-1].span().end != s.heard {
		s.runs = append(s.runs, run{start: s.heard})
	}
	last := &s.runs[len(s.runs)-1]
	last.pcm = append(last.pcm, pcm...)
	s.heard += len(pcm)
}

// sound gives the samples of a span that was kept whole. They are valid until the next change.
func (s *store) sound(wanted span) []int16 {
	i := slices.IndexFunc(s.runs, func(r run) bool { return wanted.start >= r.start && wanted.end <= r.span().end })
	r := s.runs[i]
	return r.pcm[wanted.start-r.start : wanted.end-r.start]
}

// keep forgets all but some spans, which are in order and apart from each other.
func (s *store) keep(spans []span) {
	var kept []run
	for _, k := range spans {
		for _, r := range s.runs {
			from, to := max(k.start, r.start), min(k.end, r.span().end)
			if from < to {
				kept = append(kept, run{from, slices.Clone(r.pcm[from-r.start : to-r.start])})
			}
		}
	}
	s.runs = kept
}

// size is the number of samples that are kept.
func (s *store) size() int {
	total := 0
	for _, r := range s.runs {
		total += len(r.pcm)
	}
	return total
}
