// Package audiotest plays scripted sound into a take and holds the conformance suite for sources.
package audiotest

import (
	"math"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
)

// Script says what a Source delivers, and how it misbehaves. The zero value delivers silence at 16 kHz for ever.
type Script struct {
	Device audio.Device
	Rate   int     // 0: 16000
	Frames []int16 // what is to be heard; silence follows
	// Sound, if not nil, is what is to be heard instead, at any time in seconds since Began, or since Start if that is zero.
	Sound func(seconds float64) int16
	Began time.Time
	Drift float64 // by which the source's clock runs faster than it says, in parts per million

	Pace   float64                   // times real time; 0 is 1. The take's clock must run at the same pace: see Clock
	Chunk  func(i int) int           // frames of the i-th delivery; nil: 25 ms each
	Late   time.Duration             // before the first frame is captured; what would have been heard until then is lost
	Jitter func(i int) time.Duration // by which the i-th delivery comes later than captured; nil: none
	Stalls []Stall                   // in order, not overlapping
	Refuse error                     // what Start gives instead of starting
}

// Stall is a time in which nothing is delivered.
type Stall struct {
	At, For time.Duration // in the time since Start
	Burst   bool          // the frames of that time come afterwards all at once; otherwise they are lost
}

// Source is an audio.Source that plays a Script. What is heard follows the clock: the frame captured at a time since
// Start is the one at that time in Frames.
type Source struct {
	script Script
	since  float64 // seconds from Script.Began to Start; of the goroutine that plays
	mu     sync.Mutex
	quit   chan struct{}
	done   chan struct{}
}

// New makes a source that plays a script.
func New(script Script) *Source {
	if script.Rate == 0 {
		script.Rate = 16000
	}
	if script.Pace == 0 {
		script.Pace = 1
	}
	if script.Chunk == nil {
		script.Chunk = func(int) int { return script.Rate / 40 }
	}
	if script.Jitter == nil {
		script.Jitter = func(int) time.Duration { return 0 }
	}
	if script.Device.ID == "" {
		script.Device = audio.Device{ID: "scripted", Name: "Scripted source", Kind: audio.Microphone}
	}
	return &Source{script: script}
}

// Clock gives a clock that runs at a pace from now on.
func Clock(pace float64) func() time.Time {
	began := time.Now()
	return func() time.Time {
		return began.Add(time.Duration(float64(time.Since(began)) * pace))
	}
}

// Device implements audio.Source.
func (s *Source) Device() audio.Device { return s.script.Device }

// Rate implements audio.Source.
func (s *Source) Rate() int { return s.script.Rate }

// Start implements audio.Source.
func (s *Source) Start(deliver func(frames []int16)) error {
	if s.script.Refuse != nil {
		return s.script.Refuse
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quit, s.done = make(chan struct{}), make(chan struct{})
	go s.play(deliver, s.quit, s.done)
	return nil
}

// Stop implements audio.Source.
func (s *Source) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.quit != nil {
		close(s.quit)
		<-s.done
		s.quit = nil
	}
	return nil
}

// play delivers chunk after chunk, each when its last frame has been captured.
func (s *Source) play(deliver func(frames []int16), quit, done chan struct{}) {
	defer close(done)
	began := time.Now()
	if s.script.Sound != nil && !s.script.Began.IsZero() {
		s.since = began.Sub(s.script.Began).Seconds()
	}
	at := s.frames(s.script.Late)
	stalls := s.script.Stalls
	for i := 0; ; i++ {
		n := int64(s.script.Chunk(i))
		end := at + n
		due := s.span(end) + s.script.Jitter(i)
		if len(stalls) > 0 && s.span(end) > stalls[0].At {
			stall := stalls[0]
			stalls = stalls[1:]
			if stall.Burst {
				end = max(end, s.frames(stall.At+stall.For))
			} else {
				at = s.frames(stall.At + stall.For)
				end = at + n
			}
			due = s.span(end)
		}
		if !wait(began, time.Duration(float64(due)/s.script.Pace), quit) {
			return
		}
		deliver(s.heard(at, end))
		at = end
	}
}

// wait waits for a moment and reports whether it came before the source was stopped.
func wait(began time.Time, due time.Duration, quit chan struct{}) bool {
	timer := time.NewTimer(time.Until(began.Add(due)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-quit:
		return false
	}
}

// heard gives the frames between two places.
func (s *Source) heard(from, to int64) []int16 {
	chunk := make([]int16, to-from)
	if s.script.Sound != nil {
		for i := range chunk {
			chunk[i] = s.script.Sound(s.since + float64(from+int64(i))/s.speed())
		}
		return chunk
	}
	if from < int64(len(s.script.Frames)) {
		copy(chunk, s.script.Frames[from:])
	}
	return chunk
}

// speed is how many frames the source makes in a second.
func (s *Source) speed() float64 { return float64(s.script.Rate) * (1 + s.script.Drift/1e6) }

func (s *Source) frames(d time.Duration) int64 { return int64(math.Round(d.Seconds() * s.speed())) }

func (s *Source) span(frames int64) time.Duration {
	return time.Duration(float64(frames) / s.speed() * float64(time.Second))
}
