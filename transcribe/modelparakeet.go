package transcribe

import "fmt"

// parakeetShape is what the header of a Parakeet model says: after it come the filters, the window and the lengths of words,
// and the vocabulary.
type parakeetShape struct {
	Vocabulary int32
	Context    int32 // frames that it listens to at once
	Width      int32 // of the encoder, as are the heads and the layers
	Heads      int32
	Layers     int32
	Mels       int32
	Precision  int32
	Fourier    int32 // samples that are transformed at once
	Thinning   int32 // frames that become one
	Channels   int32 // of the convolutions that do it
	Kernel     int32 // of the convolutions in the encoder
	Memory     int32 // width of the prediction network
	Depth      int32 // and its layers
	Lengths    int32 // how many lengths a word can have
	Symbols    int32 // words on one frame, at most
}

// The vocabularies that there are.
const (
	englishPieces  = 1024
	europeanPieces = 8192
)

// knownByParakeet reports whether a header that begins with this number of pieces is one of Parakeet. Whisper's begin with
// fifty thousand.
func knownByParakeet(vocabulary int32) bool {
	return vocabulary == englishPieces || vocabulary == europeanPieces
}

func (parakeetShape) kind() Kind { return Parakeet }

// check refuses what is larger than the models that there are, as the engine does, and what it would trip over.
func (s parakeetShape) check() error {
	within := func(n, most int32) bool { return n >= 1 && n <= most }
	weights, ok := weightType(s.Precision)
	switch {
	case !within(s.Context, 5000),
		!within(s.Width, 1024) || !within(s.Heads, 8) || s.Width%(2*s.Heads) != 0,
		!within(s.Layers, 24),
		s.Thinning != 8,
		!within(s.Mels, 128) || s.Mels%s.Thinning != 0,
		!within(s.Fourier, 512) || s.Fourier&(s.Fourier-1) != 0,
		!within(s.Channels, 256),
		!within(s.Kernel, 9) || s.Kernel%2 == 0,
		!within(s.Memory, 640) || !within(s.Depth, 2),
		!within(s.Lengths, 5) || !within(s.Symbols, 10):
		return notModel("its header does not describe a Parakeet model")
	case !ok:
		return notModel("its weights are in a format that is too old or not known (%d)", s.Precision)
	case s.Width%weights.block != 0 || s.thinned()%weights.block != 0:
		return notModel("its weights cannot be in the format that it names (%d)", s.Precision)
	}
	return nil
}

// thinned is the width of a frame when it comes out of the convolutions.
func (s parakeetShape) thinned() int32 { return s.Mels / s.Thinning * s.Channels }

func (s parakeetShape) languages() string {
	if s.Vocabulary == englishPieces {
		return "English"
	}
	return "25 languages"
}

// parakeetWork is what the true shape was measured to need beside its weights, for two windows at once.
const parakeetWork = 270e6

func (parakeetShape) work() int64 { return parakeetWork }

// middle reads what stands between the header and the tensors.
func (s parakeetShape) middle(w *modelWalk) error {
	if err := w.filters(s.Mels, s.Fourier/2+1); err != nil {
		return err
	}
	var window int32
	if err := w.read(&window, "window"); err != nil {
		return err
	}
	if window < 1 || window > s.Fourier {
		return notModel("its window does not fit its header")
	}
	if err := w.skip(4*int64(window), "window"); err != nil {
		return err
	}
	lengths := make([]uint32, s.Lengths)
	if err := w.read(lengths, "lengths of words"); err != nil {
		return err
	}
	for _, length := range lengths {
		if length > 100 {
			return notModel("its lengths of words are garbled")
		}
	}
	return w.vocabulary(s.Vocabulary, s.Vocabulary)
}

// dimensions is how many a tensor can have in the file.
func (parakeetShape) dimensions() (least, most int32) { return 0, 4 }

// tensors gives every tensor that a model of this shape consists of, by name.
func (s parakeetShape) tensors() map[string]tensor {
	large, _ := weightType(s.Precision)
	all := map[string]tensor{
		"encoder.pre_encode.out.weight": {[4]int32{s.thinned(), s.Width, 1, 1}, large},
		"encoder.pre_encode.out.bias":   vector(s.Width),
	}
	for _, stage := range []int{0, 2, 3, 5, 6} {
		kernel := [4]int32{3, 3, 1, s.Channels}
		if stage == 3 || stage == 6 {
			kernel = [4]int32{1, 1, s.Channels, s.Channels}
		}
		all[fmt.Sprintf("encoder.pre_encode.conv.%d.weight", stage)] = tensor{kernel, singles()}
		all[fmt.Sprintf("encoder.pre_encode.conv.%d.bias", stage)] = tensor{[4]int32{1, 1, s.Channels, 1}, singles()}
	}
	for i := range s.Layers {
		s.addLayer(all, fmt.Sprintf("encoder.layers.%d.", i), large)
	}
	s.addPrediction(all, large)
	return all
}

// addLayer adds a layer of the encoder.
func (s parakeetShape) addLayer(all map[string]tensor, prefix string, large weights) {
	n := s.Width
	matrix := func(width, rows int32) tensor { return tensor{[4]int32{width, rows, 1, 1}, large} }
	for _, norm := range []string{"feed_forward1", "conv", "self_att", "feed_forward2", "out"} {
		all[prefix+"norm_"+norm+".weight"] = vector(n)
		all[prefix+"norm_"+norm+".bias"] = vector(n)
	}
	for _, part := range []string{"feed_forward1", "feed_forward2"} {
		all[prefix+part+".linear1.weight"] = matrix(n, 4*n)
		all[prefix+part+".linear2.weight"] = matrix(4*n, n)
	}
	all[prefix+"conv.pointwise_conv1.weight"] = matrix(n, 2*n)
	all[prefix+"conv.pointwise_conv2.weight"] = matrix(n, n)
	all[prefix+"conv.depthwise_conv.weight"] = tensor{[4]int32{s.Kernel, n, 1, 1}, singles()}
	for _, part := range []string{"weight", "bias", "running_mean", "running_var"} {
		all[prefix+"conv.batch_norm."+part] = vector(n)
	}
	all[prefix+"conv.batch_norm.num_batches_tracked"] = vector(1)
	for _, part := range []string{"q", "k", "v", "out", "pos"} {
		all[prefix+"self_attn.linear_"+part+".weight"] = matrix(n, n)
	}
	for _, part := range []string{"pos_bias_u", "pos_bias_v"} {
		all[prefix+"self_attn."+part] = tensor{[4]int32{n / s.Heads, s.Heads, 1, 1}, singles()}
	}
}

// addPrediction adds what makes words of what the encoder heard. Where blocks do not fit its width, it stays in singles.
func (s parakeetShape) addPrediction(all map[string]tensor, large weights) {
	n, store := s.Memory, large
	if n%large.block != 0 {
		store = singles()
	}
	matrix := func(rows int32) tensor { return tensor{[4]int32{n, rows, 1, 1}, store} }
	all["decoder.prediction.embed.weight"] = matrix(s.Vocabulary + 1)
	for i := range s.Depth {
		lstm := "decoder.prediction.dec_rnn.lstm."
		all[fmt.Sprintf("%sweight_ih_l%d", lstm, i)] = matrix(4 * n)
		all[fmt.Sprintf("%sweight_hh_l%d", lstm, i)] = matrix(4 * n)
		all[fmt.Sprintf("%sbias_h_l%d", lstm, i)] = vector(4 * n)
	}
	out := s.Vocabulary + 1 + s.Lengths
	all["joint.pred.weight"] = matrix(n)
	all["joint.pred.bias"] = vector(n)
	all["joint.enc.weight"] = tensor{[4]int32{s.Width, n, 1, 1}, large}
	all["joint.enc.bias"] = vector(n)
	all["joint.joint_net.2.weight"] = matrix(out)
	all["joint.joint_net.2.bias"] = vector(out)
}

// vector is a tensor of one row in singles.
func vector(n int32) tensor { return tensor{[4]int32{n, 1, 1, 1}, singles()} }
