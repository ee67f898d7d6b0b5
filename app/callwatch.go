package app

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// callWatch notices the calls of other programs. It is over before the last take is saved, lest it begin another.
type callWatch struct {
	started sync.Once
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup
	offered map[string]bool // programs whose calls recording was offered for; belongs to the goroutine
}

func (w *callWatch) init() {
	w.ctx, w.stop = context.WithCancel(context.Background())
	w.offered = map[string]bool{}
}

func (w *callWatch) close() {
	w.stop()
	w.work.Wait()
}

// WatchCalls begins to notice when another program uses the microphone, and goes on until Close: as the settings want
// it, the call is recorded at once or CallBegan tells of it. Each call is told of once, and none while a take runs.
func (a *App) WatchCalls() {
	a.calls.started.Do(func() { a.calls.work.Go(a.watchCalls) })
}

func (a *App) watchCalls() {
	news := make(chan audio.Scene, 1)
	defer a.onScene(func(scene audio.Scene) {
		select { // the newest alone matters
		case <-news:
		default:
		}
		news <- scene
	})()
	callers := callers{}
	callers.see(a.scene(), a.config.Now())
	for timer := time.NewTimer(0); ; timer.Reset(callers.wait(a.config.Now())) {
		select {
		case scene := <-news:
			callers.see(scene, a.config.Now())
		case <-timer.C:
		case <-a.calls.ctx.Done():
			timer.Stop()
			return
		}
		began, ended := callers.judge(a.config.Now())
		for _, program := range began {
			a.callBegan(program)
		}
		for _, program := range ended {
			a.callEnded(program)
		}
	}
}

// callBegan records a call or offers to, unless a take runs.
func (a *App) callBegan(program string) {
	settings := a.Settings()
	switch {
	case a.hasTake():
		if a.isRecorded(program) {
			a.hub.send(CallBegan{program, true})
		}
	case settings.RecordsAlways(program):
		_, err := a.StartTake(a.calls.ctx, TakeRequest{Program: program})
		if err != nil && !errors.Is(err, ErrTakeRunning) && a.calls.ctx.Err() == nil {
			a.trouble(err, "record a call unasked")
		}
	case settings.OfferCalls:
		a.calls.offered[program] = true
		a.hub.send(CallBegan{program, false})
	}
}

// callEnded tells of the end of a call that is being recorded, or that recording was offered for.
func (a *App) callEnded(program string) {
	status, running := a.Take()
	recorded := running && strings.EqualFold(status.Call.Program, program)
	if recorded || a.calls.offered[program] {
		a.hub.send(CallEnded{program, recorded})
	}
	delete(a.calls.offered, program)
}

// hasTake tells whether a take runs or is about to.
func (a *App) hasTake() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.take != nil
}

// isRecorded tells whether the running take is about a program's call. A take that was started before its call is about
// the first one that comes, and gets the program's name.
func (a *App) isRecorded(program string) bool {
	running, err := a.current()
	if err != nil {
		return false // it is only about to begin, or just over
	}
	doc, err := a.Edit(running.id, func(doc *call.Call) error {
		doc.Program = cmp.Or(doc.Program, program)
		return nil
	})
	if err != nil {
		a.config.Log.Warn("write the program into the take", "call", running.id, "err", err)
	}
	return err == nil && strings.EqualFold(doc.Program, program)
}
