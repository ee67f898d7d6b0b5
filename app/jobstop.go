package app

import (
	"context"
	"errors"
	"time"
)

// errPutBack says that a job makes room, and goes on later where it was.
var errPutBack = errors.New("put back into the queue")

// borderAtLatest is how long a job that is to make room may go on with the window in hand. With a great model on a slow machine a
// window takes longer: then it is begun again later.
const borderAtLatest = 15 * time.Second

// stopping is how the job in hand is stopped before it is done. jobs.mu guards it.
type stopping struct {
	cancel    context.CancelCauseFunc // nil while there is no job
	cancelled bool                    // by the user
	late      *time.Timer             // set while the job goes on to the border of a window
}

// stopAtBorder has the job in hand put back as soon as its window is decoded, or lets it go on after all; mu is held.
func (j *jobs) stopAtBorder(stop bool) {
	s := &j.stop
	switch {
	case stop && s.late == nil && s.cancel != nil:
		cancel := s.cancel
		s.late = time.AfterFunc(borderAtLatest, func() { cancel(errPutBack) })
	case !stop && s.late != nil:
		s.late.Stop()
		s.late = nil
	}
}

// atBorder is told of each window that the job in hand has decoded, once that is kept.
func (j *jobs) atBorder() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stop.late != nil {
		j.stop.cancel(errPutBack)
	}
}

// cancelCurrent stops the job if it is in hand, and reports whether it is.
func (j *jobs) cancelCurrent(id uint64) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.current.ID != id || j.stop.cancel == nil {
		return false
	}
	j.stop.cancelled = true
	j.stop.cancel(ErrCancelled)
	return true
}

// letGo ends the time in which the job in hand can be stopped, and reports whether the user has cancelled it.
func (j *jobs) letGo() (cancelled bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stopAtBorder(false)
	cancelled = j.stop.cancelled
	j.stop = stopping{}
	return cancelled
}

// forget makes the queue idle if it was busy with that job; mu is held.
func (j *jobs) forget(id uint64) {
	if j.current.ID == id {
		j.stopAtBorder(false)
		j.current, j.stop = JobStatus{}, stopping{}
	}
}
