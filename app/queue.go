package app

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Move says where in the queue a job goes.
type Move = storage.Move

// The ways a job can be moved.
const (
	MoveTop    = storage.MoveTop
	MoveUp     = storage.MoveUp
	MoveDown   = storage.MoveDown
	MoveBottom = storage.MoveBottom
)

// Queue is what waits to be written down, and why it waits.
type Queue struct {
	Jobs []QueuedJob // the running one first, those that failed last
	Hold Hold
	Live call.ID // the call whose take runs, if one does
}

// QueuedJob is a job with its call. Of one that waits Fraction says how much was done before, and Remaining how long the rest
// will take, by how long other calls took.
type QueuedJob struct {
	JobStatus
	Title   string       // of the call; may be empty
	Started time.Time    // when it began
	Length  call.Seconds // of its recording; 0 while it goes on
	Held    bool         // it waits for Hold to be over; if it runs, it is put back after the window in hand
}

// Held tells whether a job waits for what holds the queue to be over.
func (q Queue) Held(id uint64) bool {
	return slices.ContainsFunc(q.Jobs, func(j QueuedJob) bool { return j.ID == id && j.Held })
}

// Queue tells of everything in the queue.
func (a *App) Queue() (Queue, error) {
	statuses, err := a.Jobs()
	if err != nil {
		return Queue{}, err
	}
	q := Queue{Jobs: []QueuedJob{}, Hold: a.Hold(), Live: a.liveCall()}
	for _, status := range statuses {
		job := QueuedJob{JobStatus: status, Held: status.State != storage.JobFailed && !q.Hold.spares(status.Job, q.Live)}
		summary, err := a.library.Summary(status.Call)
		if err != nil && !errors.Is(err, storage.ErrNoCall) { // a call that is gone: the job will say so when it is tried
			return Queue{}, err
		}
		job.Title, job.Started, job.Length = summary.Title, summary.Started, summary.Duration
		if err := a.measure(&job); err != nil {
			return Queue{}, err
		}
		q.Jobs = append(q.Jobs, job)
	}
	return q, nil
}

// Left tells how long all of it will take, but for the call whose take runs and for what failed; negative while unknown.
func (q Queue) Left() (left time.Duration) {
	for _, job := range q.Jobs {
		switch {
		case job.State == storage.JobFailed || job.Call == q.Live:
		case job.Remaining < 0:
			return -1
		default:
			left += job.Remaining
		}
	}
	return left
}

// measure fills in how far a job is, and how long it will take.
func (a *App) measure(job *QueuedJob) error {
	if job.State == storage.JobFailed {
		return nil
	}
	if job.State == storage.JobQueued && job.Attempts > 0 && job.Length > 0 {
		done, err := a.partsDone(job.Job)
		if err != nil {
			return err
		}
		job.Fraction = min(1, float64(done/job.Length)/float64(len(call.Parties)))
	}
	if job.Remaining < 0 {
		job.Remaining = a.estimate(job.Model, job.Length, job.Fraction)
	}
	return nil
}

// Jobs lists the queue in its order: the running job first, failed ones with their reason last.
func (a *App) Jobs() ([]JobStatus, error) {
	queue, err := a.library.Jobs()
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(queue, func(x, y Job) int { return standing(x) - standing(y) })
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

// standing puts what runs before what waits, and that before what has failed.
func standing(job Job) int {
	return slices.Index([]storage.JobState{storage.JobRunning, storage.JobQueued, storage.JobFailed}, job.State)
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
	return a.queue(Job{Call: id, Model: model, Language: language})
}

// queue puts a job into the queue, unless its call is there and has not failed. One that has failed keeps its place and what it
// has done.
func (a *App) queue(job Job) (Job, error) {
	if job.Model == "" {
		job.Model = a.scribe.Model()
	}
	known, found, err := a.jobOf(job.Call)
	switch {
	case err != nil || found && known.State != storage.JobFailed:
		return known, err
	case found:
		job, err = a.again(known.ID, func(j *Job) { j.Model, j.Language, j.Anyway = job.Model, job.Language, job.Anyway })
	default:
		job, err = a.library.Enqueue(job)
	}
	if err != nil {
		return Job{}, err
	}
	a.hub.send(JobChanged{JobStatus{Job: job, Remaining: -1}})
	a.queueChanged()
	return job, nil
}

// again lets a job that has failed wait once more.
func (a *App) again(id uint64, change func(*Job)) (Job, error) {
	a.jobs.mu.Lock()
	delete(a.jobs.ended, id)
	a.jobs.mu.Unlock()
	return a.library.UpdateJob(id, func(j *Job) {
		if j.State == storage.JobFailed {
			j.State, j.Error = storage.JobQueued, ""
		}
		change(j)
	})
}

func (a *App) queueChanged() {
	a.hub.send(QueueChanged{})
	a.reconsider()
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

// job gives a job by its ID; the error is ErrNoJob if it is not in the queue.
func (a *App) job(id uint64) (Job, error) {
	queue, err := a.library.Jobs()
	for _, job := range queue {
		if job.ID == id {
			return job, nil
		}
	}
	if err == nil {
		err = ErrNoJob
	}
	return Job{}, err
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
	if a.jobs.cancelCurrent(id) {
		return nil
	}
	job, err := a.job(id)
	if err == nil {
		a.endJob(job, ErrCancelled)
	}
	return err
}

// MoveJob changes when a job that waits is done.
func (a *App) MoveJob(id uint64, to Move) error {
	if err := a.library.MoveJob(id, to); err != nil {
		return err
	}
	a.queueChanged()
	return nil
}

// RetryJob lets a job that has failed wait once more, in its old place. What it had done is not done again. A job that has not
// failed is left alone.
func (a *App) RetryJob(id uint64) error {
	job, err := a.job(id)
	if err != nil || job.State != storage.JobFailed {
		return err
	}
	if job, err = a.again(id, func(*Job) {}); err != nil {
		return err
	}
	a.hub.send(JobChanged{JobStatus{Job: job, Remaining: -1}})
	a.queueChanged()
	return nil
}

// JobAnyway has a job done next, whatever holds the queue. One that has failed is tried again, and one that was about to be put
// back goes on.
func (a *App) JobAnyway(id uint64) error {
	if _, err := a.job(id); err != nil {
		return err
	}
	if _, err := a.again(id, func(j *Job) { j.Anyway = true }); err != nil {
		return err
	}
	a.jobs.mu.Lock()
	a.jobs.current.Anyway = a.jobs.current.Anyway || a.jobs.current.ID == id
	a.jobs.mu.Unlock()
	a.queueChanged()
	return nil
}
