package storage

import (
	"time"

	"github.com/onrecord/onrecord/call"
)

// Job is a transcription waiting, running, or failed. A job that is done is removed from the queue.
type Job struct {
	ID       uint64    `json:"id"` // given by Enqueue; rising
	Call     call.ID   `json:"call"`
	Model    string    `json:"model"`
	Language string    `json:"language"`
	State    JobState  `json:"state"`
	Attempts int       `json:"attempts"`        // how often NextJob handed it out
	Error    string    `json:"error,omitempty"` // why the last attempt failed
	Added    time.Time `json:"added"`
	Place    uint64    `json:"place,omitempty"`  // jobs are done in rising places, see MoveJob
	Anyway   bool      `json:"anyway,omitempty"` // to be done even while the others are held back
}

// JobState says where a job stands.
type JobState string

// The states of a job.
const (
	JobQueued  JobState = "queued"
	JobRunning JobState = "running"
	JobFailed  JobState = "failed"
)
