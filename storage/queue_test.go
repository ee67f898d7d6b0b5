package storage

import (
	"errors"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/onrecord/onrecord/call"
)

// queued makes a library with so many calls, each in the queue.
func queued(t testing.TB, dir string, count int) (*Library, []Job) {
	t.Helper()
	l := open(t, dir)
	var jobs []Job
	for n := range count {
		jobs = append(jobs, must[Job](t)(l.Enqueue(Job{Call: record(t, l, n, "x").ID})))
	}
	return l, jobs
}

// A new version of the program may keep its index in another way. It makes it anew, and forgets no job over that.
func TestTheQueueOutlivesAnotherLayout(t *testing.T) {
	dir := quickDir(t)
	l, jobs := queued(t, dir, 3)
	err := l.KeepPart(jobs[1].ID, "words", []byte("said so far"))
	if err == nil {
		err = l.update(func(tx *bbolt.Tx) error { return tx.Bucket(aboutBucket).Put(layoutKey, []byte("0")) })
	}
	if err != nil {
		t.Fatal(err)
	}
	before := must[[]Job](t)(l.Jobs())
	shut(t, l)
	l = open(t, dir)
	if after := must[[]Job](t)(l.Jobs()); !slices.Equal(before, after) {
		t.Errorf("in the queue stood %v, and now %v", before, after)
	}
	if count := must[int](t)(l.Count()); count != len(jobs) {
		t.Errorf("the index knows %d calls of %d", count, len(jobs))
	}
	if parts := must[[][]byte](t)(l.Parts(jobs[1].ID)); len(parts) != 1 || string(parts[0]) != "said so far" {
		t.Errorf("of a job that had begun, %q is kept", parts)
	}
	if next := must[Job](t)(l.Enqueue(Job{Call: jobs[0].Call})); next.ID <= jobs[2].ID {
		t.Errorf("a new job has the number %d, behind %d", next.ID, jobs[2].ID)
	}
}

func TestNextJobChooses(t *testing.T) {
	l, jobs := queued(t, quickDir(t), 4)
	must[Job](t)(l.UpdateJob(jobs[2].ID, func(j *Job) { j.Anyway = true }))
	live := jobs[3].Call
	for _, c := range []struct {
		first call.ID
		held  bool
		want  uint64 // 0 for none
	}{
		{live, true, jobs[2].ID}, // what was asked for by name
		{live, true, jobs[3].ID}, // the call that goes on
		{live, true, 0},
		{live, false, jobs[0].ID},
		{"", true, 0},
		{"", false, jobs[1].ID},
		{"", false, 0},
	} {
		next, ok, err := l.NextJob(c.first, c.held)
		if err != nil || ok != (c.want != 0) || next.ID != c.want {
			t.Errorf("first %q, held %v gives job %d, %v, %v; wants %d", c.first, c.held, next.ID, ok, err, c.want)
		}
	}
}

func TestMovingWhatDoesNotWait(t *testing.T) {
	l, jobs := queued(t, quickDir(t), 3)
	running, _, err := l.NextJob("", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []uint64{running.ID, 99} {
		wanted := map[bool]error{true: ErrNotWaiting, false: ErrNoJob}[id == running.ID]
		if err := l.MoveJob(id, MoveBottom); !errors.Is(err, wanted) {
			t.Errorf("moving job %d gives %v", id, err)
		}
	}
	if err := l.MoveJob(jobs[1].ID, "sideways"); err == nil {
		t.Error("there is no such way")
	}
	if err := queueIs(l, jobs[0].ID, jobs[1].ID, jobs[2].ID); err != nil {
		t.Error(err)
	}
	moved := jobs[2]
	moved.Place = 7 // whoever changes a job may hold an old copy of it
	must[Job](t)(l.UpdateJob(moved.ID, func(j *Job) { *j = moved }))
	if err := errors.Join(l.MoveJob(moved.ID, MoveUp), queueIs(l, jobs[0].ID, jobs[2].ID, jobs[1].ID)); err != nil {
		t.Error(err)
	}
}

// TestOrderProperty moves jobs about, lets some run, fail and go, opens the library again and builds its index again, and
// compares the queue with a list.
func TestOrderProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l, jobs := queued(t, quickDir(t), 5)
		defer func() { shut(t, l) }()
		m := queueModel{}
		for _, j := range jobs {
			m.order = append(m.order, j.ID)
		}
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			l = m.step(t, r, l)
			got := must[[]Job](t)(l.Jobs())
			var order []uint64
			for _, j := range got {
				order = append(order, j.ID)
				if (j.State != JobQueued) != m.still[j.ID] {
					r.Fatalf("job %d is %s", j.ID, j.State)
				}
			}
			if paused := must[bool](t)(l.Paused()); !slices.Equal(order, m.order) || paused != m.paused {
				r.Fatalf("the queue is %v, paused %v; wants %+v", order, paused, m)
			}
		}
	})
}

// queueModel is what the queue should be.
type queueModel struct {
	order  []uint64
	still  map[uint64]bool // those that do not wait
	paused bool
}

func (m *queueModel) step(t *testing.T, r *rapid.T, l *Library) *Library {
	id := rapid.SampledFrom(append([]uint64{99}, m.order...)).Draw(r, "job")
	switch rapid.SampledFrom([]string{"move", "move", "move", "fail", "remove", "enqueue", "retry", "pause", "open", "rebuild"}).Draw(r, "step") {
	case "move":
		to := rapid.SampledFrom([]Move{MoveTop, MoveUp, MoveDown, MoveBottom}).Draw(r, "to")
		if err := l.MoveJob(id, to); (err == nil) != m.move(id, to) {
			r.Fatalf("moving job %d %s gives %v", id, to, err)
		}
	case "fail", "retry":
		state := rapid.SampledFrom([]JobState{JobFailed, JobQueued}).Draw(r, "state")
		if _, err := l.UpdateJob(id, func(j *Job) { j.State = state }); err == nil {
			if m.still == nil {
				m.still = map[uint64]bool{}
			}
			m.still[id] = state != JobQueued
		}
	case "remove":
		if err := l.RemoveJob(id); err != nil {
			r.Fatal(err)
		}
		m.order = slices.DeleteFunc(m.order, func(other uint64) bool { return other == id })
		delete(m.still, id) // an index that is built again may give its number to another job
	case "enqueue":
		m.order = append(m.order, must[Job](t)(l.Enqueue(Job{Call: someCall(0).ID})).ID)
	case "pause":
		m.paused = !m.paused
		if err := l.SetPaused(m.paused); err != nil {
			r.Fatal(err)
		}
	case "open":
		shut(t, l)
		return open(t, l.Dir())
	case "rebuild":
		if err := l.RebuildIndex(ctx()); err != nil {
			r.Fatal(err)
		}
	}
	return l
}

// move is what MoveJob should do, and whether it can.
func (m *queueModel) move(id uint64, to Move) bool {
	if !slices.Contains(m.order, id) || m.still[id] {
		return false
	}
	waiting := slices.DeleteFunc(slices.Clone(m.order), func(other uint64) bool { return m.still[other] })
	from := slices.Index(waiting, id)
	target := map[Move]int{MoveTop: 0, MoveUp: from - 1, MoveDown: from + 1, MoveBottom: len(waiting) - 1}[to]
	target = min(max(target, 0), len(waiting)-1)
	waiting = slices.Insert(slices.Delete(waiting, from, from+1), target, id)
	for i, other := range m.order {
		if !m.still[other] {
			m.order[i], waiting = waiting[0], waiting[1:]
		}
	}
	return true
}

// A queue that an older program left has no places: it keeps the order in which it came, and takes new jobs behind it.
func TestQueueWithoutPlaces(t *testing.T) {
	l, jobs := queued(t, quickDir(t), 3)
	err := l.update(func(tx *bbolt.Tx) error {
		for _, j := range jobs {
			j.Place = 0
			if err := putJob(tx, j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	late := must[Job](t)(l.Enqueue(Job{Call: someCall(0).ID}))
	if err := queueIs(l, jobs[0].ID, jobs[1].ID, jobs[2].ID, late.ID); err != nil {
		t.Error(err)
	}
	if err := errors.Join(l.MoveJob(late.ID, MoveUp), queueIs(l, jobs[0].ID, jobs[1].ID, late.ID, jobs[2].ID)); err != nil {
		t.Error(err)
	}
}

// TestQueueOfADamagedIndex damages what is not of the queue: the index is built again, and keeps order and pause. What
// the jobs had done is done again. With a sound index that is kept, too.
func TestQueueOfADamagedIndex(t *testing.T) {
	dir := quickDir(t)
	l, jobs := queued(t, dir, 3)
	err := errors.Join(l.MoveJob(jobs[2].ID, MoveTop), l.SetPaused(true), l.KeepPart(jobs[1].ID, "a", []byte("part")))
	if err != nil {
		t.Fatal(err)
	}
	holds := func(parts int) {
		t.Helper()
		if err := queueIs(l, jobs[2].ID, jobs[0].ID, jobs[1].ID); err != nil {
			t.Error(err)
		}
		if !must[bool](t)(l.Paused()) {
			t.Error("the queue is no longer paused")
		}
		if left := must[[][]byte](t)(l.Parts(jobs[1].ID)); len(left) != parts {
			t.Errorf("parts %q are left", left)
		}
	}
	if err := l.RebuildIndex(ctx()); err != nil {
		t.Fatal(err)
	}
	holds(1)
	err = l.update(func(tx *bbolt.Tx) error {
		_, start := tx.Bucket(callsBucket).Cursor().First()
		return tx.Bucket(startsBucket).Put(start, []byte("no summary"))
	})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, l)
	opt, allowed := testOptions(t)
	allowed.Store(true)
	l = must[*Library](t)(Open(dir, opt))
	findings := must[[]Finding](t)(l.Repair(ctx()))
	if len(findings) != 1 || !findings[0].Mended {
		t.Errorf("findings %+v", findings)
	}
	holds(0)
	shut(t, l)
}
