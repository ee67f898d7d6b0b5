package main

import (
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// queueOfCalls is what `jobs --json` tells.
type queueOfCalls struct {
	Waits *string
	Jobs  []struct {
		ID       uint64
		Title    string
		State    string
		Fraction float64
		Attempts int
	}
}

// The queue is ordered in the real window with the keyboard alone. The program is killed while it works through it, and the
// one that is opened next finishes it, in that order.
func TestWindowOrdersTheQueueAndSurvivesAKill(t *testing.T) {
	m := &machine{t: t, home: shortDir(t)}
	m.library = filepath.Join(m.home, "library")
	m.run("jobs", "pause")
	for _, sample := range sampleCalls {
		file, err := filepath.Abs(sample.file())
		if err != nil {
			t.Fatal(err)
		}
		m.run("import", file, "--name", sample.name)
	}
	titles := func() (all []string) {
		for _, job := range m.queue().Jobs {
			all = append(all, job.Title)
		}
		return all
	}
	wanted := []string{"accountant", "telemarketer", "debt_collector"}

	s := newScreen(t)
	w := m.openWindow(s)
	w.awaitFrame()
	w.focus()
	w.keys("ctrl+j")
	time.Sleep(2 * time.Second) // until the queue is in sight
	w.keys("End")
	w.picture("queue")
	w.keys("Tab")
	w.keys("space")
	m.await(20*time.Second, "the last job to be the first", func() bool { return slices.Equal(titles(), wanted) })
	if waits := m.queue().Waits; waits == nil || *waits != "paused" {
		t.Errorf("the queue waits for %v", waits)
	}
	m.run("jobs", "resume")
	m.await(time.Minute, "the first job to be under way", func() bool {
		q := m.queue()
		return len(q.Jobs) < 3 || q.Jobs[0].State == "running" && q.Jobs[0].Fraction > 0
	})
	w.kill()

	w = m.openWindow(s)
	w.awaitFrame()
	m.await(20*time.Second, "the window", func() bool { _, _, exit := m.try("status"); return exit == 0 })
	if left := titles(); len(left) > 0 && !slices.Equal(left, wanted[3-len(left):]) {
		t.Errorf("after a kill the queue is %v", left)
	}
	m.await(2*time.Minute, "the queue to be empty", func() bool { return len(m.queue().Jobs) == 0 })
	for _, call := range m.callsUntranscribed() {
		t.Errorf("%s was not written down", call)
	}
}

func (m *machine) queue() (q queueOfCalls) {
	m.t.Helper()
	m.json(&q, "jobs")
	return q
}

// callsUntranscribed lists the calls without words.
func (m *machine) callsUntranscribed() (without []string) {
	m.t.Helper()
	var list struct {
		Calls []struct {
			ID          string
			Transcribed bool
		}
	}
	m.json(&list, "calls")
	if len(list.Calls) != len(sampleCalls) {
		m.t.Errorf("there are %d calls", len(list.Calls))
	}
	for _, c := range list.Calls {
		if !c.Transcribed {
			without = append(without, c.ID)
		}
	}
	return without
}
