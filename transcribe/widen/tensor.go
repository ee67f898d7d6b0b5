package widen

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// tensor is the head of one array of numbers.
type tensor struct {
	name string
	dims []int32 // the first one runs fastest
	kind int32
}

// check refuses a tensor that is no part of a model with this header, or in numbers that cannot be read.
func (t tensor) check(h header) error {
	most := max(4*h.AudioState, h.Vocabulary, h.AudioContext, h.TextContext)
	if slices.ContainsFunc(t.dims, func(n int32) bool { return n < 1 || n > most }) || t.row() > 3*4*int(h.AudioState) {
		return notModel("the size of its tensor %q is garbled", t.name)
	}
	if block, _ := layout(t.kind); block == 0 || t.row()%block != 0 {
		return notModel("its tensor %q is in a format that cannot be read (%d)", t.name, t.kind)
	}
	return nil
}

// row is how many numbers belong together: those that one output is made of.
func (t tensor) row() int {
	n := 1
	for _, d := range t.dims[:max(1, len(t.dims)-1)] {
		n *= int(d)
	}
	return n
}

// rows is how many of them there are.
func (t tensor) rows() int {
	if len(t.dims) == 1 {
		return 1
	}
	return int(t.dims[len(t.dims)-1])
}

// repeat says how a tensor grows.
type repeat struct {
	dims         []bool // which sizes grow
	across, down int32  // how often each row, and the whole, are repeated
	by           float32
	kind         int32 // of the numbers written
}

// repeat gives the rule for a tensor when channels are repeated so many times.
func (t tensor) repeat(times int32) repeat {
	share := 1 / float32(times)
	switch {
	case t.name == "decoder.ln.weight" || t.name == "decoder.ln.bias":
		return repeat{[]bool{true}, times, 1, share, singles}
	case strings.HasSuffix(t.name, "positional_embedding"):
		return repeat{[]bool{true, false}, times, 1, 1, singles}
	case t.name == "decoder.token_embedding.weight":
		return repeat{[]bool{true, false}, times, 1, 1, halves}
	case t.name == "encoder.conv1.weight":
		return repeat{[]bool{false, false, true}, 1, times, 1, halves}
	case t.name == "encoder.conv2.weight":
		return repeat{[]bool{false, true, true}, times, times, share, halves}
	case len(t.dims) == 2 && t.dims[0] > 1:
		return repeat{[]bool{true, true}, times, times, share, halves}
	case len(t.dims) == 2: // the bias of a convolution
		return repeat{[]bool{false, true}, 1, times, 1, singles}
	default:
		return repeat{[]bool{true}, times, 1, 1, singles}
	}
}

// tensor writes the tensor under way as it stands in the new model, and for the layers that are added.
func (w *widening) tensor(t tensor) error {
	rule := t.repeat(w.times)
	if len(rule.dims) != len(t.dims) {
		return notModel("its tensor %q does not belong in a Whisper model", t.name)
	}
	large := tensor{name: t.name, dims: slices.Clone(t.dims), kind: rule.kind}
	for i, grows := range rule.dims {
		if grows {
			large.dims[i] *= w.times
		}
	}
	if rule.down == 1 && !strings.Contains(t.name, ".blocks.") { // the tokens above all, by far the largest
		return w.stream(t, large, rule)
	}
	w.whole.Reset()
	if err := w.convert(t, rule, w.whole.Write); err != nil {
		return err
	}
	return w.everywhere(large, int(rule.down))
}

// stream writes a tensor row by row.
func (w *widening) stream(t, large tensor, rule repeat) error {
	if err := w.putHead(large); err != nil {
		return err
	}
	return w.convert(t, rule, w.to.Write)
}

// everywhere writes the tensor that is held whole, and copies of one of the first layer for those that are added. They get no
// say: what they would add to the signal is zero.
func (w *widening) everywhere(t tensor, times int) error {
	if err := w.putWhole(t, times); err != nil {
		return err
	}
	for _, side := range []struct {
		prefix   string
		from, to int32
	}{
		{"encoder.blocks.", w.old.AudioLayers, w.new.AudioLayers},
		{"decoder.blocks.", w.old.TextLayers, w.new.TextLayers},
	} {
		part, ok := strings.CutPrefix(t.name, side.prefix+"0.")
		if !ok {
			continue
		}
		if adds(part) {
			clear(w.whole.Bytes())
		}
		for layer := side.from; layer < side.to; layer++ {
			t.name = fmt.Sprintf("%s%d.%s", side.prefix, layer, part)
			if err := w.putWhole(t, times); err != nil {
				return err
			}
		}
	}
	return nil
}

// adds reports whether a part of a layer gives what the layer adds to the signal.
func adds(part string) bool {
	return strings.Contains(part, "attn.out.") || strings.HasPrefix(part, "mlp.2.")
}

// putWhole writes the tensor that is held whole, so many times over, under a head.
func (w *widening) putWhole(t tensor, times int) error {
	if err := w.putHead(t); err != nil {
		return err
	}
	for range times {
		if _, err := w.to.Write(w.whole.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func (w *widening) putHead(t tensor) error {
	if err := w.put([]int32{int32(len(t.dims)), int32(len(t.name)), t.kind}); err != nil {
		return err
	}
	if err := w.put(t.dims); err != nil {
		return err
	}
	_, err := w.to.WriteString(t.name)
	return err
}

// convert reads a tensor's rows and hands each on as it stands in the new model.
func (w *widening) convert(t tensor, rule repeat, write func([]byte) (int, error)) error {
	block, size := layout(t.kind)
	raw := make([]byte, t.row()/block*size)
	row := make([]float32, t.row())
	var out []byte
	for range t.rows() {
		if _, err := io.ReadFull(w.r, raw); err != nil {
			return cutOff(err, fmt.Sprintf("tensor %q", t.name))
		}
		decode(row, raw, t.kind)
		out = encode(out[:0], row, rule.by, rule.kind)
		for range rule.across {
			if _, err := write(out); err != nil {
				return err
			}
		}
	}
	return nil
}
