package transcribe

import "fmt"

// weights is a way in which ggml stores numbers: so many of them together in so many bytes.
type weights struct {
	kind  int32 // ggml's number for it
	block int32 // numbers in a block
	bytes int64 // that a block takes
}

// quantVersion is the generation of quantised weights that the engine reads; it does not look itself.
const quantVersion = 2

// weightType gives the format of the large matrices of a file whose header names this precision.
func weightType(precision int32) (weights, bool) {
	version, format := precision/1000, precision%1000
	if format > 1 && version != quantVersion {
		return weights{}, false
	}
	found, ok := map[int32]weights{
		0:  singles(),
		1:  halves(),
		2:  {2, 32, 18},    // q4_0
		3:  {3, 32, 20},    // q4_1
		7:  {8, 32, 34},    // q8_0
		8:  {6, 32, 22},    // q5_0
		9:  {7, 32, 24},    // q5_1
		10: {10, 256, 84},  // q2_k
		11: {11, 256, 110}, // q3_k
		12: {12, 256, 144}, // q4_k
		13: {13, 256, 176}, // q5_k
		14: {14, 256, 210}, // q6_k
	}[format]
	return found, ok
}

func singles() weights { return weights{kind: 0, block: 1, bytes: 4} }
func halves() weights  { return weights{kind: 1, block: 1, bytes: 2} }

// tensor is one array of numbers of a model.
type tensor struct {
	dims  [3]int32
	store weights
}

// bytes is what its numbers take in the file.
func (t tensor) bytes() int64 {
	numbers := int64(t.dims[0]) * int64(t.dims[1]) * int64(t.dims[2])
	return numbers / int64(t.store.block) * t.store.bytes
}

// tensorsOf gives every tensor that a model of this shape consists of, by name.
func tensorsOf(s shape) map[string]tensor {
	large, _ := weightType(s.Precision)
	filter := halves()
	if large == singles() {
		filter = large
	}
	n := s.AudioState
	vector := tensor{[3]int32{n, 1, 1}, singles()}
	column := tensor{[3]int32{1, n, 1}, singles()}
	all := map[string]tensor{
		"encoder.positional_embedding":   {[3]int32{n, s.AudioContext, 1}, singles()},
		"encoder.conv1.weight":           {[3]int32{3, s.Mels, n}, filter},
		"encoder.conv1.bias":             column,
		"encoder.conv2.weight":           {[3]int32{3, n, n}, filter},
		"encoder.conv2.bias":             column,
		"encoder.ln_post.weight":         vector,
		"encoder.ln_post.bias":           vector,
		"decoder.positional_embedding":   {[3]int32{n, s.TextContext, 1}, singles()},
		"decoder.token_embedding.weight": {[3]int32{n, s.Vocabulary, 1}, large},
		"decoder.ln.weight":              vector,
		"decoder.ln.bias":                vector,
	}
	for i := range s.AudioLayers {
		addLayer(all, fmt.Sprintf("encoder.blocks.%d.", i), n, large)
		addAttention(all, fmt.Sprintf("encoder.blocks.%d.attn", i), n, large)
	}
	for i := range s.TextLayers {
		addLayer(all, fmt.Sprintf("decoder.blocks.%d.", i), n, large)
		addAttention(all, fmt.Sprintf("decoder.blocks.%d.attn", i), n, large)
		addAttention(all, fmt.Sprintf("decoder.blocks.%d.cross_attn", i), n, large)
	}
	return all
}

// addLayer adds what every layer has besides its attention.
func addLayer(all map[string]tensor, prefix string, n int32, large weights) {
	all[prefix+"mlp_ln.weight"] = tensor{[3]int32{n, 1, 1}, singles()}
	all[prefix+"mlp_ln.bias"] = tensor{[3]int32{n, 1, 1}, singles()}
	all[prefix+"mlp.0.weight"] = tensor{[3]int32{n, 4 * n, 1}, large}
	all[prefix+"mlp.0.bias"] = tensor{[3]int32{4 * n, 1, 1}, singles()}
	all[prefix+"mlp.2.weight"] = tensor{[3]int32{4 * n, n, 1}, large}
	all[prefix+"mlp.2.bias"] = tensor{[3]int32{n, 1, 1}, singles()}
}

// addAttention adds an attention block. Its key has no bias.
func addAttention(all map[string]tensor, prefix string, n int32, large weights) {
	vector := tensor{[3]int32{n, 1, 1}, singles()}
	matrix := tensor{[3]int32{n, n, 1}, large}
	all[prefix+"_ln.weight"] = vector
	all[prefix+"_ln.bias"] = vector
	for _, part := range []string{"query", "key", "value", "out"} {
		all[prefix+"."+part+".weight"] = matrix
		if part != "key" {
			all[prefix+"."+part+".bias"] = vector
		}
	}
}
