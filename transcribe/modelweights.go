package transcribe

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
	dims  [4]int32
	store weights
}

// bytes is what its numbers take in the file.
func (t tensor) bytes() int64 {
	numbers := int64(t.dims[0]) * int64(t.dims[1]) * int64(t.dims[2]) * int64(t.dims[3])
	return numbers / int64(t.store.block) * t.store.bytes
}
