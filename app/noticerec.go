package app

import (
	"fmt"
	"io"
	"sync"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// NoticeTake is the user's own voice being recorded as a notice. The caller keeps or closes it.
type NoticeTake struct {
	app    *App
	source audio.Source

	mu      sync.Mutex
	frames  []int16
	peak    int
	stopped bool
	err     error
}

// RecordNotice begins to record the user's own voice as a notice, from the microphone of the settings. It fails with ErrTakeRunning while a
// call is recorded, or as a device does that cannot be opened, which can take seconds.
func (a *App) RecordNotice() (*NoticeTake, error) {
	if a.hasTake() {
		return nil, ErrTakeRunning
	}
	source, err := a.openOwn(side{kind: audio.Microphone, chosen: a.Settings().Microphone}, noticeRate)
	if err != nil {
		return nil, err
	}
	n := &NoticeTake{app: a, source: source}
	return n, source.Start(n.hear)
}

// hear runs on the device's thread. What is longer than a notice may be is not kept; Keep refuses it.
func (n *NoticeTake) hear(frames []int16) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.frames) <= int(noticeMost+1)*n.source.Rate() {
		n.frames = append(n.frames, frames...)
	}
	for _, v := range frames {
		n.peak = max(n.peak, int(v), -int(v))
	}
}

// Length is how much there is.
func (n *NoticeTake) Length() call.Seconds {
	n.mu.Lock()
	defer n.mu.Unlock()
	return call.AtFrame(int64(len(n.frames)), n.source.Rate())
}

// Peak gives the loudest level, in dBFS, since the last call.
func (n *NoticeTake) Peak() float64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	peak := n.peak
	n.peak = 0
	return audio.Decibels(float64(peak))
}

// Keep ends it and makes it the notice, of which words says what it says. It fails with ErrBadNotice, and changes nothing then.
func (n *NoticeTake) Keep(words string) (Notice, error) {
	if err := n.Close(); err != nil {
		return Notice{}, fmt.Errorf("record the notice: %w", err)
	}
	return n.app.keepNotice(&spoken{rate: n.source.Rate(), frames: n.frames}, Notice{Name: "your own voice", Words: words})
}

// Close ends it. It may be called again, and gives the same.
func (n *NoticeTake) Close() error {
	n.mu.Lock()
	first := !n.stopped
	n.stopped = true
	n.mu.Unlock()
	if first {
		n.err = n.source.Stop()
	}
	return n.err
}

// spoken are mono frames in memory.
type spoken struct {
	rate   int
	frames []int16
}

func (s *spoken) Rate() int { return s.rate }

func (s *spoken) Channels() int { return 1 }

func (s *spoken) Read(into []int16) (int, error) {
	n := copy(into, s.frames)
	s.frames = s.frames[n:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

var _ io.Closer = (*NoticeTake)(nil)
