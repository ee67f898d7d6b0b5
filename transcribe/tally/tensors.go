package tally

import (
	"fmt"
	"math"
)

// entries are the numbers of a tensor that are not zero, by their row and their place in it.
type entries map[[2]int32]float32

// vector writes a tensor of one row in singles, all of them the same.
func (w *writer) vector(name string, n int32, x float32) { w.tensor(name, fill(x), n) }

// matrix writes a tensor of rows in the model's format.
func (w *writer) matrix(name string, of entries, width, rows int32) {
	w.head(name, w.format, width, rows)
	nothing := make([]byte, w.format.size(width)) // zero is nothing but zeros in every format
	row := make([]float32, width)
	for r := range rows {
		if !of.touch(r) {
			w.bytes(nothing)
			continue
		}
		clear(row)
		for at, x := range of {
			if at[0] == r {
				row[at[1]] = x
			}
		}
		w.row(row, w.format)
	}
}

// touch reports whether there are any in a row.
func (e entries) touch(row int32) bool {
	for at := range e {
		if at[0] == row {
			return true
		}
	}
	return false
}

// fill makes rows of one number.
func fill(x float32) func(row []float32, r int32) {
	return func(row []float32, _ int32) {
		for i := range row {
			row[i] = x
		}
	}
}

// tensor writes a tensor in singles, row by row.
func (w *writer) tensor(name string, fillIn func(row []float32, r int32), dims ...int32) {
	w.head(name, Singles, dims...)
	rows := int32(1)
	for _, n := range dims[1:] {
		rows *= n
	}
	row := make([]float32, dims[0])
	for r := range rows {
		fillIn(row, r)
		w.row(row, Singles)
	}
}

// head writes what stands before the numbers of a tensor.
func (w *writer) head(name string, f Format, dims ...int32) {
	w.numbers(int32(len(dims)), int32(len(name)), int32(f))
	w.numbers(dims...)
	w.text(name)
}

const (
	lift = 20  // added to the loudness, so that it is never below zero on its way
	loud = 0.3 // in deviations from the mean, from which it counts as sound
)

// tensors writes the weights.
func (w *writer) tensors(s Shape) {
	w.thinning(s)
	for i := range s.Layers {
		w.layer(s, fmt.Sprintf("encoder.layers.%d.", i))
	}
	w.prediction(s)
	w.joint(s)
}

// thinning takes every eighth frame, and gives its loudness less what counts as sound, once as it is and once negated: the
// norm at the end of each layer leaves the sign.
func (w *writer) thinning(s Shape) {
	const name = "encoder.pre_encode."
	values := s.Filters / factor * s.Channels
	w.matrix(name+"out.weight", entries{{0, 0}: 1, {1, 0}: -1}, values, s.Width)
	w.tensor(name+"out.bias", func(row []float32, _ int32) {
		row[0], row[1] = -lift-loud, lift+loud
	}, s.Width)
	for _, stage := range []int32{0, 2, 5} {
		w.tensor(fmt.Sprintf("%sconv.%d.weight", name, stage), func(row []float32, r int32) {
			row[1] = passes(r == 1) // the middle of the first channel
		}, 3, 3, 1, s.Channels)
		w.thinningBias(s, stage, lift*passes(stage == 0))
	}
	for _, stage := range []int32{3, 6} {
		w.tensor(fmt.Sprintf("%sconv.%d.weight", name, stage), func(row []float32, r int32) {
			row[0] = passes(r == 0)
		}, 1, 1, s.Channels, s.Channels)
		w.thinningBias(s, stage, 0)
	}
}

func (w *writer) thinningBias(s Shape, stage int32, x float32) {
	w.tensor(fmt.Sprintf("encoder.pre_encode.conv.%d.bias", stage), fill(x), 1, 1, s.Channels, 1)
}

// layer writes a layer of the encoder, in which everything beside the straight way is zero.
func (w *writer) layer(s Shape, name string) {
	for _, norm := range []string{"feed_forward1", "conv", "self_att", "feed_forward2", "out"} {
		w.vector(name+"norm_"+norm+".weight", s.Width, 1)
		w.vector(name+"norm_"+norm+".bias", s.Width, 0)
	}
	for _, part := range []string{"feed_forward1", "feed_forward2"} {
		w.matrix(name+part+".linear1.weight", nil, s.Width, 4*s.Width)
		w.matrix(name+part+".linear2.weight", nil, 4*s.Width, s.Width)
	}
	w.matrix(name+"conv.pointwise_conv1.weight", nil, s.Width, 2*s.Width)
	w.tensor(name+"conv.depthwise_conv.weight", fill(0), s.Kernel, s.Width)
	for i, part := range []string{"bias", "weight", "running_mean", "running_var"} {
		w.vector(name+"conv.batch_norm."+part, s.Width, float32(i%2))
	}
	w.vector(name+"conv.batch_norm.num_batches_tracked", 1, 0)
	w.matrix(name+"conv.pointwise_conv2.weight", nil, s.Width, s.Width)
	for _, part := range []string{"pos_bias_u", "pos_bias_v"} {
		w.tensor(name+"self_attn."+part, fill(0), s.Width/s.Heads, s.Heads)
	}
	for _, part := range []string{"q", "k", "v", "out", "pos"} {
		w.matrix(name+"self_attn.linear_"+part+".weight", nil, s.Width, s.Width)
	}
}

// prediction remembers the last word: its gates for what comes in and goes out are open, the one for what was there is shut.
func (w *writer) prediction(s Shape) {
	words := entries{}
	for i := range int32(len(said)) {
		words[[2]int32{first + i, i}] = 1
	}
	words[[2]int32{s.Vocabulary, int32(len(said)) - 1}] = 1 // in the beginning, the next word is the first
	w.matrix("decoder.prediction.embed.weight", words, s.Memory, s.Vocabulary+1)
	cell := entries{} // the last of four parts
	for i := range int32(len(said)) {
		cell[[2]int32{3*s.Memory + i, i}] = 4
	}
	for i := range s.Depth {
		name := fmt.Sprintf("decoder.prediction.dec_rnn.lstm.%%s_l%d", i)
		w.matrix(fmt.Sprintf(name, "weight_ih"), cell, s.Memory, 4*s.Memory)
		w.matrix(fmt.Sprintf(name, "weight_hh"), nil, s.Memory, 4*s.Memory)
		w.tensor(fmt.Sprintf(name, "bias_h"), func(row []float32, _ int32) {
			for gate, x := range []float32{20, -20, 20, 0} { // in, stay, out, cell
				fill(x)(row[int32(gate)*s.Memory:int32(gate+1)*s.Memory], 0)
			}
		}, 4*s.Memory)
	}
}

// joint says the word after the last one where it is loud, and nothing where it is not. Numbers are such that the chances of
// words and of lengths, which the engine takes together, all stay above zero.
func (w *writer) joint(s Shape) {
	last, loudness := entries{}, s.Memory-1
	for i := range int32(len(said)) {
		last[[2]int32{i, i}] = 1
	}
	w.matrix("joint.pred.weight", last, s.Memory, s.Memory)
	w.vector("joint.pred.bias", s.Memory, 0)
	evened := 2 * math.Sqrt(2/float64(s.Width)) // the norm makes it larger in a wide encoder
	w.matrix("joint.enc.weight", entries{{loudness, 0}: float32(evened)}, s.Width, s.Memory)
	w.vector("joint.enc.bias", s.Memory, 0)
	nothing, lengths := s.Vocabulary, s.Vocabulary+1
	out := entries{{nothing, loudness}: -30, {lengths + 4, loudness}: 15}
	for i := range int32(len(said)) {
		out[[2]int32{first + (i+1)%int32(len(said)), i}] = 20
	}
	w.matrix("joint.joint_net.2.weight", out, s.Memory, lengths+steps)
	w.tensor("joint.joint_net.2.bias", func(row []float32, _ int32) {
		row[nothing], row[lengths+1] = 30, 20 // where nothing is said, a frame is passed
	}, lengths+steps)
}
