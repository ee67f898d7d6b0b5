package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/onrecord/onrecord/app"
)

// callSettings say what happens when another program has a call, and when devices change in one.
type callSettings struct {
	page   *settingsPage
	root   *fyne.Container
	offer  *choice
	always *fyne.Container // the programs that are recorded without asking
	stay   *choice
}

func newCallSettings(p *settingsPage) *callSettings {
	s := &callSettings{page: p, always: container.New(stack{gap: sizeStep})}
	s.offer = newChoice([]string{"Do nothing", "Offer to record"}, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.OfferCalls = i == 1 })
	})
	s.stay = newChoice([]string{"Follow it", "Stay with the first"}, 0, func(i int) {
		p.change(func(settings *app.Settings) { settings.Stay = i == 1 })
	})
	s.root = section("During calls",
		setting("When another program uses the microphone", container.New(row{}, s.offer, layout.NewSpacer()),
			"Three seconds at the microphone count as a call. The offer stands at the top of this window; nothing is recorded until you say so."),
		setting("Recorded without asking", s.always,
			"Calls of these programs are recorded as soon as they begin, with this window open. Others must know that they are recorded: see what the law asks where you are."),
		setting("When the system changes to another device", container.New(row{}, s.stay, layout.NewSpacer()),
			"Follow it suits a headset that is plugged in during a call. Stay keeps the device that the call began with for as long as it is there."))
	return s
}

// show takes the settings in force.
func (s *callSettings) show(settings app.Settings) {
	s.offer.set(index(settings.OfferCalls))
	s.stay.set(index(settings.Stay))
	s.always.RemoveAll()
	for _, program := range settings.AutoRecord {
		s.always.Add(s.program(program))
	}
	if len(settings.AutoRecord) == 0 {
		s.always.Add(newProse("No program. Choose “Always” when a recording is offered.", sizeBody, colorInk2))
	}
}

// index is the place of the word for yes in a choice of two.
func index(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// program is one entry of the list.
func (s *callSettings) program(name string) fyne.CanvasObject {
	remove := widget.NewButton("Remove", func() {
		s.page.change(func(settings *app.Settings) { settings.RecordAlways(name, false) })
	})
	return container.New(row{gap: sizeInside}, picture(lineIcon("microphone"), sizeIcon), newLine(name, sizeBody, colorInk).mayCut(), remove)
}
