package storage

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

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

// NextJob takes the job of the call first if it is queued, else the oldest that is: from now on it is running, with one
// attempt more, until UpdateJob or RemoveJob says otherwise or the library is opened again. It reports false when no job
// is queued.
func (l *Library) NextJob(first call.ID) (next Job, ok bool, err error) {
	l.change.Lock()
	defer l.change.Unlock()
	err = l.update(func(tx *bbolt.Tx) error {
		next, ok = Job{}, false
		jobs, err := readJobs(tx)
		if err != nil {
			return err
		}
		for _, j := range jobs {
			if j.State == JobQueued && (!ok || j.Call == first && next.Call != first) {
				next, ok = j, true
			}
		}
		if !ok {
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

// UpdateJob changes a job that is in the queue. It keeps its place.
func (l *Library) UpdateJob(j Job) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		if tx.Bucket(jobsBucket).Get(jobKey(j.ID)) == nil {
			return ErrNoJob
		}
		return putJob(tx, j)
	})
	if err != nil {
		return fmt.Errorf("update job %d: %w", j.ID, err)
	}
	return nil
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

// salvageJobs reads what can be read of the queue in an index that may be damaged. The error says that it is.
func (l *Library) salvageJobs() (jobs []Job, err error) {
	err = l.once(func(db *bbolt.DB) error {
		return db.View(func(tx *bbolt.Tx) error {
			return tx.Bucket(jobsBucket).ForEach(func(_, line []byte) error {
				var j Job
				if json.Unmarshal(line, &j) == nil && checkID(j.Call) == nil {
					jobs = append(jobs, j)
				}
				return nil
			})
		})
	})
	if err == nil {
		err = l.once(func(db *bbolt.DB) error { return db.View(sound) })
	}
	return jobs, err
}

// putJobs fills the queue of a new index.
func putJobs(tx *bbolt.Tx, jobs []Job) error {
	last := uint64(0)
	for _, j := range jobs {
		if err := putJob(tx, j); err != nil {
			return err
		}
		last = max(last, j.ID)
	}
	return tx.Bucket(jobsBucket).SetSequence(last)
}

func putJob(tx *bbolt.Tx, j Job) error {
	line, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return tx.Bucket(jobsBucket).Put(jobKey(j.ID), line)
}

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
	return jobs, nil
}

func jobKey(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }
