package storage

import (
	"errors"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// jobsOf gives the jobs of a call; the caller holds l.change.
func (l *Library) jobsOf(id call.ID) (jobs []Job, err error) {
	err = l.peek(func(tx *bbolt.Tx) error {
		all, err := readJobs(tx)
		jobs = slices.DeleteFunc(all, func(j Job) bool { return j.Call != id })
		return err
	})
	return jobs, err
}

// dropJobs takes the jobs of a call out of the queue, with what they have done.
func dropJobs(tx *bbolt.Tx, id call.ID) error {
	jobs, err := readJobs(tx)
	for _, j := range jobs {
		if j.Call == id {
			err = errors.Join(err, tx.Bucket(jobsBucket).Delete(jobKey(j.ID)), dropParts(tx, j.ID))
		}
	}
	return err
}

// putBack puts jobs of a call at the end of the queue, unless the call has a job there. What had failed stays failed.
func (l *Library) putBack(id call.ID, jobs []Job) error {
	return l.update(func(tx *bbolt.Tx) error {
		queue, err := readJobs(tx)
		if err != nil {
			return err
		}
		if len(jobs) == 0 || slices.ContainsFunc(queue, func(j Job) bool { return j.Call == id }) {
			return errUnchanged
		}
		for _, j := range jobs {
			if j.ID, err = tx.Bucket(jobsBucket).NextSequence(); err != nil {
				return err
			}
			j.Call, j.Place = id, j.ID
			if j.State != JobFailed {
				j.State, j.Attempts = JobQueued, 0
			}
			if err := putJob(tx, j); err != nil {
				return err
			}
		}
		return nil
	})
}
