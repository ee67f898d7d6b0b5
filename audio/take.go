package audio

import (
	"log/slog"
	"time"

	"github.com/onrecord/onrecord/call"
)

// TakeOptions say what to capture, and where to.
type TakeOptions struct {
	Rate    int                   // frames per second of the recording: 16000 or 48000
	Sources map[call.Party]Source // a missing party is recorded as silence, and the verdict says so
	File    File                  // empty; the take owns it from now on and closes it
	Now     func() time.Time      // nil: time.Now. It is also called on the sources' threads
	Log     *slog.Logger          // nil: none
}

// Result is what a take became.
type Result struct {
	Audio   call.Audio // File is left empty
	Capture call.Capture
}

// Take is a capture in progress.
type Take struct{}

// StartTake starts the sources and one goroutine, which Stop joins. If one source cannot start, the other goes on and
// the reason stands in the capture's gaps; if none can, the error wraps ErrNoSource.
func StartTake(opt TakeOptions) (*Take, error) { return nil, ErrNoSource }

// Pause goes off the record: nothing is captured until Resume.
func (t *Take) Pause() {}

// Resume goes back on the record.
func (t *Take) Resume() {}

// Levels gives the newest levels without waiting; ask about 20 times a second.
func (t *Take) Levels() Levels { return Levels{} }

// Done is closed when the take has ended, be it by itself: the disk is full, say. Stop then gives the reason.
func (t *Take) Done() <-chan struct{} { return nil }

// Stop ends the take: it drains the sources and finishes, syncs and closes the file. With an error, what is on
// disk can be salvaged; the result is what was written until then.
func (t *Take) Stop() (Result, error) { return Result{}, nil }
