package voice

// Tonalities gives the most that a span ever has of each sign of a tone, from so many frames on.
func Tonalities(pcm []int16, from int) (still, recurrence, keys float32) {
	t := newTones()
	for ; len(pcm) >= Frame; pcm = pcm[Frame:] {
		t.add((*[Frame]int16)(pcm))
		if from--; from < 0 {
			still, recurrence, keys = max(still, t.still()), max(recurrence, t.recurrence()), max(keys, t.keys())
		}
	}
	return still, recurrence, keys
}
