package whisper

import (
	"slices"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// The recogniser works on 30 s at once and takes as long for one second as for thirty. So speech is packed: a window
// holds as many spans as fit, with a little of the sound around each, and a map back to the track's time.

// longest is how many samples a window may have. The last seconds of a full 30 s are those in which the recogniser
// most often loses its place.
const longest = 24 * transcribe.Rate

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

// samples gathers the window's sound from the track.
func (w window) samples(pcm []int16) []float32 {
	all := make([]float32, 0, w.length())
	for _, p := range w.parts {
		all = append(all, floats(pcm[p.start:p.end])...)
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

// pack puts the speech of a track of so many samples into windows. probs tells where a span too long for one window
// may be cut with the least harm.
func pack(speech []span, probs []float32, samples int) []window {
	var all []window
	for rest := shorten(speech, probs); len(rest) > 0; {
		n := fitting(rest, samples)
		all = append(all, gather(rest[:n], samples))
		rest = rest[n:]
	}
	return all
}

// gather makes one window of spans.
func gather(speech []span, samples int) window {
	w := window{speech: speech}
	for i, s := range speech {
		part := span{max(0, s.start-margin), min(samples, s.end+margin)}
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
func fitting(speech []span, samples int) int {
	best, widest := 1, 0
	for n := 1; n < len(speech); n++ {
		if gather(speech[:n+1], samples).length() > longest {
			return best
		}
		pause := speech[n].start - speech[n-1].end
		switch early := gather(speech[:n], samples).length() < longest/2; {
		case early:
			best = n
		case pause >= widest:
			best, widest = n, pause
		}
	}
	return len(speech)
}

// shorten cuts spans that are too long for a window, each where speech is least likely in the last third.
func shorten(speech []span, probs []float32) []span {
	limit := longest - 2*margin
	var pieces []span
	for _, s := range speech {
		for s.length() > limit {
			cut := weakest(probs, (s.start+limit*2/3)/vadFrame, (s.start+limit)/vadFrame) * vadFrame
			pieces = append(pieces, span{s.start, cut})
			s.start = cut
		}
		pieces = append(pieces, s)
	}
	return pieces
}

func weakest(probs []float32, from, to int) int {
	least := from
	for i := from; i < to; i++ {
		if probs[i] < probs[least] {
			least = i
		}
	}
	return least
}
