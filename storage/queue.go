package storage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/onrecord/onrecord/call"
)

// Enqueue puts a job at the end of the queue and gives it back with its ID, state and time. The call must be in the
// library.
func (l *Library) Enqueue(j Job) (Job, error) {
	l.change.Lock()
	defer l.change.Unlock()
	err := checkID(j.Call)
	if err == nil {
		err = l.present(j.Call)
	}
	if err == nil {
		j.State, j.Attempts, j.Error, j.Added = JobQueued, 0, "", l.now()
		err = l.update(func(tx *bbolt.Tx) (err error) {
			if j.ID, err = tx.Bucket(jobsBucket).NextSequence(); err != nil {
				return err
			}
			j.Place = j.ID // behind all: there were never more jobs than IDs
			return putJob(tx, j)
		})
	}
	if err != nil {
		return Job{}, fmt.Errorf("enqueue job for call %s: %w", j.Call, err)
	}
	return j, nil
}

// Jobs lists the queue in its order.
func (l *Library) Jobs() (jobs []Job, err error) {
	err = l.view(func(tx *bbolt.Tx) (err error) {
		jobs, err = readJobs(tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return jobs, nil
}

// NextJob takes a job that is queued: one to be done anyway before that of the call first, and that before the others,
// each in the order of the queue. While the others are held they are left alone. From now on the job is running, with one attempt
// more, until UpdateJob or RemoveJob says otherwise or the library is opened again. It reports false when there is none.
func (l *Library) NextJob(first call.ID, held bool) (next Job, ok bool, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	err = l.update(func(tx *bbolt.Tx) error {
		next, ok = Job{}, false
		jobs, err := readJobs(tx)
		if err != nil {
			return err
		}
		if next, ok = choose(jobs, first, held); !ok {
			return errUnchanged
		}
		next.State, next.Attempts = JobRunning, next.Attempts+1
		return putJob(tx, next)
	})
	if err != nil {
		return Job{}, false, fmt.Errorf("take next job: %w", err)
	}
	return next, ok, nil
}

func choose(jobs []Job, first call.ID, held bool) (Job, bool) {
	for _, chosen := range []func(Job) bool{
		func(j Job) bool { return j.Anyway },
		func(j Job) bool { return j.Call == first },
		func(Job) bool { return !held },
	} {
		for _, j := range jobs {
			if j.State == JobQueued && chosen(j) {
				return j, true
			}
		}
	}
	return Job{}, false
}

// UpdateJob lets change alter a job that is in the queue, and gives it as it is then. Its ID, its call and its place stay.
// The error is ErrNoJob if it is not there.
func (l *Library) UpdateJob(id uint64, change func(*Job)) (updated Job, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	err = l.update(func(tx *bbolt.Tx) error {
		j, err := readJob(tx, id)
		if err != nil {
			return err
		}
		updated = j
		change(&updated)
		updated.ID, updated.Call, updated.Place = j.ID, j.Call, j.Place
		return putJob(tx, updated)
	})
	if err != nil {
		return Job{}, fmt.Errorf("update job %d: %w", id, err)
	}
	return updated, nil
}

// RemoveJob takes a job out of the queue. It is no error when it is not there.
func (l *Library) RemoveJob(id uint64) error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.removeJob(id); err != nil {
		return fmt.Errorf("remove job %d: %w", id, err)
	}
	return nil
}

func (l *Library) removeJob(id uint64) error {
	return l.update(func(tx *bbolt.Tx) error {
		if tx.Bucket(jobsBucket).Get(jobKey(id)) == nil {
			return errUnchanged
		}
		return errors.Join(tx.Bucket(jobsBucket).Delete(jobKey(id)), dropParts(tx, id))
	})
}

// requeue puts the jobs back that were running when the program died.
func (l *Library) requeue() error {
	return l.update(func(tx *bbolt.Tx) error {
		jobs, err := readJobs(tx)
		if err != nil {
			return err
		}
		changed := errUnchanged
		for _, j := range jobs {
			if j.State != JobRunning {
				continue
			}
			j.State, changed = JobQueued, nil
			if err := putJob(tx, j); err != nil {
				return err
			}
		}
		return changed
	})
}

func putJob(tx *bbolt.Tx, j Job) error {
	line, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return tx.Bucket(jobsBucket).Put(jobKey(j.ID), line)
}

func readJob(tx *bbolt.Tx, id uint64) (j Job, err error) {
	line := tx.Bucket(jobsBucket).Get(jobKey(id))
	if line == nil {
		return j, ErrNoJob
	}
	if err := json.Unmarshal(line, &j); err != nil {
		return j, errors.Join(errIndexDamaged, err)
	}
	return j, nil
}

// readJobs gives all jobs in the order of the queue.
func readJobs(tx *bbolt.Tx) ([]Job, error) {
	jobs := []Job{}
	err := tx.Bucket(jobsBucket).ForEach(func(_, line []byte) error {
		var j Job
		err := json.Unmarshal(line, &j)
		jobs = append(jobs, j)
		return err
	})
	if err != nil {
		return nil, errors.Join(errIndexDamaged, err)
	}
	slices.SortFunc(jobs, byPlace)
	return jobs, nil
}

func jobKey(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }
