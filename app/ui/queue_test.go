package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// queueing is a bench with the queue of some calls in sight, which is paused.
func queueing(t *testing.T, names ...string) (*bench, []app.Job) {
	t.Helper()
	b := newBench(t, scripted{})
	if err := b.app.PauseQueue(); err != nil {
		t.Fatal(err)
	}
	var jobs []app.Job
	for _, name := range names {
		job, err := b.app.Transcribe(b.importSample(name), app.DemoModel, "en")
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, job)
	}
	b.until("the queue is read", func() bool { return len(b.w.queue.queue.Jobs) == len(names) })
	b.choose("Queue")
	return b, jobs
}

// inOrder tells whether the queue holds just these jobs.
func (b *bench) inOrder(jobs ...app.Job) func() bool {
	return func() bool {
		return slices.EqualFunc(b.w.queue.queue.Jobs, jobs, func(a app.QueuedJob, b app.Job) bool { return a.ID == b.ID })
	}
}

func TestTheQueueIsOrdered(t *testing.T) {
	b, jobs := queueing(t, "Acme Solar", "L. Berg, CPA", "Summit Credit")
	for _, text := range []string{"The queue is paused.", "3 waiting", "Acme Solar", "L. Berg, CPA", "model demo"} {
		if !b.says(text) {
			t.Errorf("%q is not said: %q", text, b.words())
		}
	}
	if buttonIn(b.w.window.Content(), "Up") != nil || buttonIn(b.w.window.Content(), "Down") == nil {
		t.Error("the first one can go up, or cannot go down")
	}
	b.press(fyne.KeyDown, fyne.KeyDown) // the keyboard is in the list
	b.tap("First")
	b.until("it is the first", b.inOrder(jobs[2], jobs[0], jobs[1]))
	if b.w.queue.chosen != jobs[2].ID || b.w.queue.list.chosen != 0 {
		t.Error("another one is chosen now")
	}
	b.tap("Down")
	b.until("it is the second", b.inOrder(jobs[0], jobs[2], jobs[1]))
	b.tap("Up")
	b.until("it is the first again", b.inOrder(jobs[2], jobs[0], jobs[1]))
	b.press(fyne.KeyDelete)
	b.until("it is gone", b.inOrder(jobs[0], jobs[1]))
	if b.w.queue.chosen != jobs[0].ID {
		t.Error("the next one is not chosen")
	}
	b.tap("Open the call")
	if b.w.page != b.w.calls || b.w.calls.chosen != jobs[0].Call {
		t.Error("the call is not open")
	}
	b.until("the call tells", func() bool { return b.says("Waiting to be written down · the queue is paused") })
	if !b.says("2 waiting · paused") {
		t.Errorf("nothing stands below the list: %q", b.words())
	}
	b.tap("2 waiting · paused")
	b.app.StartJobs()
	b.tap("Resume")
	b.until("all is done", func() bool { return b.says("Nothing waits to be written down.") })
	if b.w.calls.queue.Visible() || buttonIn(b.w.window.Content(), "Pause") == nil {
		t.Error("the sign is still there, or the queue cannot be paused")
	}
}

func TestTheQueueDoesOneAnyway(t *testing.T) {
	b, jobs := queueing(t, "Acme Solar", "L. Berg, CPA")
	b.app.StartJobs()
	b.press(fyne.KeyDown)
	b.tap("Do this one anyway")
	b.until("it is done", b.inOrder(jobs[0]))
	if !b.says("The queue is paused.") || !b.says("1 waiting") {
		t.Errorf("the window says %q", b.words())
	}
	b.until("the time it takes is told, or nothing", func() bool { return b.w.queue.queue.Left() == b.w.queue.queue.Jobs[0].Remaining })
	b.press(fyne.KeyEscape)
	if b.w.page != b.w.calls {
		t.Error("Escape does not lead back")
	}
}

func TestTheQueueTellsOfFailures(t *testing.T) {
	b := newBench(t, scripted{})
	b.app.StartJobs()
	job, err := b.app.Transcribe(b.importSample("Acme Solar"), app.DemoModel, "de")
	if err != nil {
		t.Fatal(err)
	}
	b.choose("Queue")
	b.until("it has failed", func() bool { return b.says("failed") && b.says("The model file is damaged. The recording is safe.") })
	if err := b.app.PauseQueue(); err != nil {
		t.Fatal(err)
	}
	b.tap("Try again")
	b.until("it waits again", func() bool { return b.says("waiting") && buttonIn(b.w.window.Content(), "Cancel") != nil })
	if err := b.app.ResumeQueue(); err != nil {
		t.Fatal(err)
	}
	b.until("it has failed again", func() bool { return buttonIn(b.w.window.Content(), "Remove") != nil })
	b.tap("Remove")
	b.until("it is gone", b.inOrder())
	b.tap("Write down every call that has no words yet")
	b.until("it is done at last", func() bool {
		return len(b.w.queue.queue.Jobs) == 0 && b.transcribed(job.Call) && !b.w.queue.empty.all.Visible()
	})
}

func TestTheListSaysWhatIsBeingWritten(t *testing.T) {
	b := newBench(t, scripted{})
	id := b.importSample("Acme Solar")
	b.until("it is not written down", func() bool { return b.says("not transcribed") })
	job := func(state app.JobState) app.QueuedJob {
		return app.QueuedJob{JobStatus: app.JobStatus{Job: app.Job{Call: id, State: state}}}
	}
	b.w.queue.fill(app.Queue{Jobs: []app.QueuedJob{job(app.JobRunning), job(app.JobFailed)}}, true)
	if !b.says("being written") || b.says("not transcribed") {
		t.Errorf("the running job is not told of: %q", b.words())
	}
	b.w.queue.fill(app.Queue{}, true)
	if !b.says("not transcribed") {
		t.Errorf("it stays: %q", b.words())
	}
}

func (b *bench) transcribed(id call.ID) bool {
	_, err := b.app.Transcript(id)
	return err == nil
}

func TestTheQueueFollowsItsJobs(t *testing.T) {
	b, jobs := queueing(t, "Acme Solar", "L. Berg, CPA")
	slow, err := b.app.Transcribe(b.importSample("Summit Credit"), app.DemoModel, "fr")
	if err != nil {
		t.Fatal(err)
	}
	b.until("it is in the queue", b.inOrder(jobs[0], jobs[1], slow))
	b.app.StartJobs()
	if err := b.app.JobAnyway(slow.ID); err != nil {
		t.Fatal(err)
	}
	b.until("progress is shown", func() bool { return b.says("writing down · ") })
	if j := b.w.queue.queue.Jobs[0]; j.ID != slow.ID {
		t.Errorf("the first one is %+v", j)
	}
	b.w.queue.list.take(0)
	if buttonIn(b.w.window.Content(), "Up") != nil || buttonIn(b.w.window.Content(), "Do this one anyway") != nil {
		t.Error("what is under way can be moved")
	}
	b.tap("Cancel")
	b.until("it is gone", b.inOrder(jobs[0], jobs[1]))
}

// During a take the queue waits, and captions say so when they rest.
func TestTheQueueWaitsForTheRecording(t *testing.T) {
	b, _ := queueing(t, "Acme Solar")
	b.app.StartJobs()
	if _, err := b.app.StartTake(b.t.Context(), app.TakeRequest{}); err != nil {
		t.Fatal(err)
	}
	b.until("the captions rest", func() bool { return b.says("RESTING · the queue is paused") })
	b.choose("Queue")
	b.tap("Resume")
	b.until("the reason is told", func() bool { return b.says("A call is being recorded; the others wait until it is over.") })
	b.until("the call is written down", func() bool { return b.says("writing down as it is said") })
	b.w.queue.list.take(1)
	if buttonIn(b.w.window.Content(), "Do this one anyway") == nil {
		t.Errorf("it cannot be done all the same: %q", b.words())
	}
	b.w.queue.list.take(0)
	b.tap("Open the call")
	if b.w.page != b.w.take {
		t.Error("the take is not shown")
	}
	b.until("the captions are live", func() bool { return strings.Contains(b.w.take.captions.head.text, "LIVE") })
	if _, err := b.app.StopTake(); err != nil {
		t.Fatal(err)
	}
	b.until("all is done", func() bool { return len(b.w.queue.queue.Jobs) == 0 && b.w.queue.queue.Hold == app.HoldNothing })
}

func TestQueueSettingsAreKept(t *testing.T) {
	b := newBench(t, scripted{})
	b.w.show(b.w.settings)
	b.w.settings.queue.take.onTapped(1)
	b.until("it is kept", func() bool { return b.app.Settings().QueueDuringTakes })
	b.w.settings.queue.battery.onTapped(0)
	b.until("it is kept", func() bool { return b.app.Settings().WaitOnBattery })
	b.until("it is shown", func() bool { return b.w.settings.queue.take.chosen == 1 && b.w.settings.queue.battery.chosen == 0 })
}

func TestQueueWords(t *testing.T) {
	jobs := func(states ...string) (all []app.QueuedJob) {
		for _, state := range states {
			status := app.JobStatus{Job: app.Job{Call: "some call", State: app.JobState(state)}, Remaining: 90 * time.Second}
			all = append(all, app.QueuedJob{JobStatus: status})
		}
		return all
	}
	unknown := jobs("queued")[0]
	unknown.Remaining = -1
	for _, c := range []struct {
		queue       app.Queue
		words, sign string
	}{
		{app.Queue{}, "", ""},
		{app.Queue{Hold: app.HoldPaused}, "", "Queue paused"},
		{app.Queue{Jobs: jobs("running", "queued")}, "Writing down · 1 waiting · about 3 min in all", "2 in the queue · about 3 min"},
		{app.Queue{Jobs: jobs("queued", "queued"), Hold: app.HoldPaused}, "2 waiting · about 3 min in all", "2 waiting · paused"},
		{app.Queue{Jobs: append(jobs("queued"), unknown, jobs("failed")[0])}, "2 waiting · 1 failed", "2 in the queue"},
		{app.Queue{Jobs: jobs("failed")}, "1 failed", "1 failed"},
		{app.Queue{Jobs: jobs("failed"), Hold: app.HoldPaused}, "1 failed", "Queue paused"},
		{app.Queue{Jobs: jobs("queued", "failed"), Hold: app.HoldBattery}, "1 waiting · 1 failed · about 2 min in all", "1 waiting · on battery"},
	} {
		if words, sign := queueWords(c.queue), signWords(c.queue); words != c.words || sign != c.sign {
			t.Errorf("%q and %q, wants %q and %q", words, sign, c.words, c.sign)
		}
	}
}

func TestJobWords(t *testing.T) {
	job := func(state string, fraction float64, held, anyway bool) app.QueuedJob {
		return app.QueuedJob{Held: held, JobStatus: app.JobStatus{
			Fraction: fraction, Job: app.Job{Call: "this", State: app.JobState(state), Anyway: anyway},
		}}
	}
	for words, j := range map[string]app.QueuedJob{
		"failed": job("failed", 0, false, false), "writing down": job("running", 0, false, false),
		"writing down · 43 %": job("running", 0.43, false, false), "stops after this passage": job("running", 0.43, true, false),
		"waiting": job("queued", 0, true, false), "next": job("queued", 0, false, true), "waiting · 50 % is done": job("queued", 0.5, true, false),
	} {
		if got := jobWords(j, app.Queue{}); got != words {
			t.Errorf("%q, wants %q", got, words)
		}
	}
	if got := jobWords(job("running", 0, false, false), app.Queue{Live: "this"}); got != "writing down as it is said" {
		t.Errorf("the call that is being recorded: %q", got)
	}
}
