package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"github.com/onrecord/onrecord/app"
	"github.com/onrecord/onrecord/call"
)

// sideMeter is one party's meter with its lamp, its device, and what to do when something is wrong. Room for the
// advice is kept, so that what stands below does not move away under the mouse.
type sideMeter struct {
	party  call.Party
	root   *fyne.Container
	lamp   *lamp
	meter  *bar
	device *line
	advice *prose
	room   *fyne.Container // kept for the advice
}

func newSideMeter(party call.Party) *sideMeter {
	m := &sideMeter{
		party: party, lamp: newLamp(lineIcon("quiet"), "quiet"), meter: newBar(partyColor(party), sizeMeter),
		device: newLine("", sizeSmall, colorInk2).mayCut(), advice: newProse("", sizeSmall, colorInk),
	}
	head := container.New(row{gap: sizeInside}, newLine(partyWord(party), sizeSmall, partyColor(party)).bold(), layout.NewSpacer(), m.lamp)
	m.room = container.New(linesKept(2, sizeSmall), m.advice)
	m.root = container.New(stack{gap: sizeStep}, head, m.meter, m.device, m.room)
	return m
}

// show moves the meter and sets the lamp. Where the user was warned of this side the advice stands there.
func (m *sideMeter) show(level app.Level, paused, warned bool) {
	peak := level.Peak
	if paused {
		peak = call.Silence
	}
	m.meter.level(peak)
	shape, word, advice := sideLamp(m.party, level, paused)
	if warned {
		advice = ""
	}
	m.lamp.set(shape, word)
	m.device.set(deviceWords(level))
	if m.advice.text != advice {
		m.advice.set(advice, nil)
	}
}

// rest shows a side that is not listened to.
func (m *sideMeter) rest() {
	m.meter.set(0)
	m.lamp.set(lineIcon("pause"), "not recorded")
	m.device.set("")
	m.advice.set("", nil)
}

// deviceWords names the device that a side comes from.
func deviceWords(level app.Level) string {
	if level.Lamp == app.LampGone {
		return "no device"
	}
	return level.Device
}
