package app

import (
	"github.com/onrecord/onrecord/call"
	"github.com/onrecord/onrecord/storage"
)

// Hold says why the queue waits.
type Hold string

// The reasons to wait. During a take the call that is being recorded is written down all the same.
const (
	HoldNothing Hold = ""
	HoldPaused  Hold = "paused"
	HoldTake    Hold = "recording"
	HoldBattery Hold = "battery"
)

// Why says it in a sentence.
func (h Hold) Why() string {
	switch h {
	case HoldPaused:
		return "The queue is paused."
	case HoldTake:
		return "A call is being recorded; the others wait until it is over."
	case HoldBattery:
		return "The machine runs on battery; the queue waits for mains power."
	}
	return ""
}

// spares tells whether a job goes on all the same; live is the call whose take runs.
func (h Hold) spares(job Job, live call.ID) bool {
	return h == HoldNothing || job.Anyway || h.sparesLive() && job.Call == live
}

// sparesLive tells whether a call is written down while it goes on.
func (h Hold) sparesLive() bool { return h == HoldNothing || h == HoldTake }

// Hold tells why the queue waits now.
func (a *App) Hold() Hold {
	a.jobs.mu.Lock()
	paused := a.jobs.paused
	a.jobs.mu.Unlock()
	switch {
	case paused:
		return HoldPaused
	case a.Settings().WaitOnBattery && a.onBattery():
		return HoldBattery
	case a.liveCall() != "" && !a.Settings().QueueDuringTakes:
		return HoldTake
	}
	return HoldNothing
}

// liveCall is the call whose take runs, if one does.
func (a *App) liveCall() call.ID {
	if running, err := a.current(); err == nil {
		return running.id
	}
	return ""
}

// PauseQueue lets all transcription rest until ResumeQueue, also when the program is started again. The job in hand is put
// back once it has decoded its window.
func (a *App) PauseQueue() error { return a.setPaused(true) }

// ResumeQueue lets the queue go on.
func (a *App) ResumeQueue() error { return a.setPaused(false) }

func (a *App) setPaused(paused bool) error {
	if err := a.library.SetPaused(paused); err != nil {
		return err
	}
	a.jobs.mu.Lock()
	a.jobs.paused = paused
	a.jobs.mu.Unlock()
	a.reconsider()
	return nil
}

// nextJob takes the next job that nothing holds. Who reads along should not wait: the call that goes on comes first.
func (a *App) nextJob() (Job, bool, error) {
	hold, live := a.Hold(), a.liveCall()
	if !hold.sparesLive() {
		live = ""
	}
	return a.library.NextJob(live, hold != HoldNothing)
}

// reconsider is due whenever something has changed that could hold the queue, or no longer does.
func (a *App) reconsider() {
	a.jobs.looking.Lock()
	defer a.jobs.looking.Unlock()
	hold := a.Hold()
	wanted := false
	if hold != HoldNothing {
		var err error
		if wanted, err = a.wantedAnyway(); err != nil {
			a.trouble(err, "read the queue")
		}
	}
	live := a.liveCall()
	a.jobs.mu.Lock()
	job := a.jobs.current.Job
	a.jobs.stopAtBorder(!hold.spares(job, live) || wanted && !job.Anyway)
	news := a.jobs.hold != hold
	a.jobs.hold = hold
	a.jobs.mu.Unlock()
	a.jobs.poke()
	if news {
		a.hub.send(QueueChanged{})
	}
}

// wantedAnyway tells whether a job waits that is to be done whatever holds the others.
func (a *App) wantedAnyway() (bool, error) {
	queue, err := a.library.Jobs()
	for _, job := range queue {
		if job.Anyway && job.State == storage.JobQueued {
			return true, nil
		}
	}
	return false, err
}
