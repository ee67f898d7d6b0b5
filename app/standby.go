package app

import (
	"time"

	"github.com/onrecord/onrecord/audio"
	"github.com/onrecord/onrecord/call"
)

// StandBy keeps the newest sound of both sides in memory from now on, as far as the settings want it and no take runs,
// so that a recording can begin before its button was pressed. It lasts until Close.
func (a *App) StandBy() {
	a.mu.Lock()
	a.mayStand = true
	a.mu.Unlock()
	a.standAgain()
}

// Standing tells how much sound is kept in memory; false when none is.
func (a *App) Standing() (call.Seconds, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return call.Seconds(a.settings.Preroll), a.standby != nil
}

// standAgain brings what stands by in line with the settings and the take. Opening devices takes its time, so it works
// on a goroutine of its own; one at a time.
func (a *App) standAgain() {
	a.mu.Lock()
	wanted := a.mayStand
	a.mu.Unlock()
	if wanted {
		a.work.Go(a.standNow)
	}
}

func (a *App) standNow() {
	a.standing.Lock()
	defer a.standing.Unlock()
	if old := a.takeStandby(); old != nil {
		if err := old.forget(); err != nil {
			a.config.Log.Warn("end standing by", "err", err)
		}
	}
	a.mu.Lock()
	settings, busy := a.settings, a.take != nil || a.noting != nil
	a.mu.Unlock()
	if settings.Preroll <= 0 || busy || a.ctx.Err() != nil {
		return
	}
	ready, err := a.openSides(a.sidesOf(TakeRequest{}, settings), settings.Rate)
	if err == nil {
		ready.standby, err = audio.Standby(ready.options, time.Duration(settings.Preroll)*time.Second)
	}
	if err != nil {
		a.config.Log.Warn("stand by", "err", err)
		return
	}
	a.giveStandby(&ready)
	a.hub.send(SettingsChanged{settings})
}

// giveStandby makes ready what the next take goes on from, unless one has begun meanwhile, or the App closes.
func (a *App) giveStandby(ready *readySides) {
	a.mu.Lock()
	unwanted := a.take != nil || a.noting != nil || a.ctx.Err() != nil
	if !unwanted {
		a.standby = ready
	}
	a.mu.Unlock()
	if unwanted {
		if err := ready.forget(); err != nil {
			a.config.Log.Warn("end standing by", "err", err)
		}
		return
	}
	forget := a.onScene(func(audio.Scene) { ready.standby.Look() })
	a.work.Go(func() {
		<-ready.standby.Done()
		forget()
	})
}

// takeStandby takes what stands by away; nil when nothing does.
func (a *App) takeStandby() *readySides {
	a.mu.Lock()
	defer a.mu.Unlock()
	ready := a.standby
	a.standby = nil
	return ready
}
