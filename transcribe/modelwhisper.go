package transcribe

import "fmt"

const (
	audioContext = 1500 // positions of a 30 second window
	textContext  = 448  // tokens that the decoder can look back on
	headWidth    = 64   // in every Whisper model
	fourierBins  = 201  // per mel filter
)

// whisperShape is what the header of a Whisper model says: after it come the mel filters and the vocabulary.
type whisperShape struct {
	Vocabulary   int32
	AudioContext int32
	AudioState   int32
	AudioHeads   int32
	AudioLayers  int32
	TextContext  int32
	TextState    int32
	TextHeads    int32
	TextLayers   int32
	Mels         int32
	Precision    int32
}

func (whisperShape) kind() Kind { return Whisper }

// check refuses what no Whisper model has. The engine trusts these numbers when it reserves memory.
func (s whisperShape) check() error {
	weights, ok := weightType(s.Precision)
	switch {
	case s.Vocabulary < 51864 || s.Vocabulary > 51866,
		s.AudioContext != audioContext,
		s.TextContext != textContext,
		s.AudioState != s.TextState,
		s.AudioState < headWidth || s.AudioState > 2048,
		s.AudioHeads != s.AudioState/headWidth || s.AudioState%headWidth != 0,
		s.TextHeads != s.AudioHeads,
		s.AudioLayers < 1 || s.AudioLayers > 64,
		s.TextLayers < 1 || s.TextLayers > 64,
		s.Mels != 80 && s.Mels != 128:
		return notModel("its header does not describe a Whisper model")
	case !ok:
		return notModel("its weights are in a format that is too old or not known (%d)", s.Precision)
	case s.AudioState%weights.block != 0:
		return notModel("its weights cannot be in the format that it names (%d)", s.Precision)
	}
	return nil
}

// languages says what a model of this shape understands.
func (s whisperShape) languages() string {
	switch s.Vocabulary {
	case 51864:
		return "English"
	case 51866:
		return "100 languages"
	}
	return "99 languages"
}

// work is about what the engine needs besides the weights, by the width of the model.
func (s whisperShape) work() int64 {
	switch {
	case s.AudioState <= 384:
		return 200e6
	case s.AudioState <= 512:
		return 260e6
	case s.AudioState <= 768:
		return 460e6
	case s.AudioState <= 1024:
		return 900e6
	}
	return 1400e6
}

// middle reads what stands between the header and the tensors.
func (s whisperShape) middle(w *modelWalk) error {
	if err := w.filters(s.Mels, fourierBins); err != nil {
		return err
	}
	return w.vocabulary(1, s.Vocabulary)
}

// dimensions is how many a tensor can have in the file.
func (whisperShape) dimensions() (least, most int32) { return 1, 3 }

// tensors gives every tensor that a model of this shape consists of, by name.
func (s whisperShape) tensors() map[string]tensor {
	large, _ := weightType(s.Precision)
	filter := halves()
	if large == singles() {
		filter = large
	}
	n := s.AudioState
	vector := tensor{[4]int32{n, 1, 1, 1}, singles()}
	column := tensor{[4]int32{1, n, 1, 1}, singles()}
	all := map[string]tensor{
		"encoder.positional_embedding":   {[4]int32{n, s.AudioContext, 1, 1}, singles()},
		"encoder.conv1.weight":           {[4]int32{3, s.Mels, n, 1}, filter},
		"encoder.conv1.bias":             column,
		"encoder.conv2.weight":           {[4]int32{3, n, n, 1}, filter},
		"encoder.conv2.bias":             column,
		"encoder.ln_post.weight":         vector,
		"encoder.ln_post.bias":           vector,
		"decoder.positional_embedding":   {[4]int32{n, s.TextContext, 1, 1}, singles()},
		"decoder.token_embedding.weight": {[4]int32{n, s.Vocabulary, 1, 1}, large},
		"decoder.ln.weight":              vector,
		"decoder.ln.bias":                vector,
	}
	for i := range s.AudioLayers {
		addWhisperLayer(all, fmt.Sprintf("encoder.blocks.%d.", i), n, large)
		addWhisperAttention(all, fmt.Sprintf("encoder.blocks.%d.attn", i), n, large)
	}
	for i := range s.TextLayers {
		addWhisperLayer(all, fmt.Sprintf("decoder.blocks.%d.", i), n, large)
		addWhisperAttention(all, fmt.Sprintf("decoder.blocks.%d.attn", i), n, large)
		addWhisperAttention(all, fmt.Sprintf("decoder.blocks.%d.cross_attn", i), n, large)
	}
	return all
}

// addWhisperLayer adds what every layer has besides its attention.
func addWhisperLayer(all map[string]tensor, prefix string, n int32, large weights) {
	all[prefix+"mlp_ln.weight"] = tensor{[4]int32{n, 1, 1, 1}, singles()}
	all[prefix+"mlp_ln.bias"] = tensor{[4]int32{n, 1, 1, 1}, singles()}
	all[prefix+"mlp.0.weight"] = tensor{[4]int32{n, 4 * n, 1, 1}, large}
	all[prefix+"mlp.0.bias"] = tensor{[4]int32{4 * n, 1, 1, 1}, singles()}
	all[prefix+"mlp.2.weight"] = tensor{[4]int32{4 * n, n, 1, 1}, large}
	all[prefix+"mlp.2.bias"] = tensor{[4]int32{n, 1, 1, 1}, singles()}
}

// addWhisperAttention adds an attention block. Its key has no bias.
func addWhisperAttention(all map[string]tensor, prefix string, n int32, large weights) {
	vector := tensor{[4]int32{n, 1, 1, 1}, singles()}
	matrix := tensor{[4]int32{n, n, 1, 1}, large}
	all[prefix+"_ln.weight"] = vector
	all[prefix+"_ln.bias"] = vector
	for _, part := range []string{"query", "key", "value", "out"} {
		all[prefix+"."+part+".weight"] = matrix
		if part != "key" {
			all[prefix+"."+part+".bias"] = vector
		}
	}
}
