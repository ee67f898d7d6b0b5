package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
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

	mu      sync.Mutex
	current JobStatus          // zero when idle
	cancel  context.CancelFunc // of the current job
	ended   map[uint64]error   // how the jobs of this run ended
	changed chan struct{}      // closed and made anew at every change
}

func (j *jobs) init() {
	j.wake = make(chan struct{}, 1)
	j.ended = map[uint64]error{}
	j.changed = make(chan struct{})
}

// StartJobs begins to work through the queue, and goes on until Close.
func (a *App) StartJobs() {
	a.jobs.started.Do(func() { a.work.Go(a.runJobs) })
}

func (a *App) runJobs() {
	if a.Recovered(a.ctx) != nil { // a take that a crash broke off is in the queue, and must be made whole first
		return
	}
	for a.ctx.Err() == nil {
		var first call.ID // who reads along should not wait
		if running, err := a.current(); err == nil {
			first = running.id
		}
		job, found, err := a.library.NextJob(first)
		if err != nil {
			a.trouble(err, "read the queue")
		}
		if found && err == nil {
			a.runJob(job)
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
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	a.setCurrent(JobStatus{Job: job, Remaining: -1}, cancel)
	transcript, err := a.transcript(ctx, job)
	switch {
	case a.ctx.Err() != nil:
		return
	case err == nil:
		err = a.library.SaveTranscript(job.Call, transcript)
	case ctx.Err() != nil:
		err = ErrCancelled
	}
	a.endJob(job, err)
}

func (a *App) transcript(ctx context.Context, job Job) (call.Transcript, error) {
	sound, err := a.soundOf(job.Call)
	if err != nil {
		return call.Transcript{}, err
	}
	a.resume(&sound, job)
	request := FileRequest{Model: job.Model, Language: job.Language}
	return a.scribe.transcribe(ctx, sound, request, func(p Progress) {
		a.setCurrent(JobStatus{
			Job: job, Fraction: p.Fraction, Remaining: p.Remaining,
			Heard: p.Heard, Segments: p.Segments, Guesses: p.Guesses,
		}, nil)
	})
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

// endJob takes a finished or cancelled job out of the queue and leaves a failed one there with its reason.
func (a *App) endJob(job Job, err error) {
	var kept error
	if err == nil || errors.Is(err, ErrCancelled) {
		kept = a.library.RemoveJob(job.ID)
	} else {
		job.State, job.Error = storage.JobFailed, Explain(err).What
		kept = a.library.UpdateJob(job)
		a.config.Log.Error("transcribe", "call", job.Call, "err", err)
	}
	if kept != nil {
		a.trouble(kept, "update the queue")
	}
	status := JobStatus{Job: job, Fraction: 1}
	a.jobs.mu.Lock()
	a.jobs.current, a.jobs.cancel = JobStatus{}, nil
	a.jobs.ended[job.ID] = err
	a.jobs.announce()
	a.jobs.mu.Unlock()
	if err == nil {
		a.hub.send(CallChanged{job.Call})
	}
	a.hub.send(JobEnded{status, err})
}

func (a *App) setCurrent(status JobStatus, cancel context.CancelFunc) {
	a.jobs.mu.Lock()
	status.State = storage.JobRunning
	a.jobs.current = status
	if cancel != nil {
		a.jobs.cancel = cancel
	}
	a.jobs.announce()
	a.jobs.mu.Unlock()
	a.hub.send(JobChanged{status})
}

// announce wakes everybody in WaitJob; mu is held.
func (j *jobs) announce() {
	close(j.changed)
	j.changed = make(chan struct{})
}

// Transcribe puts a call into the queue, to be written down with the named model and language; empty means the
// settings'. A call that is in the queue already gets no second job.
func (a *App) Transcribe(id call.ID, model, language string) (Job, error) {
	doc, err := a.library.Call(id)
	if err != nil {
		return Job{}, err
	}
	if doc.Audio.File == "" {
		return Job{}, fmt.Errorf("transcribe %s: %w", id, audio.ErrNoAudio)
	}
	return a.queue(id, model, language)
}

// queue puts a call into the queue, unless it is there and has not failed.
func (a *App) queue(id call.ID, model, language string) (Job, error) {
	if model == "" {
		model = a.scribe.Model()
	}
	if queued, found, err := a.jobOf(id); err != nil || found {
		if err != nil || queued.State != storage.JobFailed {
			return queued, err
		}
		if err := a.library.RemoveJob(queued.ID); err != nil {
			return Job{}, err
		}
	}
	job, err := a.library.Enqueue(Job{Call: id, Model: model, Language: language})
	if err != nil {
		return Job{}, err
	}
	a.hub.send(JobChanged{JobStatus{Job: job, Remaining: -1}})
	select {
	case a.jobs.wake <- struct{}{}:
	default: // it is already awake
	}
	return job, nil
}

func (a *App) jobOf(id call.ID) (Job, bool, error) {
	queue, err := a.library.Jobs()
	for _, job := range queue {
		if job.Call == id {
			return job, true, nil
		}
	}
	return Job{}, false, err
}

// TranscribePending queues every call that has sound and no transcript, and gives all jobs that wait.
func (a *App) TranscribePending() ([]Job, error) {
	summaries, err := a.library.List(Filter{Untranscribed: true})
	if err != nil {
		return nil, err
	}
	var pending []Job
	for _, summary := range summaries {
		job, err := a.Transcribe(summary.ID, "", "")
		if err != nil {
			return pending, err
		}
		pending = append(pending, job)
	}
	return pending, nil
}

// queueTranscript is what follows a new recording. That it fails must not spoil the recording.
func (a *App) queueTranscript(id call.ID, not bool) {
	if not {
		return
	}
	_, err := a.Transcribe(id, "", "")
	if errors.Is(err, audio.ErrNoAudio) { // so there is nothing left to do for a job from before
		err = a.unqueue(id)
	}
	if err != nil {
		a.trouble(err, "queue the transcript", "call", id)
	}
}

// unqueue takes a call out of the queue, if it is there.
func (a *App) unqueue(id call.ID) error {
	job, found, err := a.jobOf(id)
	if err != nil || !found {
		return err
	}
	return a.CancelJob(job.ID)
}

// CancelJob stops a job, or takes it out of the queue; it is over within a second.
func (a *App) CancelJob(id uint64) error {
	a.jobs.mu.Lock()
	running, cancel := a.jobs.current, a.jobs.cancel
	a.jobs.mu.Unlock()
	if running.ID == id && cancel != nil {
		cancel()
		return nil
	}
	queue, err := a.library.Jobs()
	if err != nil {
		return err
	}
	for _, job := range queue {
		if job.ID == id {
			a.endJob(job, ErrCancelled)
			return nil
		}
	}
	return ErrNoJob
}

// Jobs lists the queue in its order: the running job first, failed ones with their reason.
func (a *App) Jobs() ([]JobStatus, error) {
	queue, err := a.library.Jobs()
	if err != nil {
		return nil, err
	}
	a.jobs.mu.Lock()
	defer a.jobs.mu.Unlock()
	var statuses []JobStatus
	for _, job := range queue {
		status := JobStatus{Job: job, Remaining: -1}
		if job.ID == a.jobs.current.ID {
			status = a.jobs.current
		}
		statuses = append(statuses, status)
	}
	return statuses, nil
}

// WaitJob waits for a job's end and returns its error. progress may be nil.
func (a *App) WaitJob(ctx context.Context, id uint64, progress func(JobStatus)) error {
	for {
		a.jobs.mu.Lock()
		err, ended := a.jobs.ended[id]
		current, changed := a.jobs.current, a.jobs.changed
		a.jobs.mu.Unlock()
		if ended {
			return err
		}
		if progress != nil && current.ID == id {
			progress(current)
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
