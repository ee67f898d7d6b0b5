package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
	"github.com/onrecord/onrecord/transcribe"
)

// JobStatus is a job and how far it has come.
type JobStatus struct {
	Job
	Fraction  float64       // 0 to 1
	Remaining time.Duration // negative while unknown
	// While the call goes on: up to where it was heard, what was said so far, and since then probably, in order of time.
	Heard             call.Seconds
	Segments, Guesses []call.Segment
}

// jobs runs one transcription after the other. The queue itself is in the library.
type jobs struct {
	wake    chan struct{}
	started sync.Once
	looking sync.Mutex // held while it is decided what the queue may do

	mu      sync.Mutex
	paused  bool             // by the user
	hold    Hold             // that was told of last
	current JobStatus        // zero when idle
	stop    stopping         // of the current job
	ended   map[uint64]error // how the jobs of this run ended
	changed chan struct{}    // closed and made anew at every change
}

func (j *jobs) init(paused bool) {
	j.wake = make(chan struct{}, 1)
	j.ended = map[uint64]error{}
	j.changed = make(chan struct{})
	j.paused = paused
}

// StartJobs begins to work through the queue, and goes on until Close.
func (a *App) StartJobs() {
	a.jobs.started.Do(func() {
		a.work.Go(a.runJobs)
		a.work.Go(a.watchPower)
	})
}

func (a *App) runJobs() {
	if a.Recovered(a.ctx) != nil { // a take that a crash broke off is in the queue, and must be made whole first
		return
	}
	for a.ctx.Err() == nil {
		job, found, err := a.nextJob()
		if err != nil {
			a.trouble(err, "read the queue")
		}
		if found && err == nil {
			a.processor.Lock()
			a.runJob(job)
			a.processor.Unlock()
			continue
		}
		select {
		case <-a.jobs.wake:
		case <-a.ctx.Done():
		}
	}
}

// runJob does one job. A job that was broken off by Close stays in the queue for the next start.
func (a *App) runJob(job Job) {
	ctx, cancel := context.WithCancelCause(a.ctx)
	defer cancel(nil)
	a.takeUp(job, cancel)
	a.reconsider() // what holds the queue may have come since the job was chosen
	transcript, err := a.transcript(ctx, job)
	switch {
	case a.ctx.Err() != nil:
		a.jobs.letGo()
		return
	case err == nil:
		err = a.library.SaveTranscript(job.Call, transcript)
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	if err != nil && a.jobs.letGo() {
		err = ErrCancelled
	}
	a.endJob(job, err)
}

func (a *App) transcript(ctx context.Context, job Job) (call.Transcript, error) {
	sound, err := a.soundOf(job.Call)
	if err != nil {
		return call.Transcript{}, err
	}
	words := a.expected(job.Call)
	a.resume(&sound, job, words)
	request := FileRequest{Model: job.Model, Language: job.Language, Words: words}
	transcript, err := a.scribe.transcribe(ctx, sound, request, func(p Progress) {
		if p.Remaining < 0 {
			p.Remaining = a.estimate(job.Model, call.AtFrame(sound.frames, transcribe.Rate), p.Fraction)
		}
		a.setCurrent(JobStatus{
			Job: job, Fraction: p.Fraction, Remaining: p.Remaining,
			Heard: p.Heard, Segments: p.Segments, Guesses: p.Guesses,
		})
	})
	if err == nil && sound.frames > 0 {
		a.notePace(job, transcript.Timing)
	}
	return transcript, err
}

// soundOf gives the recording of a call, which may still be growing.
func (a *App) soundOf(id call.ID) (heard, error) {
	if running, err := a.current(); err == nil && running.id == id {
		return a.growingSound(running), nil
	}
	doc, err := a.library.Call(id)
	if err != nil {
		return heard{}, err
	}
	return wholeSound(doc.Audio, func() (audio.File, error) { return a.library.OpenAudio(id) }), nil
}

// takeUp makes a job the current one; cancel stops it.
func (a *App) takeUp(job Job, cancel context.CancelCauseFunc) {
	a.jobs.mu.Lock()
	a.jobs.stop = stopping{cancel: cancel}
	a.jobs.mu.Unlock()
	a.setCurrent(JobStatus{Job: job, Remaining: -1})
	a.hub.send(QueueChanged{})
}

func (a *App) setCurrent(status JobStatus) {
	a.jobs.mu.Lock()
	status.State = storage.JobRunning
	status.Anyway = status.Anyway || a.jobs.current.ID == status.ID && a.jobs.current.Anyway // said since the job began
	a.jobs.current = status
	a.jobs.announce()
	a.jobs.mu.Unlock()
	a.hub.send(JobChanged{status})
	a.listen(status)
}

// endJob takes a finished or cancelled job out of the queue, leaves a failed one there with its reason, and one that was put
// back as it is.
func (a *App) endJob(job Job, err error) {
	if kept := a.keepEnd(&job, err); kept != nil && !errors.Is(kept, storage.ErrNoJob) { // it may be cancelled already
		a.trouble(kept, "update the queue")
	}
	back := errors.Is(err, errPutBack)
	a.jobs.mu.Lock()
	a.jobs.forget(job.ID)
	if !back {
		a.jobs.ended[job.ID] = err
	}
	a.jobs.announce()
	a.jobs.mu.Unlock()
	switch {
	case back:
		a.hub.send(JobChanged{JobStatus{Job: job, Remaining: -1}})
	case err == nil:
		a.hub.send(CallChanged{job.Call})
		fallthrough
	default:
		a.hub.send(JobEnded{JobStatus{Job: job, Fraction: 1}, err})
	}
	a.hub.send(QueueChanged{})
}

// keepEnd writes down how a job ended.
func (a *App) keepEnd(job *Job, err error) error {
	switch {
	case err == nil || errors.Is(err, ErrCancelled):
		return a.library.RemoveJob(job.ID)
	case errors.Is(err, errPutBack):
		return a.changeJob(job, func(j *Job) { j.State = storage.JobQueued })
	}
	a.config.Log.Error("transcribe", "call", job.Call, "err", err)
	return a.changeJob(job, func(j *Job) { j.State, j.Error, j.Anyway = storage.JobFailed, Explain(err).What, false })
}

func (a *App) changeJob(job *Job, change func(*Job)) error {
	change(job) // also if it is cancelled already
	updated, err := a.library.UpdateJob(job.ID, change)
	if err == nil {
		*job = updated
	}
	return err
}

// announce wakes everybody in WaitJob; mu is held.
func (j *jobs) announce() {
	close(j.changed)
	j.changed = make(chan struct{})
}

// poke lets the queue be looked at again.
func (j *jobs) poke() {
	select {
	case j.wake <- struct{}{}:
	default: // it is already awake
	}
}

// WaitJob waits for a job's end and returns its error. progress is told how far it is while it runs, and when it is put back; it
// may be nil.
func (a *App) WaitJob(ctx context.Context, id uint64, progress func(JobStatus)) error {
	var last JobStatus
	for {
		a.jobs.mu.Lock()
		err, ended := a.jobs.ended[id]
		current, changed := a.jobs.current, a.jobs.changed
		a.jobs.mu.Unlock()
		if ended {
			return err
		}
		switch {
		case progress == nil:
		case current.ID == id:
			last = current
			progress(last)
		case last.State == storage.JobRunning:
			last.State, last.Remaining = storage.JobQueued, -1
			progress(last)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-a.ctx.Done():
			return ErrCancelled
		}
	}
}
