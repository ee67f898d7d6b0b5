package app

import (
	"time"

	"github.com/onrecord/onrecord/call"
)

// dayEvery is how often it is looked whether another day has begun. A timer for midnight would stand still while the machine sleeps.
const dayEvery = time.Minute

// Today is the day by the clock of this machine.
func (a *App) Today() call.Day { return call.DayOf(a.config.Now()) }

// watchDays tells the faces of each new day until the application closes: what is due is more then.
func (a *App) watchDays() {
	look := time.NewTicker(dayEvery)
	defer look.Stop()
	for day := a.Today(); ; {
		select {
		case <-a.ctx.Done():
			return
		case <-look.C:
		}
		if today := a.Today(); today != day {
			day = today
			a.hub.send(DayChanged{})
		}
	}
}
