package storage

import (
	"cmp"
	"fmt"

	"go.etcd.io/bbolt"
)

// Move says where in the queue a job goes.
type Move string

// The ways a job can be moved.
const (
	MoveTop    Move = "top"
	MoveUp     Move = "up" // before the one that waits before it
	MoveDown   Move = "down"
	MoveBottom Move = "bottom"
)

// byPlace orders jobs. Those that an older program queued have no places: they stand before the others as they came.
func byPlace(a, b Job) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.ID, b.ID)) }

// MoveJob moves a job among those that wait; jobs that run or have failed stay where they are. Where it cannot go further it
// is no error. The errors are ErrNoJob, and ErrNotWaiting for a job that runs or has failed.
func (l *Library) MoveJob(id uint64, to Move) error {
	l.change.Lock()
	defer l.change.Unlock()
	err := l.update(func(tx *bbolt.Tx) error {
		jobs, err := readJobs(tx)
		if err != nil {
			return err
		}
		if err := move(jobs, id, to); err != nil {
			return err
		}
		return putPlaces(tx, jobs)
	})
	if err != nil {
		return fmt.Errorf("move job %d %s: %w", id, to, err)
	}
	return nil
}

// move changes the order of jobs. Those that wait change places among themselves only.
func move(jobs []Job, id uint64, to Move) error {
	var waiting []int // where they stand
	from := -1
	for i, j := range jobs {
		switch {
		case j.ID == id && j.State != JobQueued:
			return ErrNotWaiting
		case j.ID == id:
			from = len(waiting)
		}
		if j.State == JobQueued {
			waiting = append(waiting, i)
		}
	}
	if from < 0 {
		return ErrNoJob
	}
	last := len(waiting) - 1
	target, ok := map[Move]int{MoveTop: 0, MoveUp: max(0, from-1), MoveDown: min(last, from+1), MoveBottom: last}[to]
	if !ok {
		return fmt.Errorf("%q is no way to move", to)
	}
	for ; from < target; from++ {
		swap(jobs, waiting[from], waiting[from+1])
	}
	for ; from > target; from-- {
		swap(jobs, waiting[from], waiting[from-1])
	}
	return nil
}

func swap(jobs []Job, a, b int) { jobs[a], jobs[b] = jobs[b], jobs[a] }

// putPlaces writes down the order that the jobs have.
func putPlaces(tx *bbolt.Tx, jobs []Job) error {
	changed := errUnchanged
	for i, j := range jobs {
		place := uint64(i + 1)
		if j.Place == place {
			continue
		}
		j.Place, changed = place, nil
		if err := putJob(tx, j); err != nil {
			return err
		}
	}
	return changed
}
