package voice

import "math"

// network is the running state of the detection for one party. A fresh one has heard nothing.
//
// A frame becomes four short spectra; four convolutions turn them into one vector; a memory of 128 cells joins it with
// what came before; one more sum gives the probability.
type network struct {
	weights *weights
	fourier *windowed
	cells   [wide]float32
	// heard is the encoder's output followed by the memory's last, as the memory takes them.
	heard [2 * wide]float32

	// What follows is room to work in, kept so that a frame allocates nothing. Silence stands before and behind.
	spectrum   [short]complex128
	magnitudes [(spectra + 2) * bins]float32
	first      [(spectra + 2) * wide]float32
	second     [2 * narrow]float32
	third      [narrow]float32
	gates      [gates]float32
}

func (m *Model) network() *network { return &network{weights: m.weights, fourier: m.fourier} }

// reset forgets what was heard.
func (n *network) reset() { n.cells, n.heard = [wide]float32{}, [2 * wide]float32{} }

// probability tells how likely the next frame holds speech.
func (n *network) probability(frame *[Frame]int16) float32 {
	n.analyse(frame)
	n.encode()
	n.remember()
	sum := n.weights.outBias
	for i, h := range n.heard[wide:] {
		sum += n.weights.out[i] * max(0, h)
	}
	return sigmoid(sum)
}

// analyse fills in the magnitudes. The frame is mirrored at both its ends, as libwhisper does it; so both always agree.
//
//go:norace
func (n *network) analyse(frame *[Frame]int16) {
	const edge = (spectra-1)*hop + short - Frame
	var padded [Frame + edge]float32
	for i := range padded {
		at := i - edge/2
		if at < 0 {
			at = -at
		}
		if at >= Frame {
			at = 2*(Frame-1) - at
		}
		padded[i] = float32(frame[at]) / -math.MinInt16
	}
	for s := 0; s < spectra; s += 2 {
		n.fourier.pair(n.spectrum[:], padded[s*hop:][:short], padded[(s+1)*hop:][:short])
		for k := range bins {
			a, b := powers(n.spectrum[:], k)
			n.magnitudes[(s+1)*bins+k] = sqrt(a)
			n.magnitudes[(s+2)*bins+k] = sqrt(b)
		}
	}
}

// encode runs the convolutions: three taps, the second and third with a stride of two.
func (n *network) encode() {
	w := &n.weights.conv
	for c := range wide {
		row := w[0].rows[c*taps*bins:][:taps*bins]
		m := n.magnitudes[:]
		y0, y1, y2, y3 := dots(row, m, m[bins:], m[2*bins:], m[3*bins:])
		bias := w[0].bias[c]
		n.first[wide+c] = max(0, y0+bias)
		n.first[2*wide+c] = max(0, y1+bias)
		n.first[3*wide+c] = max(0, y2+bias)
		n.first[4*wide+c] = max(0, y3+bias)
	}
	w[1].apply(n.second[:narrow], n.first[:taps*wide])
	w[1].apply(n.second[narrow:], n.first[2*wide:][:taps*wide])
	rectify(n.second[:])
	w[2].apply(n.third[:], n.second[:])
	rectify(n.third[:])
	w[3].apply(n.heard[:wide], n.third[:])
	rectify(n.heard[:wide])
}

// remember runs the memory.
func (n *network) remember() {
	n.weights.memory.apply(n.gates[:], n.heard[:])
	for i := range wide {
		in, forget := sigmoid(n.gates[i]), sigmoid(n.gates[wide+i])
		n.cells[i] = forget*n.cells[i] + in*tanh(n.gates[2*wide+i])
		n.heard[wide+i] = sigmoid(n.gates[3*wide+i]) * tanh(n.cells[i])
	}
}

func sigmoid(x float32) float32 { return 1 / (1 + float32(math.Exp(-float64(x)))) }

func tanh(x float32) float32 { return 2*sigmoid(2*x) - 1 }

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
