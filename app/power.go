package app

import "time"

// powerEvery is how often it is looked what the machine runs on, where that matters. Nothing tells of it on all systems.
const powerEvery = 5 * time.Second

// onBattery tells whether the machine runs on battery. Where that cannot be found out it does not: nobody should wait in vain.
func (a *App) onBattery() bool {
	battery, err := a.config.OnBattery()
	if err != nil {
		a.config.Log.Debug("what the machine runs on is unknown", "err", err)
	}
	return battery && err == nil
}

// watchPower lets the queue notice that the machine is plugged in or out.
func (a *App) watchPower() {
	look := time.NewTicker(powerEvery)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			if a.Settings().WaitOnBattery {
				a.reconsider()
			}
		case <-a.ctx.Done():
			return
		}
	}
}
