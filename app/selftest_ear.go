package app

import (
	"sync/atomic"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/audio/selftest"
)

// ear is one side of a self-test.
type ear struct {
	kind          audio.Kind
	named, chosen string // device IDs, as in a take
	source        audio.Source
	lost          error // why the chosen device is not used but the default
	err           error // why nothing can be heard
	tape          *tape
}

// open opens and starts the device that a take would record: the one that was named, else the chosen one, else the
// default.
func (e *ear) open(devices Devices) {
	e.tape = newTape()
	id := e.named
	if id == "" {
		id = e.chosen
	}
	e.source, e.err = devices.Open(e.kind, id, selftest.Rate)
	if e.err != nil && e.named == "" && e.chosen != "" {
		e.lost = e.err
		e.source, e.err = devices.Open(e.kind, "", selftest.Rate)
	}
	if e.err == nil {
		e.err = e.source.Start(e.tape.deliver)
	}
}

func (e *ear) stop() error {
	if e.source == nil {
		return nil
	}
	return e.source.Stop()
}

// ready reports whether enough quiet was heard, or nothing will be.
func (e *ear) ready() bool { return e.err != nil || e.elapsed() >= quietTime }

// elapsed is how much was heard.
func (e *ear) elapsed() time.Duration {
	if e.err != nil {
		return 0
	}
	return time.Duration(e.tape.length()) * time.Second / time.Duration(e.source.Rate())
}

// frames are those heard up to now, at selftest.Rate.
func (e *ear) frames() []int16 {
	if e.err != nil {
		return nil
	}
	return selftest.AtRate(e.tape.frames(), e.source.Rate())
}

// without gives what was heard before the sound and after a moment, so that the sound's own echo is not in it.
func (e *ear) without(echo arrival, after time.Duration) []int16 {
	const reverberation = 200 * time.Millisecond
	frames := e.frames()
	quiet, begin := min(framesOf(quietTime), len(frames)), framesOf(after)
	if echo.heard {
		begin = max(begin, echo.At+framesOf(selftest.Length+reverberation))
	}
	return append(frames[:quiet:quiet], frames[min(begin, len(frames)):]...)
}

func framesOf(d time.Duration) int { return int(d * selftest.Rate / time.Second) }

// tape keeps the first frames of a source with the times at which they came. It never allocates on the source's thread.
type tape struct {
	pcm   []int16
	times []tapeTime
	heard atomic.Int64 // frames of pcm that are filled
	came  atomic.Int64 // times that are filled
}

type tapeTime struct {
	at    time.Time
	heard int64 // frames until then
}

// newTape makes one that holds a whole self-test at the highest rate a source may have.
func newTape() *tape {
	seconds := int((selfTestLimit + 4*time.Second) / time.Second)
	return &tape{pcm: make([]int16, seconds*192000), times: make([]tapeTime, seconds*400)}
}

// deliver runs on the source's thread.
func (t *tape) deliver(frames []int16) {
	now, from, came := time.Now(), t.heard.Load(), t.came.Load()
	n := from + int64(copy(t.pcm[from:], frames))
	if came < int64(len(t.times)) {
		t.times[came] = tapeTime{now, n}
		t.came.Store(came + 1)
	}
	t.heard.Store(n)
}

func (t *tape) length() int64 { return t.heard.Load() }

func (t *tape) frames() []int16 { return t.pcm[:t.heard.Load()] }

// began estimates when the first frame was heard: no delivery can come before its frames were there, and the one that
// was held up least tells best.
func (t *tape) began(rate int) time.Time {
	var first time.Time
	for i, came := range t.times[:t.came.Load()] {
		start := came.at.Add(-time.Duration(came.heard) * time.Second / time.Duration(rate))
		if i == 0 || start.Before(first) {
			first = start
		}
	}
	return first
}

// last is when frames came last.
func (t *tape) last() time.Time {
	came := t.came.Load()
	if came == 0 {
		return time.Time{}
	}
	return t.times[came-1].at
}
