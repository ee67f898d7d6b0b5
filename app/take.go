package app

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// TakeRequest says what to record and who is in the call.
type TakeRequest struct {
	Microphone, FarSide string  // device IDs; empty: the settings', else the default device
	Name, Number        string  // of the remote party
	Contact             call.ID // that the remote party is, where somebody said so; empty leaves that to the number
	Direction           call.Direction
	Case                string
	Consent             string // how recording was announced or agreed to
	Place               string // where the user is, for the law; empty: as the settings say
	Playbook            string // its ID; empty: as the settings say
	NoTranscript        bool   // leave the transcript for later
	Announce            Announce
	Program             string // whose call it is; empty: the one program that uses the microphone, if that is known
}

// TakeStatus is a take as it runs.
type TakeStatus struct {
	Call   call.Call
	Levels Levels
	Left   time.Duration // how much longer the disk will last; negative when unknown
	Ended  bool          // in events: this was its last sign
}

// runningTake is the take in progress. Its document belongs to mu.
type runningTake struct {
	id           call.ID
	take         *audio.Take
	noTranscript bool
	tone         *toneLoop     // nil: there was none yet; belongs to mu
	over         chan struct{} // closed once the call is in the library
	forgetScene  func()
	reading      sync.RWMutex // held by who has the growing file open; a file that is open cannot be renamed everywhere

	mu  sync.Mutex
	doc call.Call
	err error // why it ended, if not because somebody stopped it
}

// StartTake begins to record and returns as soon as sound can arrive. Opening a device can take seconds. It fails
// with ErrTakeRunning if a take runs, and with ErrNoSound if neither side can be recorded; if one side cannot, the
// take goes on without it and the call says so. A device or a playbook that was named but is not there is an error.
func (a *App) StartTake(ctx context.Context, request TakeRequest) (call.ID, error) {
	if request.Playbook != "" {
		if _, err := a.Playbook(request.Playbook); err != nil {
			return "", err
		}
	}
	running := &runningTake{noTranscript: request.NoTranscript, over: make(chan struct{})}
	a.mu.Lock()
	if a.take != nil {
		a.mu.Unlock()
		return "", ErrTakeRunning
	}
	a.take = running // keeps others out while the devices open
	settings := a.settings
	a.mu.Unlock()
	a.stopMeasuring()
	if err := a.EndNoting(); err != nil {
		a.forget(running)
		return "", err
	}

	err := a.begin(ctx, running, request, settings)
	if err != nil {
		a.forget(running)
		a.standAgain()
		return "", err
	}
	a.work.Go(func() { a.watch(running) })
	if announce := request.Announce.with(settings, a.mic.id() != ""); announce != (Announce{}) {
		a.work.Go(func() { a.announceByItself(running, announce) })
	}
	a.queueLive(running, settings)
	a.reconsider()
	a.hub.send(TakeChanged{running.status(a)})
	return running.id, nil
}

func (a *App) begin(ctx context.Context, running *runningTake, request TakeRequest, settings Settings) error {
	if err := a.checkSpace(); err != nil {
		return err
	}
	request.Program = cmp.Or(request.Program, a.programAtMicrophone())
	request.Place = cmp.Or(request.Place, settings.Place)
	request.Playbook = cmp.Or(request.Playbook, a.usualPlaybook(settings))
	a.mic.name(request.Microphone)
	if request.Announce != (Announce{}) {
		if err := a.needMicrophone(ctx); err != nil { // recording comes first
			defer a.warnUntold(running, err) // once the call is known
		}
	}
	ready, err := a.readySides(ctx, request, settings)
	if err != nil {
		return err
	}
	now := a.config.Now()
	running.id = call.NewID(now)
	running.doc = newDocument(running.id, now, request, ready.sources)
	file, err := a.library.Begin(running.doc)
	if err != nil {
		return errors.Join(err, ready.forget())
	}
	take, lead, err := ready.record(file)
	if err != nil {
		return errors.Join(err, file.Close(), a.library.Discard(running.id))
	}
	if err := a.noteStart(running, a.config.Now().Add(-lead)); err != nil {
		_, stopErr := take.Stop()
		return errors.Join(err, stopErr, a.library.Discard(running.id))
	}
	running.forgetScene = a.onScene(func(audio.Scene) { take.Look() })
	a.mu.Lock()
	running.take = take
	a.mu.Unlock()
	return nil
}

// noteStart writes down when the recording really begins: opening devices takes a while, and what stood by came before.
func (a *App) noteStart(running *runningTake, started time.Time) (err error) {
	running.doc, err = a.library.Edit(running.id, func(doc *call.Call) error {
		doc.Started = started
		return nil
	})
	return err
}

func newDocument(id call.ID, now time.Time, request TakeRequest, sources map[call.Party]audio.Source) call.Call {
	doc := call.Call{
		Format: call.Format, ID: id, Started: now, Direction: request.Direction, Case: request.Case,
		Parties: map[call.Party]call.Person{call.Remote: {Name: request.Name, Number: request.Number, Contact: request.Contact}},
		Tags:    []string{}, Notes: []call.Note{}, Consent: []call.Consent{},
		Outcome: call.Recording, Program: request.Program, Playbook: request.Playbook,
		Capture: call.Capture{Sides: map[call.Party]call.Side{}},
	}
	if request.Place != "" {
		doc.Parties[call.Local] = call.Person{Place: request.Place}
	}
	if request.Consent != "" {
		doc.Consent = append(doc.Consent, call.Consent{Method: call.ConsentMethod(request.Consent), Made: now})
	}
	for party, source := range sources {
		device := source.Device()
		doc.Capture.Sides[party] = call.Side{Device: device.Name, DeviceID: device.ID, Gaps: []call.Gap{}}
	}
	return doc
}

// watch looks after the take: it keeps the system awake, warns, ends the take in good order before the disk is full or
// when it was forgotten, and if it ends by itself all the same.
func (a *App) watch(running *runningTake) {
	defer a.stayAwake()()
	sentry := a.postSentry(running)
	defer sentry.dismiss()
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		var reason error
		select {
		case <-running.over:
			return
		case <-running.take.Done():
		case <-look.C:
			if reason = sentry.look(); reason == nil {
				continue
			}
		}
		_, err := a.finish(running, reason)
		if err = errors.Join(reason, err); err != nil && !errors.Is(err, ErrNoTake) {
			a.trouble(err, "the take ended by itself", "call", running.id)
		}
		return
	}
}

// StopTake ends the take and saves the call. When it returns an error other than ErrNoTake the sound recorded so
// far is in the library all the same, or will be at the next start.
func (a *App) StopTake() (call.Call, error) {
	running, err := a.current()
	if err != nil {
		return call.Call{}, err
	}
	return a.finish(running, nil)
}

// TakeResult gives the call of a take that is over, and the reason if nobody had stopped it.
func (a *App) TakeResult(id call.ID) (call.Call, error) {
	a.mu.Lock()
	last := a.lastTake
	a.mu.Unlock()
	if last == nil || last.id != id {
		return a.library.Call(id)
	}
	last.mu.Lock()
	defer last.mu.Unlock()
	return last.doc, last.err
}

// finish is done once for each take; who comes second waits, and gets ErrNoTake. reason says why the take is ended if
// that is not the user's wish.
func (a *App) finish(running *runningTake, reason error) (call.Call, error) {
	running.mu.Lock()
	defer running.mu.Unlock()
	select {
	case <-running.over:
		return call.Call{}, ErrNoTake
	default:
	}
	running.forgetScene()
	result, takeErr := running.take.Stop()
	err := takeErr
	destroyed := running.doc.Refusal != nil && running.doc.Refusal.Destroyed
	var stopped error
	if destroyed {
		stopped = a.stopWriting(running.id) // while it can still read, so that it sees that it is to stop
	}
	running.reading.Lock()
	switch {
	case destroyed:
		running.doc, err = a.destroyRefused(running.doc, result.Capture.Lasted())
		err = errors.Join(stopped, err)
	case takeErr == nil:
		running.doc.Outcome = call.Complete
		running.doc.Ended = endOf(running.doc.Started, result.Capture.Lasted().Duration())
		running.doc.Audio, running.doc.Capture = result.Audio, result.Capture
		if reason != nil {
			running.doc.Failure = endedBecause(reason)
		}
		err = a.library.Commit(running.doc)
	default:
		running.doc, err = a.salvage(running.doc, "the recording was interrupted: "+causeOf(takeErr))
		err = errors.Join(takeErr, err)
	}
	running.reading.Unlock()
	running.err = errors.Join(reason, err)
	a.mu.Lock()
	a.take, a.lastTake = nil, running
	a.mu.Unlock()
	close(running.over)
	a.releaseMicrophone()
	a.standAgain()
	a.reconsider()
	a.hub.send(TakeChanged{TakeStatus{Call: a.directory().introduce(running.doc), Ended: true}})
	if err == nil || takeErr != nil {
		a.hub.send(CallSaved{running.id})
		a.queueTranscript(running.id, running.noTranscript || destroyed)
	}
	return running.doc, err
}

func (a *App) forget(running *runningTake) {
	a.releaseMicrophone()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.take == running {
		a.take = nil
	}
}

// current gives the running take, or ErrNoTake; one whose devices are still opening does not count yet.
func (a *App) current() (*runningTake, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.take == nil || a.take.take == nil {
		return nil, ErrNoTake
	}
	return a.take, nil
}

// PauseTake goes off the record: nothing is captured until ResumeTake.
func (a *App) PauseTake() error { return a.withTake((*audio.Take).Pause, true) }

// ResumeTake goes back on the record.
func (a *App) ResumeTake() error { return a.withTake((*audio.Take).Resume, false) }

func (a *App) withTake(do func(*audio.Take), paused bool) error {
	running, err := a.current()
	if err != nil {
		return err
	}
	a.StillThere()
	do(running.take)
	running.mu.Lock()
	defer running.mu.Unlock()
	select {
	case <-running.over: // nobody must hear of it after its end
		return ErrNoTake
	default:
	}
	status := TakeStatus{Call: a.directory().introduce(running.doc), Levels: running.take.Levels(), Left: a.timeLeft()}
	status.Levels.Paused = paused // the levels themselves follow a moment later
	a.hub.send(TakeChanged{status})
	return nil
}

// Take tells how the running take is doing, or false if there is none.
func (a *App) Take() (TakeStatus, bool) {
	running, err := a.current()
	if err != nil {
		return TakeStatus{}, false
	}
	return running.status(a), true
}

// Levels is the cheap part of Take, for meters.
func (a *App) Levels() (Levels, bool) {
	running, err := a.current()
	if err != nil {
		return Levels{}, false
	}
	return running.take.Levels(), true
}

// TakeEnded gives a channel that is closed when the take of that call is over; at once if it does not run.
func (a *App) TakeEnded(id call.ID) <-chan struct{} {
	if running, err := a.current(); err == nil && running.id == id {
		return running.over
	}
	over := make(chan struct{})
	close(over)
	return over
}

func (r *runningTake) status(a *App) TakeStatus {
	r.mu.Lock()
	doc := r.doc
	r.mu.Unlock()
	return TakeStatus{Call: a.directory().introduce(doc), Levels: r.take.Levels(), Left: a.timeLeft()}
}

// editTake changes the document of a running take, on disk first.
func (a *App) editTake(running *runningTake, change func(*call.Call) error) (call.Call, error) {
	running.mu.Lock()
	defer running.mu.Unlock()
	edited, err := a.library.Edit(running.id, change)
	if err == nil {
		running.doc = edited
		a.hub.send(CallChanged{running.id})
	}
	return edited, err
}

// AddNote writes a note into a call: at the given second, else now if its take is running, else at the beginning.
func (a *App) AddNote(id call.ID, text string, at *call.Seconds) (call.Note, error) {
	return a.remark(id, call.Note{Text: text}, at)
}

func (a *App) remark(id call.ID, note call.Note, at *call.Seconds) (call.Note, error) {
	note.Made, note.At = a.config.Now(), a.second(id, at)
	_, err := a.Edit(id, func(doc *call.Call) error {
		doc.Notes = append(doc.Notes, note)
		return nil
	})
	return note, err
}
