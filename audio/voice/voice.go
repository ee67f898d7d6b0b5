// Package voice tells whether somebody speaks, while a take runs: Silero's network in plain Go, with an energy gate in
// front of it and a check for telephone tones behind it.
//
// A [Model] holds the weights and is shared by all; an [Ear] judges the frames of one party as they come, of 32 ms each, and
// a [Detector] makes the live lamp of them, from 16 kHz mono samples in pieces of any length. Silence costs next to
// nothing, everything else about half a percent of a core.
//
// The network takes some ringing telephones for speech. So a span of speech counts only once it has proved for two thirds
// of a second that it is no tone, and then from its beginning; or when it is over, if it was a short word. [Tone] asks
// the same of a whole span.
package voice

import (
	"fmt"
	"io"
)

const (
	// Rate is how many samples a second the detection works with.
	Rate = 16000
	// Frame is the number of samples for which there is one judgement.
	Frame = 512
)

// Model is the network with its weights. It never changes, so any number of detectors can share one.
type Model struct {
	weights *weights
	fourier *windowed
}

// New reads the weights: Silero version 6 in the format of whisper.cpp. The error wraps ErrWeights when they are
// anything else.
func New(r io.Reader) (*Model, error) {
	w, err := readWeights(r)
	if err != nil {
		return nil, fmt.Errorf("read voice detection: %w", err)
	}
	return &Model{w, newWindowed(short)}, nil
}

// Probabilities gives the network's bare opinion for each frame, without gate and without a check for tones: how likely
// it holds speech, 0 to 1. A part of a frame at the end is filled up with silence.
func (m *Model) Probabilities(pcm []int16) []float32 {
	var probs []float32
	n := m.network()
	for len(pcm) > 0 {
		var frame [Frame]int16
		pcm = pcm[copy(frame[:], pcm):]
		probs = append(probs, n.probability(&frame))
	}
	return probs
}
