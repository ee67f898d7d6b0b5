package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
)

// queueSettings say when calls wait to be written down.
type queueSettings struct {
	root    *fyne.Container
	take    *choice
	battery *choice
}

func newQueueSettings(p *settingsPage) *queueSettings {
	s := &queueSettings{}
	s.take = newChoice([]string{"Wait", "Go on"}, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.QueueDuringTakes = i == 1 })
	})
	s.battery = newChoice([]string{"Wait", "Go on"}, 1, func(i int) {
		p.change(func(settings *app.Settings) { settings.WaitOnBattery = i == 0 })
	})
	s.root = section("Queue",
		setting("While a call is recorded, other calls", container.New(row{}, s.take, layout.NewSpacer()),
			"Waiting leaves the processor to the call and its captions. A call that was half done goes on later where it was."),
		setting("While the machine runs on battery", container.New(row{}, s.battery, layout.NewSpacer()),
			"Writing down is the most that this program asks of a battery. When it waits, there are no captions either; recording never waits."))
	return s
}

// show takes the settings in force.
func (s *queueSettings) show(settings app.Settings) {
	s.take.set(index(settings.QueueDuringTakes))
	s.battery.set(index(!settings.WaitOnBattery))
}
