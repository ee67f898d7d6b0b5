package voice

import "fmt"

// The sizes of the network. Other versions of it have others, and are refused.
const (
	context  = 64              // samples before a frame; see network.analyse
	short    = 256             // samples in a short spectrum
	hop      = 128             // samples from one to the next
	spectra  = 4               // short spectra in a frame
	bins     = short/2 + 1     // frequencies in each
	narrow   = 64              // channels in the middle of the encoder
	wide     = 128             // channels at its ends, and cells of the memory
	gates    = 4 * wide        // of the memory: in, forget, cell, out
	taps     = 3               // of each convolution
	basisOf  = 2 * bins        // rows of the basis: cosines, then sines
	basisLen = basisOf * short // numbers in it
)

// weights are laid out so that each sum of products walks through both its factors from end to end.
type weights struct {
	// Encoder: one row per channel that comes out, in it one tap after the other, in that the channels that go in.
	conv [4]layer
	// Memory: one row per gate, in it first the input's and then the memory's own output.
	memory  layer
	out     [wide]float32
	outBias float32
}

// arrange lays the numbers out for the network.
func arrange(tensors map[string][]float32) *weights {
	w := &weights{outBias: tensors[decoder+"bias"][0]}
	copy(w.out[:], tensors[decoder+"weight"])
	for i := range w.conv {
		name := fmt.Sprintf(encoder, i)
		bias := tensors[name+"bias"]
		w.conv[i] = layer{tapsOutside(tensors[name+"weight"], len(bias)), bias}
	}
	// The third convolution sees one frame of silence on its left, and the last nothing but its middle.
	w.conv[2].rows = columns(w.conv[2].rows, narrow, narrow, 2*narrow)
	w.conv[3].rows = columns(w.conv[3].rows, wide, narrow, narrow)
	in, own := tensors[rnn+"weight_ih"], tensors[rnn+"weight_hh"]
	for g := range gates {
		w.memory.rows = append(append(w.memory.rows, in[g*wide:][:wide]...), own[g*wide:][:wide]...)
		w.memory.bias = append(w.memory.bias, tensors[rnn+"bias_ih"][g]+tensors[rnn+"bias_hh"][g])
	}
	return w
}

// tapsOutside turns rows of channels with three taps each into rows of three taps with all channels each.
func tapsOutside(weight []float32, rows int) []float32 {
	turned := make([]float32, len(weight))
	channels := len(weight) / rows / taps
	for i, v := range weight {
		row, channel, tap := i/taps/channels, i/taps%channels, i%taps
		turned[(row*taps+tap)*channels+channel] = v
	}
	return turned
}

// columns keeps so many columns of each row, from the given one on.
func columns(matrix []float32, rows, from, n int) []float32 {
	var kept []float32
	length := len(matrix) / rows
	for r := range rows {
		kept = append(kept, matrix[r*length+from:][:n]...)
	}
	return kept
}
