package audio

import "sort"

// playScale says which frame of the recording is heard at a place of the ring. From a place on, each sample stands for so many
// frames; those come in runs, one after the other, because what a player skips is not played.
type playScale struct {
	place uint64 // where the first run begins to be heard
	pace  float64
	runs  []playRun
}

// playRun is a stretch of the recording that is played without a jump, up to the next run.
type playRun struct {
	played int64 // frames that are played before it
	frame  int64 // of the recording, that it begins with
}

// frame is what is heard at a place of the ring.
func (s *playScale) frame(place uint64) int64 {
	played := int64(float64(max(place, s.place)-s.place) * s.pace)
	run := s.runs[sort.Search(len(s.runs)-1, func(i int) bool { return s.runs[i+1].played > played })]
	return run.frame + played - run.played
}

// jump gives the scale with one more run. It is a copy, since others may be reading.
func (s *playScale) jump(played, frame int64) *playScale {
	longer := *s
	longer.runs = append(s.runs[:len(s.runs):len(s.runs)], playRun{played, frame})
	return &longer
}
