package voice

// Tone reports whether a span of sound that the network takes for speech holds tones rather than a voice: no
// part of it has proved to be one.
func Tone(pcm []int16) bool {
	t := trial{tones: newTones()}
	for ; len(pcm) >= Frame; pcm = pcm[Frame:] {
		if t.add((*[Frame]int16)(pcm)); t.voice {
			return false
		}
	}
	return !t.end()
}

const (
	// tonal is the share of the power in the strongest bands from which a sound is a tone. Lasting tones reach 0.99; the most
	// even half second of a voice among the samples reaches 0.94.
	tonal = 0.96
	// recurring is how like itself a sound must stay to be a tone. Trills reach 0.98, the samples' voices 0.87.
	recurring = 0.89
	// keyed is the share of the power in keys of a telephone from which they are what is heard. Keys reach 0.9, and 0.7 when
	// the noise is hardly below them; no frame of the samples' voices is a key.
	keyed = 0.6

	first  = 8  // frames from which on a tone can be seen as one
	enough = 20 // frames in a row that are no tone, 0.64 s, are a voice
)

// trial finds out whether a span of sound is a voice.
type trial struct {
	tones  *tones
	frames int
	from   int  // frame after the newest at which it was a tone
	voice  bool // it has been no tone for long enough
}

// reset begins with a new span.
func (t *trial) reset() {
	t.tones.reset()
	t.frames, t.from, t.voice = 0, 0, false
}

// add takes in the span's next frame.
func (t *trial) add(frame *[Frame]int16) {
	t.frames++
	t.tones.add(frame)
	if t.frames >= first && t.tones.heard() {
		t.from = t.frames
	}
	t.voice = t.frames-t.from >= enough
}

// pass lets a frame of a pause go by, which says nothing about what came before.
func (t *trial) pass() { t.frames++ }

// end gives the verdict when the span is over: a short word counts when there is nothing of a tone in it.
func (t *trial) end() bool { return t.voice || t.from == 0 && !t.tones.heard() }
