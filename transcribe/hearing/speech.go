package hearing

import (
	"math"

	"github.com/onrecord/onrecord/audio/voice"
	"github.com/onrecord/onrecord/transcribe"
)

// span is a run of samples, from start up to but not including end, on the track's own timeline.
type span struct{ start, end int }

func (s span) length() int { return s.end - s.start }

// samplesIn gives the number of samples in so many seconds.
func samplesIn(seconds float64) int { return int(seconds * transcribe.Rate) }

func floats(pcm []int16) []float32 {
	f := make([]float32, len(pcm))
	for i, x := range pcm {
		f[i] = float32(x) / -math.MinInt16
	}
	return f
}

const (
	speaks     = 0.5               // probability from which speech begins
	falls      = speaks - 0.15     // below it, speech may have ended
	breath     = 4 * voice.Frame   // a pause shorter than this (0.13 s) does not end it
	shortWords = 5*voice.Frame + 1 // a shorter sound (0.16 s) is a click or a cough, no word
	// lasting is the longest span, so that one always fits into a window. A longer one is cut in two.
	lasting = Longest - 2*margin
)

// finder turns the probabilities of speech, frame by frame, into the spans in which somebody speaks.
type finder struct {
	frame  int       // the next one
	begin  int       // frame with which speech began; -1: nobody speaks
	pause  int       // frame with which it may have ended; -1: it has not
	probs  []float32 // of the frames since begin
	ending int       // where the track ends, once it has
}

func newFinder() *finder { return &finder{begin: -1, pause: -1, ending: math.MaxInt} }

// next takes the probability of the next frame. It gives the span that ends with it, if one does.
func (f *finder) next(p float32) (found span, ok bool) {
	now := f.frame
	f.frame++
	switch {
	case f.begin < 0 && p < speaks:
		return span{}, false
	case f.begin < 0:
		f.begin = now
	case p >= speaks:
		f.pause = -1
	case f.pause < 0 && p < falls:
		f.pause = now
	}
	f.probs = append(f.probs, p)
	switch {
	case f.pause >= 0 && (f.frame-f.pause)*voice.Frame > breath:
		return f.end(f.pause)
	case f.pause < 0 && len(f.probs)*voice.Frame > lasting:
		return f.cut(), true
	default:
		return span{}, false
	}
}

// end ends the span under way, if there is one, before a frame.
func (f *finder) end(frame int) (span, bool) {
	if f.begin < 0 {
		return span{}, false
	}
	s := span{f.begin * voice.Frame, min(frame*voice.Frame, f.ending)}
	f.begin, f.pause, f.probs = -1, -1, f.probs[:0]
	return s, s.length() >= shortWords
}

// cut ends the span under way where speech was least likely in its last third, and begins another one there.
func (f *finder) cut() span {
	most := lasting / voice.Frame
	at := most * 2 / 3
	for i := at; i < most; i++ {
		if f.probs[i] < f.probs[at] {
			at = i
		}
	}
	s := span{f.begin * voice.Frame, (f.begin + at) * voice.Frame}
	f.begin += at
	f.probs = f.probs[:copy(f.probs, f.probs[at:])]
	return s
}

// finish gives the span under way at the end of a track of so many samples, if there is one.
func (f *finder) finish(samples int) (span, bool) {
	f.ending = samples
	return f.end(f.frame)
}
