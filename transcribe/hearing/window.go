package hearing

import (
	"slices"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// Whisper works on 30 s at once and takes as long for one second as for thirty. So speech is packed: a window holds as
// many spans as fit, with a little of the sound around each, and a map back to the track's time.

// Longest is how many samples a window may have. The last seconds of a full 30 s are those in which Whisper most often
// loses its place.
const Longest = 24 * transcribe.Rate

const (
	// margin is the sound kept before and after a span: the recogniser wants to hear a pause between sentences. Half of
	// it doubles the errors in the sample calls, and more makes it stop listening.
	margin = transcribe.Rate / 2
	// bridge is the longest pause that stays as it is, so that margins never overlap.
	bridge = 2 * margin
)

// window is what the recogniser gets at once: parts of the track, one after the other.
type window struct {
	parts  []span // with margins, not overlapping, in order
	speech []span // the speech in them
}

func (w window) length() int {
	total := 0
	for _, p := range w.parts {
		total += p.length()
	}
	return total
}

// bounds gives the frames of the track from which and up to which it reaches.
func (w window) bounds() (start, end int64) {
	return int64(w.parts[0].start), int64(w.parts[len(w.parts)-1].end)
}

// samples gathers the window's sound.
func (w window) samples(s *store) []float32 {
	all := make([]float32, 0, w.length())
	for _, p := range w.parts {
		all = append(all, floats(s.sound(p))...)
	}
	return all
}

// onTrack gives the sample of the track that lies so many seconds into the window.
func (w window) onTrack(seconds float64) int {
	at := max(0, samplesIn(seconds))
	for _, p := range w.parts {
		if at < p.length() {
			return p.start + at
		}
		at -= p.length()
	}
	return w.parts[len(w.parts)-1].end
}

// place puts a word's start and end, in seconds within the window, onto the track: on speech, not on the margin.
func (w window) place(start, end float64) (call.Seconds, call.Seconds) {
	from, to := w.onTrack(start), w.onTrack(max(start, end))
	middle := from + (to-from)/2
	nearest := slices.MinFunc(w.speech, func(a, b span) int { return a.distance(middle) - b.distance(middle) })
	from = min(max(from, nearest.start), nearest.end)
	to = min(max(to, from), nearest.end)
	return call.AtFrame(int64(from), transcribe.Rate), call.AtFrame(int64(to), transcribe.Rate)
}

func (s span) distance(sample int) int { return max(s.start-sample, sample-s.end, 0) }

// packer puts spans of speech into windows as they come. A window is full when one more span does not fit, so what is in
// it depends on the track alone and not on when it was heard.
type packer struct {
	spans []span // not in a window yet
	from  int    // where the speech before them ended
}

// add takes the next span, of at most lasting samples, and gives the windows that are full by it. The track was heard up to
// a sample.
func (p *packer) add(s span, heard int) (full []window) {
	p.spans = append(p.spans, s)
	for {
		n := fitting(p.spans)
		if n == len(p.spans) {
			return full
		}
		full = append(full, p.take(n, min(heard, p.spans[n].start)))
	}
}

// rest gives the last window, if there is one.
func (p *packer) rest(heard int) (last window, ok bool) {
	if len(p.spans) == 0 {
		return window{}, false
	}
	return p.take(len(p.spans), heard), true
}

// take makes a window of the first n spans. Its sound does not reach into other speech.
func (p *packer) take(n, until int) window {
	w := gather(p.spans[:n:n], p.from, until)
	p.from = p.spans[n-1].end
	p.spans = slices.Clone(p.spans[n:])
	return w
}

// needed gives the sound that the spans need, in order and apart from each other.
func (p *packer) needed(until int) []span {
	if len(p.spans) == 0 {
		return nil
	}
	return gather(p.spans, p.from, until).parts
}

// gather makes one window of spans, with sound from one sample to another.
func gather(speech []span, from, until int) window {
	w := window{speech: speech}
	for i, s := range speech {
		part := span{max(from, s.start-margin), min(until, s.end+margin)}
		if i > 0 && s.start-speech[i-1].end <= bridge {
			w.parts[len(w.parts)-1].end = part.end
		} else {
			w.parts = append(w.parts, part)
		}
	}
	return w
}

// fitting gives how many of the spans go into the next window. When not all fit, those up to the longest pause in
// the window's second half do, because a sentence is best not torn apart.
func fitting(speech []span) int {
	best, widest := 1, 0
	last := speech[len(speech)-1].end + margin
	for n := 1; n < len(speech); n++ {
		if gather(speech[:n+1], 0, last).length() > Longest {
			return best
		}
		pause := speech[n].start - speech[n-1].end
		switch early := gather(speech[:n], 0, last).length() < Longest/2; {
		case early:
			best = n
		case pause >= widest:
			best, widest = n, pause
		}
	}
	return len(speech)
}
