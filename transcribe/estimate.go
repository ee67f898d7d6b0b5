package transcribe

import (
	"bufio"
	"os"
	"strings"

	"github.com/onrecord/onrecord/call"
)

// What an hour of call costs is reckoned from what a window costs, which was measured, and how many there are. The numbers are
// those of the sample calls, strung together with natural pauses: in 54 % of the time somebody speaks. A busier call costs more.
const (
	windowsAnHour = 151.0 // to decode, of both parties
	stepsAWindow  = 57.0  // pieces of text, with its marks
	tracksAnHour  = 7200  // seconds of sound, of both parties
)

// Size is how large a model is, as far as that decides what it costs.
type Size struct {
	width, encoder, decoder, vocabulary int
	format                              string  // of its numbers: f16, q8_0, q5_0 or q5_1
	bases                               float64 // how many windows of base in 16 bits one of it costs, where that was measured; then nothing else counts
}

// SizeOf gives the size of a model: of the catalogue's by its name, of one that was added by its file. It gives false where that does
// not tell.
func (m *Models) SizeOf(state ModelState) (Size, bool) {
	if state.Kind == Parakeet {
		size, ok := parakeetSizes()[state.Name]
		return size, ok && !state.Custom
	}
	if state.Installed {
		if s, ok := sizeOfFile(m.path(state.ModelSpec)); ok {
			return s, true
		}
	}
	_, precision := parseSuffix(strings.TrimPrefix(state.Name, FamilyOf(state.Name)))
	size, ok := sizeOfFamily(FamilyOf(state.Name))
	size.format = "f16"
	if precision != "" {
		size.format = precision
	}
	return size, ok && !state.Custom
}

// parakeetSizes are the public models of Parakeet whose like was measured beside base (engines.BenchmarkWindow).
func parakeetSizes() map[string]Size {
	return map[string]Size{"parakeet-v3": {bases: 2.0}, "parakeet-v3-q8_0": {bases: 1.3}}
}

// FamilyOf gives the size in which a public model comes, such as "base"; "" for others.
func FamilyOf(name string) string {
	best := ""
	for _, f := range families() {
		if strings.HasPrefix(name, f.name) && len(f.name) > len(best) {
			best = f.name
		}
	}
	return best
}

func sizeOfFamily(name string) (Size, bool) {
	const vocabulary = 51865
	size, ok := map[string]Size{
		"tiny":           {width: 384, encoder: 4, decoder: 4},
		"base":           {width: 512, encoder: 6, decoder: 6},
		"small":          {width: 768, encoder: 12, decoder: 12},
		"medium":         {width: 1024, encoder: 24, decoder: 24},
		"large-v3-turbo": {width: 1280, encoder: 32, decoder: 4},
		"large-v3":       {width: 1280, encoder: 32, decoder: 32},
	}[name]
	size.vocabulary = vocabulary
	return size, ok
}

// sizeOfFile reads it from the header of a Whisper model.
func sizeOfFile(path string) (Size, bool) {
	file, err := os.Open(path)
	if err != nil {
		return Size{}, false
	}
	defer file.Close() // only read
	w := &modelWalk{r: bufio.NewReader(file)}
	d, err := w.header()
	s, ok := d.(whisperShape)
	if err != nil || !ok {
		return Size{}, false
	}
	size := Size{width: int(s.AudioState), encoder: int(s.AudioLayers), decoder: int(s.TextLayers), vocabulary: int(s.Vocabulary), format: "f16"}
	for format, precision := range weightFormats() {
		if s.Precision == precision {
			size.format = format
		}
	}
	return size, true
}

// Doubt is by which part an estimate may be wrong: less for sizes with which it was compared than for larger ones, and for numbers
// whose like was measured.
func (s Size) Doubt() float64 {
	if small, _ := sizeOfFamily("small"); s.width > small.width || s.bases > 0 {
		return 0.35
	}
	return 0.2
}

// encoding is the work on a window's sound, in multiplications.
func (s Size) encoding() float64 {
	const positions = float64(audioContext)
	width, layers := float64(s.width), float64(s.encoder)
	matrices := 12 * width * width * positions
	attention := 2 * positions * positions * width
	filters := 3*80*width*2*positions + 3*width*width*positions
	return layers*(matrices+attention) + filters
}

// stepping is the work on one more piece of text, in numbers that are read.
func (s Size) stepping() float64 {
	width, layers := float64(s.width), float64(s.decoder)
	return layers*(14*width*width+2*audioContext*width) + float64(s.vocabulary)*width
}

// window is what a usual window costs.
func (c Cost) window() float64 { return c.Encode + stepsAWindow*c.Step }

// clock is what a usual window took while it was measured.
func (c Cost) clock() float64 { return c.window() * c.Slowed }

// Hour tells about how long an hour of call takes to be written down with a model of a size, when nothing else is done: by the clock,
// with a plan.
func (c Calibration) Hour(size Size, plan Plan) call.Seconds {
	cost := c.of(size)
	windows := windowsAnHour * cost.window()
	voices := tracksAnHour * cost.Voice / float64(c.Plan.Windows)
	return call.Seconds((windows + voices) * float64(c.Plan.Threads()) / float64(plan.Threads()))
}

// of reckons what the work costs with a model of a size: tiny's size or less from the one that was measured, a larger one from the
// one of base's.
func (c Calibration) of(size Size) Cost {
	tiny, _ := sizeOfFamily("tiny")
	base, _ := sizeOfFamily("base")
	from, cost := base, c.Large["f16"]
	switch {
	case size.bases > 0:
		return Cost{Encode: cost.Encode * size.bases, Step: cost.Step * size.bases, Voice: cost.Voice}
	case size.width <= tiny.width:
		from, cost = tiny, c.Small
	}
	cost.Encode *= size.encoding() / from.encoding()
	cost.Step *= size.stepping() / from.stepping()
	if packed, ok := c.Large[likeliest(size.format)]; ok {
		cost.Encode *= packed.Encode / c.Large["f16"].Encode
		cost.Step *= packed.Step / c.Large["f16"].Step
	}
	return cost
}

// likeliest is the format that was measured in the place of another one of as many bits.
func likeliest(format string) string {
	if format == "q5_0" {
		return "q5_1"
	}
	return format
}
