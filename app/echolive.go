package app

import (
	"cmp"
	"encoding/binary"
	"io"
	"slices"
	"sync"

	"github.com/onrecord/onrecord/audio/echo"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/transcribe"
)

// While a call runs, nobody can look back into its recording: it is still being written. So the newest sound is kept as the
// worker is told it, to tell the captions that are echoes from those that are not.

// lately holds the newest sound of both parties and what it said about captions.
type lately struct {
	mu     sync.Mutex
	reels  map[call.Party]*reel
	judged map[caption]echo.Finding // of the goroutine that reports progress
}

// caption is a segment as far as it matters whether it is an echo.
type caption struct {
	start, end call.Seconds
	text       string
}

func keyOf(s call.Segment) caption { return caption{s.Start, s.End, s.Text} }

func newLately() *lately {
	return &lately{
		reels:  map[call.Party]*reel{call.Local: {}, call.Remote: {}},
		judged: map[caption]echo.Finding{},
	}
}

// listen lets a party's track be kept while it is read.
func (l *lately) listen(party call.Party, track io.Reader) io.Reader {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := &reel{}
	l.reels[party] = r // a second attempt begins at the beginning
	return io.TeeReader(track, writing(func(pcm []byte) {
		l.mu.Lock()
		defer l.mu.Unlock()
		r.add(pcm)
	}))
}

// writing is a function that takes what is written.
type writing func([]byte)

func (w writing) Write(p []byte) (int, error) {
	w(p)
	return len(p), nil
}

// marking lets captions be reported with the echoes among them marked.
func (l *lately) marking(progress func(Progress)) func(Progress) {
	if progress == nil {
		return nil
	}
	return func(p Progress) {
		p.Segments, p.Guesses = l.mark(p.Segments, p.Guesses)
		progress(p)
	}
}

// mark gives the captions with the echoes among them marked, as far as it can be told already.
func (l *lately) mark(segments, guesses []call.Segment) (marked, guessed []call.Segment) {
	all := slices.Concat(segments, guesses)
	asked := l.asked(all, len(segments))
	found := make([]echo.Finding, len(asked))
	for i, segment := range asked {
		found[i] = l.judge(*segment)
	}
	settleEchoes(asked, found)
	return all[:len(segments):len(segments)], all[len(segments):]
}

// asked gives the captions that may be echoes. Of those whose sound is gone only what was judged before counts, so that a
// long call costs no more than a short one.
func (l *lately) asked(all []call.Segment, sorted int) (asked []*call.Segment) {
	l.mu.Lock()
	gone := call.AtFrame(l.reels[call.Local].from, transcribe.Rate)
	l.mu.Unlock()
	old, _ := slices.BinarySearchFunc(all[:sorted], gone, func(s call.Segment, at call.Seconds) int { return cmp.Compare(s.Start, at) })
	for i := range old {
		if _, judged := l.judged[keyOf(all[i])]; judged {
			asked = append(asked, &all[i])
		}
	}
	return append(asked, saidTwice(all[old:])...)
}

// judge says whether a caption leaked. Nothing is known of one whose sound is not all there.
func (l *lately) judge(segment call.Segment) echo.Finding {
	key := keyOf(segment)
	if found, known := l.judged[key]; known {
		return found
	}
	passage, whole := l.passage(segment)
	if !whole {
		return echo.Finding{}
	}
	found := echo.Judge(passage)
	l.judged[key] = found
	return found
}

// passage gives the sound of a segment with what lies around it, and reports whether all of it is there.
func (l *lately) passage(segment call.Segment) (echo.Passage, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := segment.Start.Frames(transcribe.Rate)
	last := max(segment.End, segment.Start+instant).Frames(transcribe.Rate)
	from, to := max(0, first-echo.Margin*transcribe.Rate), last+echo.Margin*transcribe.Rate
	local, ok := l.reels[call.Local].between(from, to)
	far, both := l.reels[call.Remote].between(from, to)
	return echo.Passage{Local: local, Far: far, Rate: transcribe.Rate, From: int(first - from), To: int(last - from)}, ok && both
}

const (
	reelKept  = 150 * transcribe.Rate // frames: longer than most windows take to fill
	reelSlack = 30 * transcribe.Rate
)

// reel is the newest sound of one party.
type reel struct {
	from   int64 // frame of the call with which it begins
	frames []int16
	odd    []byte // half a frame
}

func (r *reel) add(pcm []byte) {
	pcm = append(r.odd, pcm...)
	for ; len(pcm) >= 2; pcm = pcm[2:] {
		r.frames = append(r.frames, int16(binary.LittleEndian.Uint16(pcm)))
	}
	r.odd = slices.Clone(pcm)
	if old := len(r.frames) - reelKept; old > reelSlack {
		r.frames = r.frames[:copy(r.frames, r.frames[old:])]
		r.from += int64(old)
	}
}

// between gives a copy of the frames from one to another, if all are there.
func (r *reel) between(from, to int64) ([]int16, bool) {
	if from < r.from || to > r.from+int64(len(r.frames)) {
		return nil, false
	}
	return slices.Clone(r.frames[from-r.from : to-r.from]), true
}
