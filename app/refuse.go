package app

import (
	"context"
	"errors"
	"time"

	"github.com/onrecord/onrecord/call"
)

// noting is a call that goes on as notes only, after the other side refused to be recorded.
type noting struct {
	id    call.ID
	at    call.Seconds // of the call, when its recording ended
	since time.Time
}

// refuse ends the recording of the running take because the other side refused; the call goes on as notes only. What becomes of the sound is
// the settings' rule. The refusal is in the document before anything else is done, so that it holds whenever the program dies.
func (a *App) refuse(running *runningTake, entry call.Consent) (call.Call, error) {
	rule := a.Settings().DestroyRefused
	at := running.take.Levels().Elapsed
	now := a.config.Now()
	_, err := a.editTake(running, func(doc *call.Call) error {
		doc.Consent = append(doc.Consent, entry)
		doc.Refusal = &call.Refusal{At: at, Made: now, Destroyed: rule}
		return nil
	})
	if err != nil {
		return call.Call{}, err
	}
	a.mu.Lock()
	if a.take == running {
		a.noting = &noting{running.id, at, now}
	}
	a.mu.Unlock()
	doc, err := a.finish(running, nil)
	if errors.Is(err, ErrNoTake) { // it was stopped at the same moment: the call is over
		return a.library.Call(running.id)
	}
	return doc, err
}

// destroyRefused ends a call whose sound is to be destroyed because recording was refused. Nobody writes it down any more.
func (a *App) destroyRefused(doc call.Call, lasted call.Seconds) (call.Call, error) {
	doc.Outcome, doc.Audio = call.Noted, call.Audio{}
	doc.Ended = endOf(doc.Started, max(lasted, doc.Refusal.At).Duration())
	doc.Capture = call.Capture{Sides: map[call.Party]call.Side{}, Pauses: doc.Capture.Pauses}
	return doc, a.library.Destroy(doc)
}

// stopWriting takes a call's transcript out of the queue, with all that is written of it, and waits until nobody works on it.
func (a *App) stopWriting(id call.ID) error {
	job, found, err := a.jobOf(id)
	if err != nil || !found {
		return err
	}
	if err := a.CancelJob(job.ID); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(a.ctx, 10*time.Second)
	defer cancel()
	if err := a.WaitJob(ctx, job.ID, nil); ctx.Err() != nil {
		return err
	}
	return nil
}

// Noting tells which call goes on as notes only, and for how long it has gone on since it began; false when none does.
func (a *App) Noting() (call.ID, call.Seconds, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.noting == nil {
		return "", 0, false
	}
	return a.noting.id, a.noting.at + call.Seconds(a.config.Now().Sub(a.noting.since).Seconds()), true
}

// notedFor gives the second of a call that goes on as notes only.
func (a *App) notedFor(id call.ID) (call.Seconds, bool) {
	noted, elapsed, is := a.Noting()
	return elapsed, is && noted == id
}

// EndNoting says that the call that went on as notes only is over; nothing where none does. Its document has been whole since the refusal: only the end of
// the call is later now.
func (a *App) EndNoting() error {
	a.mu.Lock()
	over := a.noting
	a.noting = nil
	a.mu.Unlock()
	if over == nil {
		return nil
	}
	now := a.config.Now()
	_, err := a.Edit(over.id, func(doc *call.Call) error {
		if now.After(doc.Ended) {
			doc.Ended = now
		}
		return nil
	})
	a.standAgain()
	return err
}

// AnswerConsent puts on record, at this second, what was answered to what was asked last; where nothing was, that it was asked and answered. A refusal ends
// the recording of a call that is being recorded.
func (a *App) AnswerConsent(id call.ID, answer call.Answer) (call.Call, error) {
	asked := call.Consent{Method: call.AskedOnRecord, Answer: answer}
	running, err := a.current()
	if err != nil || running.id != id || answer != call.Agreed {
		return a.AddConsent(id, asked, nil)
	}
	now := running.take.Levels().Elapsed
	return a.Edit(id, func(doc *call.Call) error {
		last := len(doc.Consent) - 1
		if last < 0 || doc.Consent[last].Answer != "" {
			asked.Party, asked.At, asked.Answered, asked.Made = call.Remote, now, now, a.config.Now()
			doc.Consent = append(doc.Consent, asked)
			return nil
		}
		entry := &doc.Consent[last]
		entry.Answer, entry.Answered = answer, max(entry.At, now)
		return nil
	})
}
