package app

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Another day begins at midnight, and, for a machine that slept, soon after it has woken up.
func TestANewDayIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slept atomic.Int64 // timers stand still while the machine sleeps, and the time of day does not
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		a := &App{config: Config{Now: func() time.Time { return time.Now().Local().Add(time.Duration(slept.Load())) }}, ctx: ctx}
		now := a.config.Now()
		midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
		feed := a.Subscribe()
		defer feed.Close()
		told := func() (days int) {
			synctest.Wait()
			for event, some := feed.Poll(); some; event, some = feed.Poll() {
				if event == (DayChanged{}) {
					days++
				}
			}
			return days
		}
		time.Sleep(midnight.Sub(now) - time.Second)
		if days := told(); days != 0 {
			t.Errorf("%d days before midnight", days)
		}
		time.Sleep(dayEvery)
		if days := told(); days != 1 {
			t.Errorf("%d days after midnight", days)
		}
		slept.Add(int64(50 * time.Hour))
		time.Sleep(dayEvery)
		if days := told(); days != 1 {
			t.Errorf("%d days after two nights of sleep", days)
		}
		stop()
		a.work.Wait()
	})
}
