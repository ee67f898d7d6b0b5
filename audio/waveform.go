package audio

// Peak is the lowest and the highest sample of a stretch.
type Peak struct{ Min, Max int16 }

// Waveform is a recording drawn small: for each party (by channel) the peaks of equal stretches.
type Waveform [2][]Peak

// DrawWaveform reads a recording from its beginning and gives its peaks in the given number of stretches.
// A recording with fewer frames gives one stretch per frame.
func DrawWaveform(r *Recording, buckets int) (Waveform, error) { return Waveform{}, ErrNotAudio }
