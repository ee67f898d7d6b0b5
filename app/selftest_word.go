package app

import "github.com/onrecord/onrecord/audio/voice"

// spoke reports whether somebody speaks in frames at voice.Rate. How softly or loudly is judged apart from that, so all
// of it is brought to a usual level first: at −50 dBFS the voice detection misses single words. A short word counts once
// it is over, so a third of a second of silence follows.
func spoke(model *voice.Model, frames []int16) bool {
	const usual = 8192 // −12 dBFS
	loudest := 1
	for _, frame := range frames {
		loudest = max(loudest, int(frame), -int(frame))
	}
	heard := make([]int16, len(frames)+voice.Rate/3)
	for i, frame := range frames {
		heard[i] = int16(int(frame) * usual / loudest)
	}
	detector := model.NewDetector()
	detector.Add(heard)
	return detector.Speech() > 0
}
