package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// queued brings sample calls in and queues them.
func queued(t *testing.T, a *App, files ...string) (jobs []Job) {
	t.Helper()
	for _, file := range files {
		id, err := a.Import(t.Context(), "../assets/calls/"+file, ImportRequest{NoTranscript: true})
		if err != nil {
			t.Fatal(err)
		}
		job, err := a.Transcribe(id, "", "")
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, job)
	}
	return jobs
}

// order gives the IDs of what is in the queue.
func order(t *testing.T, a *App) (ids []uint64) {
	t.Helper()
	q, err := a.Queue()
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range q.Jobs {
		ids = append(ids, j.ID)
	}
	return ids
}

// eventually waits until something is so. On a busy machine it takes its time.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (a *App) mustJob(t *testing.T, id uint64) Job {
	t.Helper()
	job, err := a.job(id)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

func (a *App) parts(t *testing.T, job Job) (parts []part) {
	t.Helper()
	contents, err := a.library.Parts(job.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range contents {
		var p part
		if err := json.Unmarshal(content, &p); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, p)
	}
	return parts
}

// markParts marks the windows that a job has done, to know them again in the transcript.
func (a *App) markParts(t *testing.T, job Job) (marked int) {
	t.Helper()
	for _, p := range a.parts(t, job) {
		if len(p.Window.Segments) == 0 {
			continue
		}
		p.Window.Segments[0].Text = "A word from before."
		if err := a.keepPart(job, p); err != nil {
			t.Fatal(err)
		}
		marked++
	}
	return marked
}

func marksIn(t *testing.T, a *App, id call.ID) (marks int) {
	t.Helper()
	for _, s := range segmentsOf(t, a, id) {
		if s.Text == "A word from before." {
			marks++
		}
	}
	return marks
}

// The queue is paused in mid-job, put in another order, and closed. In the next run it is still paused and in that order,
// and only the windows that are missing are decoded.
func TestQueueSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	jobs := queued(t, a, "accountant.flac", "telemarketer.flac", "debt_collector.flac")
	a.StartJobs()
	var told atomic.Value // of the state, to who waits
	waiting := make(chan error, 1)
	go func() { waiting <- a.WaitJob(t.Context(), jobs[0].ID, func(s JobStatus) { told.Store(s.State) }) }()
	eventually(t, "a window is kept", func() bool { return len(a.parts(t, jobs[0])) > 0 })
	if err := a.PauseQueue(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the job is put back", func() bool { return a.mustJob(t, jobs[0].ID).State == storage.JobQueued })
	eventually(t, "who waits is told", func() bool { return told.Load() == storage.JobQueued })
	done := len(a.parts(t, jobs[0]))
	if err := a.MoveJob(jobs[2].ID, MoveTop); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; !errors.Is(err, ErrCancelled) {
		t.Errorf("who waited gets %v", err)
	}

	a = open(t, dir, both())
	wanted := []uint64{jobs[2].ID, jobs[0].ID, jobs[1].ID}
	if got := order(t, a); !slices.Equal(got, wanted) || a.Hold() != HoldPaused {
		t.Errorf("the queue is %v, hold %q", got, a.Hold())
	}
	if got := len(a.parts(t, jobs[0])); got != done {
		t.Errorf("%d windows are left of %d", got, done)
	}
	marked := a.markParts(t, jobs[0])
	a.StartJobs()
	time.Sleep(200 * time.Millisecond)
	if got := order(t, a); !slices.Equal(got, wanted) || a.jobs.current.ID != 0 {
		t.Error("it works though it is paused")
	}
	if err := a.ResumeQueue(); err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := marksIn(t, a, jobs[0].Call); got != marked || marked == 0 {
		t.Errorf("%d windows of %d were not decoded again", got, marked)
	}
}

// While a call is recorded the queue waits, and the job in hand is put back; but the call itself is written down, and so
// is what is wanted all the same.
func TestQueueWaitsWhileATakeRuns(t *testing.T) {
	a := open(t, t.TempDir(), both())
	jobs := queued(t, a, "accountant.flac", "telemarketer.flac")
	a.StartJobs()
	eventually(t, "the first job is under way", func() bool { return a.mustJob(t, jobs[0].ID).State == storage.JobRunning })
	id, err := a.StartTake(t.Context(), TakeRequest{})
	if err != nil {
		t.Fatal(err)
	}
	runs := func(wanted call.ID) func() bool {
		return func() bool {
			a.jobs.mu.Lock()
			defer a.jobs.mu.Unlock()
			return a.jobs.current.Call == wanted
		}
	}
	eventually(t, "the call is written down", runs(id))
	q, err := a.Queue()
	if err != nil || q.Hold != HoldTake || q.Live != id || q.Jobs[0].Call != id || !q.Held(jobs[0].ID) || !q.Held(jobs[1].ID) || q.Held(q.Jobs[0].ID) {
		t.Errorf("the queue is %+v, %v", q, err)
	}
	if err := a.JobAnyway(jobs[1].ID); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), jobs[1].ID, nil); err != nil {
		t.Error(err)
	}
	eventually(t, "the call is written down again", runs(id))
	if job := a.mustJob(t, jobs[0].ID); job.State != storage.JobQueued {
		t.Errorf("the other job is %s", job.State)
	}
	if _, err := a.StopTake(); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err != nil {
		t.Error(err)
	}
	if hold := a.Hold(); hold != HoldNothing {
		t.Errorf("after the take the queue waits: %s", hold)
	}
}

func TestQueueGoesOnDuringTakesIfAsked(t *testing.T) {
	a := open(t, t.TempDir(), both())
	settings := a.Settings()
	settings.QueueDuringTakes = true
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	if _, err := a.StartTake(t.Context(), TakeRequest{NoTranscript: true}); err != nil {
		t.Fatal(err)
	}
	jobs := queued(t, a, "telemarketer.flac")
	a.StartJobs()
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err != nil {
		t.Error(err)
	}
	if _, running := a.Take(); !running {
		t.Error("the take is over")
	}
}

// On battery all rests where the user wants it so, until the machine is plugged in.
func TestQueueWaitsOnBattery(t *testing.T) {
	a := open(t, t.TempDir(), both())
	var battery atomic.Bool
	battery.Store(true)
	a.config.OnBattery = func() (bool, error) { return battery.Load(), nil }
	settings := a.Settings()
	settings.WaitOnBattery = true
	if err := a.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	jobs := queued(t, a, "telemarketer.flac")
	feed := a.Subscribe()
	defer feed.Close()
	a.StartJobs()
	time.Sleep(200 * time.Millisecond)
	q, err := a.Queue()
	if err != nil || q.Hold != HoldBattery || !q.Held(jobs[0].ID) || a.mustJob(t, jobs[0].ID).State != storage.JobQueued {
		t.Errorf("the queue is %+v, %v", q, err)
	}
	battery.Store(false)
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err != nil {
		t.Error(err)
	}
	if event, ok := feed.Poll(); !ok || event != (QueueChanged{}) {
		t.Errorf("the faces are told %T first", event)
	}
	unknown := App{config: Config{Log: a.config.Log, OnBattery: func() (bool, error) { return true, errors.New("who knows") }}}
	if unknown.onBattery() {
		t.Error("what is not known holds the queue")
	}
}

// Paused is paused: also the call that is being recorded is not written down.
func TestPausedQueueLeavesTheTakeAlone(t *testing.T) {
	a := open(t, t.TempDir(), both())
	a.StartJobs()
	if err := a.PauseQueue(); err != nil {
		t.Fatal(err)
	}
	id, err := a.StartTake(t.Context(), TakeRequest{})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	job, found, err := a.jobOf(id)
	if err != nil || !found || job.State != storage.JobQueued {
		t.Errorf("the job is %+v, %v", job, err)
	}
	if err := a.ResumeQueue(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is begun", func() bool { return a.mustJob(t, job.ID).State == storage.JobRunning })
}

// A job that is about to be put back is cancelled for good, and one that is wanted anyway goes on.
func TestMindsCanBeChangedBeforeTheBorder(t *testing.T) {
	a := open(t, t.TempDir(), both())
	jobs := queued(t, a, "accountant.flac", "debt_collector.flac")
	a.StartJobs()
	running := func(job Job) func() bool {
		return func() bool { return a.mustJob(t, job.ID).State == storage.JobRunning }
	}
	eventually(t, "the first job runs", running(jobs[0]))
	if err := errors.Join(a.PauseQueue(), a.CancelJob(jobs[0].ID)); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); !errors.Is(err, ErrCancelled) {
		t.Errorf("the cancelled job ends with %v", err)
	}
	if err := a.JobAnyway(jobs[1].ID); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), jobs[1].ID, nil); err != nil {
		t.Error(err)
	}
	if got := order(t, a); len(got) != 0 || a.Hold() != HoldPaused {
		t.Errorf("left are %v, hold %q", got, a.Hold())
	}
	again, err := a.Transcribe(jobs[0].Call, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.ResumeQueue(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it runs again", running(again))
	if err := errors.Join(a.PauseQueue(), a.JobAnyway(again.ID)); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), again.ID, nil); err != nil {
		t.Error(err)
	}
}

// A failed job that is tried again keeps its place and its windows.
func TestRetriedJobGoesOn(t *testing.T) {
	a := open(t, t.TempDir(), both())
	jobs := queued(t, a, "accountant.flac", "telemarketer.flac")
	a.StartJobs()
	eventually(t, "a window is kept", func() bool { return len(a.parts(t, jobs[0])) > 0 })
	if err := a.PauseQueue(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is put back", func() bool { return a.mustJob(t, jobs[0].ID).State == storage.JobQueued })
	a.endJob(a.mustJob(t, jobs[0].ID), errors.New("it broke"))
	if got := order(t, a); !slices.Equal(got, []uint64{jobs[1].ID, jobs[0].ID}) {
		t.Errorf("what failed does not stand last: %v", got)
	}
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err == nil {
		t.Error("nobody is told that it failed")
	}
	marked := a.markParts(t, jobs[0])
	if err := errors.Join(a.RetryJob(jobs[0].ID), a.RetryJob(jobs[1].ID)); err != nil {
		t.Fatal(err)
	}
	if got := order(t, a); !slices.Equal(got, []uint64{jobs[0].ID, jobs[1].ID}) {
		t.Errorf("the order is %v", got)
	}
	if err := a.ResumeQueue(); err != nil {
		t.Fatal(err)
	}
	if err := a.WaitJob(t.Context(), jobs[0].ID, nil); err != nil {
		t.Error(err)
	}
	if got := marksIn(t, a, jobs[0].Call); got != marked || marked == 0 {
		t.Errorf("%d windows of %d were not decoded again", got, marked)
	}
	if err := a.RetryJob(jobs[0].ID); !errors.Is(err, ErrNoJob) {
		t.Errorf("what is done is tried again: %v", err)
	}
}

// queueEnv names the folder in which a child of a test works through a queue until it is killed.
const queueEnv = "ONRECORD_TEST_QUEUE"

// workForEver is that child. It says when a window is kept.
func workForEver(dir string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	a, err := Open(Config{Library: filepath.Join(dir, "library"), Data: dir, Devices: both(), Worker: []string{program, "worker"}})
	if err != nil {
		return err
	}
	a.StartJobs()
	for {
		queue, err := a.library.Jobs()
		if err != nil || len(queue) == 0 {
			return errors.Join(err, errors.New("there is nothing left to be killed for"))
		}
		for _, job := range queue {
			if parts, err := a.library.Parts(job.ID); err == nil && len(parts) > 0 {
				fmt.Println("kept")
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// The program is killed in mid-queue: what it had done is there, and the order, and the queue goes on in the next run.
func TestQueueAfterAKill(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, both())
	jobs := queued(t, a, "telemarketer.flac", "accountant.flac")
	if err := a.MoveJob(jobs[1].ID, MoveTop); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), queueEnv+"="+dir)
	child.Stderr = os.Stderr
	said, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(said).ReadString('\n')
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed
	if line != "kept\n" {
		t.Fatalf("the child said %q", line)
	}
	a = open(t, dir, both())
	if got := order(t, a); !slices.Equal(got, []uint64{jobs[1].ID, jobs[0].ID}) {
		t.Errorf("the queue is %v", got)
	}
	if job := a.mustJob(t, jobs[1].ID); job.State != storage.JobQueued || job.Attempts != 1 {
		t.Errorf("the job in hand is %+v", job)
	}
	marked := a.markParts(t, jobs[1])
	a.StartJobs()
	for _, job := range jobs {
		if err := a.WaitJob(t.Context(), job.ID, nil); err != nil {
			t.Error(err)
		}
	}
	if got := marksIn(t, a, jobs[1].Call); got != marked || marked == 0 {
		t.Errorf("%d windows of %d were not decoded again", got, marked)
	}
}
